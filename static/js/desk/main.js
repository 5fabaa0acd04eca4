// @ts-check
// Wires the desk: search → guest → action, the feed of the doors, the keys and the scanner.

import { Feed } from "../board/feed.js";
import { clock } from "../board/format.js";
import { one } from "../dom.js";
import { Arrivals } from "../kiosk/arrivals.js";
import { Burst } from "../kiosk/burst.js";
import { isTyped } from "../kiosk/code.js";
import { earlyKeys } from "../kiosk/early.js";
import { Staff } from "../kiosk/staff.js";
import { carryOver } from "../kiosk/turning.js";
import { choose } from "../language.js";
import { fill, loadTexts } from "../texts.js";
import { GLOBAL_ACTIONS } from "./actions.js";
import { Ahead, isLetter, nameOf } from "./ahead.js";
import { Refused, send, tellLate, tellWaiting } from "./api.js";
import { BASE, IN_KIOSK, leftOpen } from "./base.js";
import { Cards } from "./cards.js";
import { isField } from "./fields.js";
import { reasonForm, undoAdmission } from "./forms.js";
import { drawHelp, drawLook, switchLook } from "./look.js";
import { News } from "./news.js";
import { Panel } from "./panel.js";
import { Paper } from "./paper.js";
import { Results } from "./results.js";
import { Strays } from "./strays.js";
import { Toast } from "./toast.js";

/** @import { Language } from "../texts.js" */
/** @import { BoardDocument, Connection } from "../board/types.js" */
/** @import { Desk } from "./types.js" */

/** What a scanner types: a code has 36 letters and no space; an identity card has bars. */
const SCANNED = /^\S{20,}$|\|.*\|/;

const all = await loadTexts("desk");
/** @type {Language} */
let language = localStorage.getItem("language") === "en" ? "en" : "vi";
/** @type {Connection} */
let connection = "starting";
let serverAhead = 0;
let lostAt = 0;
let scanned = false;
let drawing = false;

/** @type {Desk} */
const desk = {
  texts: () => all[language],
  group: (code) => news.groups.find((group) => group.code === code),
  groups: () => news.groups,
  async open(id, { then } = {}) {
    try {
      await ahead.until(panel.open(id, then));
    } catch (error) {
      fault(error);
    }
  },
  close() {
    panel.close();
    results.focus();
  },
  searching() {
    // A key must never act on a guest from whom the clerk has turned away.
    if (!panel.form) {
      panel.close();
    }
  },
  wait: (work, letters) => ahead.until(work, letters),
  paper: () => paper.begin(),
  done(text, takeBack) {
    panel.hide();
    toast.say(text, { takeBack });
    results.focus();
    results.refresh();
    cards.askSoon();
    // Not waited for: the next key is the clerk's again as soon as the server has answered.
    panel.refresh().catch(() => {});
  },
  fault: (text) => toast.say(text || (desk.texts()["no_answer"] ?? ""), { kind: "fault" }),
  show(form) {
    toast.hide();
    panel.show(form);
  },
  hide() {
    panel.hide();
    results.focus();
  },
};
const news = new News(desk);
const results = new Results(desk);
const panel = new Panel(desk);
const cards = new Cards(desk);
const toast = new Toast(desk, (title, takeBack) => desk.show(reasonForm(desk, title, takeBack)));
const burst = new Burst(onScan);
const ahead = new Ahead(strike);
const strays = new Strays(desk, panel, results);
const paper = new Paper(desk, serverNow, () => results.focus());
const staff = IN_KIOSK ? new Staff(BASE, desk.texts) : null;
/** In a kiosk this page stands at a door, and what is scanned there is a scan of that door. */
const arrivals = IN_KIOSK
  ? new Arrivals(`${BASE}/`, {
      texts: desk.texts,
      say: (text, how) => toast.say(text, how),
      read: (text) => send("POST", "/api/desk/readings", { text }),
      undo: undoAdmission,
      open: desk.open,
      isFree: (source) =>
        !panel.form && (source === "keyboard" || !(panel.detail || results.query)),
      onCamera: (condition) => staff?.setCamera(condition),
    })
  : null;

