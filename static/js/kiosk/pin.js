// @ts-check
// The page before the clerk's face: a PIN opens it, or ends the reception. Nobody who comes
// here by accident stays here.

import { make, one } from "../dom.js";
import { fill, loadTexts } from "../texts.js";
import { keepAwake } from "./awake.js";
import { codesTyped, Doorstep } from "./doorstep.js";
import { earlyKeys } from "./early.js";
import { HeldDown } from "./held-down.js";
import { lock } from "./lock.js";
import { askStaff } from "./staff-api.js";
import { turnPage } from "./turning.js";

/** @import { StaffState } from "./staff-api.js" */

const LONGEST = 12;
const SHORTEST = 4;
/** After this long without a key the guests have their screen again. */
const LEFT_ALONE_MS = 30_000;
/** What is no digit comes from a scanner, and so do the digits around it. */
const FOREIGN_MS = 500;
const LOOK_EVERY_MS = 250;
/** How often in between it is asked whether the list has come. */
const LOOKS_FOR_LIST = 8;

const ask = (/** @type {Parameters<typeof askStaff>[1]} */ what, /** @type {object} */ body) =>
  askStaff(".", what, body);

const heldDown = new HeldDown();
let pin = "";
let foreignAt = Number.NEGATIVE_INFINITY;
let busyAt = performance.now();
let waitsUntil = 0;
/** What became of the last try: the key of its words, or nothing. */
let said = "";
let asking = false;
let ticks = 0;
let ended = false;
let ending = location.hash === "#end";
/** @type {StaffState | null} */
let state = null;

/** Keys struck before the page has its words. @type {KeyboardEvent[] | null} */
let early = earlyKeys();

// Whoever shows an invitation here is received, and greeted on the guests' screen.
const doorstep = new Doorstep("./", {
  // What was scanned here and let nobody in is told there too; a code that lies before the
  // camera must not keep the clerk from her desk.
  onAnswer: (answer, scanned) =>
    (answer.verdict === "admitted" || scanned?.source === "keyboard") && leave(),
  onFailure: leave,
});
const burst = codesTyped(doorstep);
for (const event of early) {
  burst.press(event);
}
lock(window, (event) => {
  burst.press(event);
  early ? early.push(event) : onKey(event);
});
keepAwake();
doorstep.start();
const texts = (await loadTexts("kiosk"))[language()];
document.documentElement.lang = language();
drawKeys();
one("#do", HTMLButtonElement).addEventListener("click", (event) => confirm(event.timeStamp));
one("#back", HTMLButtonElement).addEventListener("click", leave);
one("#other", HTMLButtonElement).addEventListener("click", () => {
  ending = !ending;
  clear();
});
await look();
const struck = early;
early = null;
struck.forEach(onKey);
setInterval(tick, LOOK_EVERY_MS);

function language() {
  return localStorage.getItem("language") === "en" ? "en" : "vi";
}

function enter() {
  turnPage(() => location.replace("desk"));
}