one("#language", HTMLButtonElement).addEventListener("click", switchLanguage);
one("#theme", HTMLButtonElement).addEventListener("click", () => switchLook(desk.texts()));
one("#panel-close", HTMLButtonElement).addEventListener("click", () => desk.close());
one("#help-close", HTMLButtonElement).addEventListener("click", () =>
  one("#help", HTMLDialogElement).close(),
);
document.addEventListener("click", (event) => {
  const name = /** @type {Element} */ (event.target)
    .closest("[data-global]")
    ?.getAttribute("data-global");
  if (name) {
    runGlobal(name);
  }
});
document.addEventListener("keydown", onKey);
if (IN_KIOSK) {
  carryOver(burst);
}
tellLate(() => paper.words());
tellWaiting((waiting) => {
  if (waiting) {
    toast.say(desk.texts()["sending"] ?? "", { kind: "waiting" });
  } else {
    toast.waitingIsOver();
  }
});
setInterval(drawClock, 1000);
drawTexts();
drawClock();
results.focus();
earlyKeys().forEach(onEarly);
new Feed(onDocument, onConnection, BASE).run();
leftOpen((id) => desk.open(id));

/** @param {BoardDocument} document */
function onDocument(document) {
  const before = news.groups.length;
  news.take(document);
  if (document.morning) {
    one("#film", HTMLElement).hidden = !document.morning.programme.film;
  }
  serverAhead = Date.parse(document.headcount.at) - Date.now();
  drawSoon();
  cards.askSoon();
  const touched = document.events.map((event) => event.invitation);
  if (panel.detail && touched.includes(panel.detail.place.id) && panel.idle) {
    panel.refresh().catch(() => {});
  }
  if (touched.length > 0 || before === 0) {
    results.refresh();
  }
}

/** Fifty scans in a burst are one drawing. */
function drawSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      news.draw();
    });
  }
}