function leave() {
  if (!ended) {
    turnPage(() => location.replace("./"));
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  busyAt = performance.now();
  const digit = digitOf(event);
  if (event.key === "Escape" || event.key === "F12") {
    leave();
  } else if (heldDown.repeats(event)) {
    return;
  } else if (digit) {
    add(digit, event.timeStamp);
  } else if (event.key === "Backspace") {
    pin = pin.slice(0, -1);
    draw();
  } else if (event.key === "Enter") {
    confirm(event.timeStamp);
  } else if ([...event.key].length === 1) {
    foreignAt = event.timeStamp;
    clear();
  }
}

/**
 * The digit on the key, whatever the system makes of it: the Vietnamese layout has letters there,
 * an input method holds it, and without Num Lock the pad has arrows.
 *
 * @param {KeyboardEvent} event
 */
function digitOf({ code, key, shiftKey }) {
  const standsThere = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  const typed = /^[0-9]$/.test(key) ? key : null;
  return typed ?? (code.startsWith("Digit") && shiftKey ? null : standsThere);
}

/** @param {string} digit @param {number} at milliseconds */
function add(digit, at) {
  busyAt = performance.now();
  if (at - foreignAt > FOREIGN_MS && pin.length < LONGEST && !waits()) {
    said = "";
    pin += digit;
  }
  draw();
}

function clear() {
  pin = "";
  said = "";
  draw();
}

/** @param {number} at milliseconds */
async function confirm(at) {
  const foreign = at - foreignAt < FOREIGN_MS;
  if (asking || foreign || waits()) {
    return;
  }
  if (pin.length < SHORTEST) {
    // A scanner's Enter alone says nothing of a PIN.
    said = pin && "staff.short";
    draw();
    return;
  }
  asking = true;
  try {
    const told = await ask(ending ? "end" : "open", { pin });
    take(told);
    if (told.refused) {
      clear();
      said = "staff.again";
    } else if (ending) {
      ended = true;
    } else {
      enter();
    }
  } catch {
    // The program behind the page is away for the moment; the PIN may be confirmed again, unless
    // it was taken and only the answer lost: nobody but its owner shall find the desk open.
    await look();
    if (!ending && state?.open) {
      enter();
    }
  }
  asking = false;
  draw();
}

async function look() {
  try {
    take(await askStaff(".", "state"));
  } catch {
    // As above.
  }
  draw();
}

/** @param {StaffState} news */
function take(news) {
  state = news;
  waitsUntil = performance.now() + news.wait_s * 1000;
}

function waits() {
  return waitsUntil > performance.now();
}

function tick() {
  if (performance.now() - busyAt > LEFT_ALONE_MS && state?.pin_set) {
    leave();
  }
  ticks += 1;
  if (state?.desk === false && ticks % LOOKS_FOR_LIST === 0) {
    look();
  }
  draw();
}

function drawKeys() {
  const keys = [..."123456789"].map((digit) => button(digit, (at) => add(digit, at)));
  const back = button("⌫", () => {
    pin = pin.slice(0, -1);
    draw();
  });
  back.setAttribute("aria-label", texts["staff.delete"] ?? "");
  one("#keys", HTMLElement).replaceChildren(
    ...keys,
    make("span"),
    button("0", (at) => add("0", at)),
    back,
  );
}

/** @param {string} text @param {(at: number) => void} press */
function button(text, press) {
  const made = make("button", "pin-key", text);
  made.type = "button";
  made.tabIndex = -1;
  made.addEventListener("click", (event) => press(event.timeStamp));
  return made;
}

function draw() {
  const shut = !state?.pin_set;
  const noDesk = !ending && state?.desk === false;
  const entry = !(shut || noDesk || ended);
  write("#station", state?.station ?? "");
  write("#title", texts[titleKey(shut)] ?? "");
  write("#more", moreWords(shut, noDesk));
  one("#entry", HTMLElement).hidden = !entry;
  one("#do", HTMLButtonElement).hidden = !entry;
  one("#do", HTMLButtonElement).disabled = pin.length < SHORTEST || waits();
  write("#do-text", texts[ending ? "staff.end" : "staff.open"] ?? "");
  write("#back-text", texts["staff.back"] ?? "");
  one("#back", HTMLButtonElement).hidden = ended;
  write("#other", texts[ending ? "staff.open" : "staff.end"] ?? "");
  one("#other", HTMLButtonElement).hidden = shut || ended;
  drawPin();
}

/** @param {boolean} shut */
function titleKey(shut) {
  if (ended) {
    return "staff.ended";
  }
  if (shut) {
    return "staff.no_pin";
  }
  if (!ending && state?.desk === false && state.role === "kiosk") {
    return "staff.no_desk_title";
  }
  return ending ? "staff.end_title" : "staff.title";
}

/** @param {boolean} shut @param {boolean} noDesk */
function moreWords(shut, noDesk) {
  if (ended) {
    return texts["staff.ended_more"] ?? "";
  }
  if (shut) {
    return texts["staff.no_pin_how"] ?? "";
  }
  if (noDesk) {
    return texts[state?.role === "kiosk" ? "staff.no_desk" : "staff.no_list"] ?? "";
  }
  if (!ending) {
    return "";
  }
  const n = state?.waiting ?? 0;
  const waiting = n > 0 ? fill(texts["staff.waiting"] ?? "", { n }) : "";
  return [texts["staff.end_sure"], waiting].filter(Boolean).join(" ");
}

function drawPin() {
  const dots = one("#dots", HTMLElement);
  const count = Math.max(SHORTEST, pin.length);
  if (dots.childElementCount !== count || dots.dataset["typed"] !== String(pin.length)) {
    dots.dataset["typed"] = String(pin.length);
    dots.setAttribute("aria-label", fill(texts["staff.typed"] ?? "", { n: pin.length }));
    dots.replaceChildren(
      ...Array.from({ length: count }, (_, at) => make("i", at < pin.length ? "typed" : null)),
    );
  }
  const s = Math.ceil((waitsUntil - performance.now()) / 1000);
  write("#said", s > 0 ? fill(texts["staff.wrong"] ?? "", { s }) : (texts[said] ?? ""));
}

/** @param {string} selector @param {string} words */
function write(selector, words) {
  const element = one(selector, HTMLElement);
  if (element.textContent !== words) {
    element.textContent = words;
  }
  if (selector === "#more") {
    element.hidden = words === "";
  }
}