/** @param {Connection} state */
function onConnection(state) {
  if (state === "lost" && connection !== "lost") {
    lostAt = serverNow();
  }
  connection = state;
  if (staff) {
    // The page always reaches its kiosk; whether that reaches the server, it says itself.
    staff.draw();
    return;
  }
  one("#connection", HTMLElement).dataset["kind"] = state;
  const text = fill(desk.texts()[state] ?? "", { at: clock(lostAt) });
  const shown = one("#connection-text", HTMLElement);
  if (shown.textContent !== text) {
    shown.textContent = text;
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  scanned = false;
  burst.press(event);
  const help = one("#help", HTMLDialogElement);
  const ours = () => !help.open && (ahead.keep(event) || handle(event));
  if (scanned || (!event.isComposing && ours())) {
    event.preventDefault();
  }
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the page has dealt with the key
 */
function handle(event) {
  if (event.repeat && (event.key === "Enter" || /^F\d/.test(event.key))) {
    return true;
  }
  return (
    onFunctionKey(nameOf(event)) ||
    onEscape(event) ||
    strays.press(event) ||
    cards.press(event) ||
    onSearchKey(event) ||
    onTyping(event)
  );
}

/** A key that was struck while the page was being loaded. @param {KeyboardEvent} event */
function onEarly(event) {
  scanned = false;
  burst.press(event);
  staff?.press(event);
  if (!(scanned || event.isComposing || event.repeat) && ahead.mayWait(event)) {
    strike(event);
  }
}

/** A key that had to wait: what it types is put where the clerk is now. @param {KeyboardEvent} event */
function strike(event) {
  const field = handle(event) || !isLetter(event) ? null : document.activeElement;
  if (isField(field) && !(field instanceof HTMLSelectElement)) {
    field.setRangeText(event.key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {string} name */
function onFunctionKey(name) {
  const action = panel.form ? undefined : panel.actionFor(name);
  if (action) {
    panel.run(action);
  } else if (name === "F2" && !panel.form && results.chosen) {
    // Not before the clerk has seen whom it is about: this opens, the next press records.
    results.openChosen();
  } else if (name === "F1") {
    one("#help", HTMLDialogElement).showModal();
  } else if (name === "Shift+F7") {
    cards.focus();
  } else if (!runGlobal(name)) {
    return /^(Shift\+)?F([1-4]|[7-9]|10)$/.test(name);
  }
  return true;
}

/** @param {string} nameOrKey */
function runGlobal(nameOrKey) {
  const action = GLOBAL_ACTIONS.find((one) => one.name === nameOrKey || one.key === nameOrKey);
  if (nameOrKey === "help") {
    one("#help", HTMLDialogElement).showModal();
  }
  if (action) {
    const coming = Promise.resolve(action.run(desk, results.chosen ? "" : results.query));
    ahead.until(panel.bring(coming), true).catch(fault);
  }
  return action !== undefined;
}

/** @param {KeyboardEvent} event */
function onEscape(event) {
  if (event.key !== "Escape") {
    return false;
  }
  if (panel.form) {
    desk.hide();
  } else if (panel.detail) {
    desk.close();
  } else {
    results.clear();
    results.focus();
  }
  return true;
}

/** @param {KeyboardEvent} event */
function onSearchKey(event) {
  const box = one("#search", HTMLInputElement);
  if (event.ctrlKey && event.key.toLowerCase() === "z") {
    const editing = isField(document.activeElement) && document.activeElement.value !== "";
    const selected = document.activeElement === box && box.selectionStart !== box.selectionEnd;
    return (!editing || selected) && toast.takeBack();
  }
  if (panel.form || (isField(document.activeElement) && document.activeElement !== box)) {
    return false;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    results.move(event.key === "ArrowDown" ? 1 : -1);
    box.focus();
    return true;
  }
  if (event.key === "Enter" && document.activeElement === box) {
    results.openChosen();
    return true;
  }
  return false;
}

/** A letter typed anywhere begins a new search. @param {KeyboardEvent} event */
function onTyping(event) {
  if (isLetter(event) && event.key !== " " && !panel.form && !isField(document.activeElement)) {
    // The letter itself lands in the box, replacing what is selected there.
    results.focus();
  }
  return false;
}

/** @type {ConstructorParameters<typeof Burst>[0]} what a scanner typed */
async function onScan(text, msPerKey, remainder) {
  if (!SCANNED.test(text) && !isTyped(text, msPerKey, remainder)) {
    return;
  }
  scanned = true;
  ahead.forget();
  strays.forget();
  const field = document.activeElement;
  if (isField(field) && field.value.endsWith(text)) {
    field.value = field.value.slice(0, -text.length);
  }
  if (!panel.form) {
    results.clear();
  }
  if (arrivals && !paper.open) {
    arrivals.take(text);
    return;
  }
  try {
    const read = await send("POST", "/api/desk/readings", { text });
    if (read.invitation) {
      await desk.open(read.invitation);
    }
    if (read.message) {
      desk.fault(read.message);
    }
  } catch (error) {
    fault(error);
  }
}

/** @param {unknown} error */
function fault(error) {
  const session = error instanceof Refused && error.status === 403;
  const message = error instanceof Error ? error.message : "";
  desk.fault(session ? (desk.texts()["session"] ?? "") : message);
}

function switchLanguage() {
  language = language === "vi" ? "en" : "vi";
  choose(language);
  drawTexts();
}

function drawTexts() {
  const texts = desk.texts();
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.getAttribute("data-text") ?? ""] ?? "";
  }
  one("#panel-close", HTMLButtonElement).setAttribute("aria-label", texts["b.close"] ?? "");
  const button = one("#language", HTMLButtonElement);
  button.textContent = language === "vi" ? "EN" : "VI";
  button.lang = language === "vi" ? "en" : "vi";
  button.setAttribute("aria-label", language === "vi" ? "English" : "Tiếng Việt");
  document.title = texts["title"] ?? "";
  onConnection(connection);
  drawHelp(desk.texts());
  drawLook(desk.texts());
  desk.hide();
  panel.draw();
  news.draw();
  cards.draw();
  results.refresh();
}

function drawClock() {
  one("#clock", HTMLTimeElement).textContent = clock(serverNow());
}

function serverNow() {
  return Date.now() + serverAhead;
}
