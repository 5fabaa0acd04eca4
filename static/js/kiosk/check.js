// @ts-check
// The self-test before the doors open: what the kiosk found out about its machine, what the
// camera sees, and how a scanner types. Green means ready.

import { make, one } from "../dom.js";
import { fill, loadTexts } from "../texts.js";
import { wordsOf } from "./arrivals.js";
import { keepAwake } from "./awake.js";
import { isCode } from "./code.js";
import { Doorstep } from "./doorstep.js";
import { earlyKeys } from "./early.js";
import { Glance } from "./glance.js";
import { lockDesk } from "./lock.js";
import { judge } from "./trap.js";
import { turnPage } from "./turning.js";

/** @import { Sighting } from "./glance.js" */
/** @import { Finding as Burst, Press } from "./trap.js" */

/** @typedef {"ok" | "warning" | "fail"} Level */
/** @typedef {{ key: string, title: string, level: Level, message: string, remedy: string | null }} Check */

/** What the printed sheet has beside our own codes: a text that every input method bends. */
const BAIT = "DES1 TEA6 B2O";
const BURST_OVER_MS = 250;
const SIGNS = { ok: "✓", warning: "!", fail: "✗" };

const language = localStorage.getItem("language") === "en" ? "en" : "vi";
const texts = (await loadTexts("kiosk"))[language];
const deskTexts = (await loadTexts("desk"))[language];
/** @type {Press[]} */
let presses = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let over;

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-text]")) {
  element.textContent = say(element.getAttribute("data-text") ?? "");
}
lockDesk(window);
window.addEventListener("keydown", onKey, { capture: true });
earlyKeys().forEach(onKey);
one("#again", HTMLButtonElement).addEventListener("click", look);
one("#back", HTMLButtonElement).addEventListener("click", leave);
drawBurst(null);
const doorstep = new Doorstep("./", {
  onAnswer: (answer) => tell(wordsOf(answer, deskTexts)),
  onFailure: () => tell(deskTexts["no_answer"] ?? ""),
});
doorstep.listen();
new Glance(one("#camera", HTMLVideoElement), drawSighting, (text) =>
  receive(text, "camera"),
).start();
await look();

function leave() {
  turnPage(() => location.assign("desk"));
}

/**
 * A guest's own code is no trial: the door goes on. The sheet's codes are on no list.
 *
 * @param {string} text
 * @param {"keyboard" | "camera"} source
 */
async function receive(text, source) {
  if (!isCode(text)) {
    return;
  }
  const asked = await fetch("api/desk/readings", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  }).catch(() => null);
  const { invitation } = asked?.ok ? await asked.json() : { invitation: text };
  if (invitation) {
    doorstep.take({ text, source });
  }
}

/** @param {string} words */
function tell(words) {
  const line = one("#received", HTMLElement);
  line.textContent = words;
  line.hidden = words === "";
}

async function look() {
  drawVerdict("looking");
  try {
    const answer = await fetch("staff/check");
    if (answer.status === 403) {
      leave();
      return;
    }
    /** @type {{ ready: boolean, checks: Check[] }} */
    const { checks } = await answer.json();
    const all = [...checks, ...(await ownChecks())];
    one("#findings", HTMLElement).replaceChildren(...all.map(row));
    const levels = new Set(all.map((check) => check.level));
    drawVerdict(levels.has("fail") ? "not_ready" : levels.has("warning") ? "look" : "ready");
  } catch {
    drawVerdict("failed");
  }
}

/** What only the page can know. @returns {Promise<Check[]>} */
async function ownChecks() {
  const second = "isExtended" in screen && screen.isExtended === true;
  const awake = await keepAwake();
  return [
    found("screen", "ok", second ? "check.screen_yes" : "check.screen_no"),
    found("sleep", awake ? "ok" : "warning", awake ? "check.sleep_yes" : "check.sleep_no"),
  ];
}

/** @param {string} key @param {Level} level @param {string} message @returns {Check} */
function found(key, level, message) {
  return { key, title: say(`check.${key}`), level, message: say(message), remedy: null };
}

/** @param {Check} check */
function row({ title, level, message, remedy }) {
  const item = make(
    "li",
    "check-row",
    make("span", "check-sign", SIGNS[level]),
    make("strong", null, title),
    make("span", "check-message", message),
  );
  item.dataset["level"] = level;
  if (remedy) {
    item.append(make("span", "check-remedy", remedy));
  }
  return item;
}

/** @param {"looking" | "ready" | "look" | "not_ready" | "failed"} level */
function drawVerdict(level) {
  const verdict = one("#verdict", HTMLElement);
  verdict.dataset["level"] = level;
  verdict.textContent = say(`check.${level}`);
}

/** @param {Sighting | null} sighting null: there is no camera */
function drawSighting(sighting) {
  one("#camera", HTMLVideoElement).hidden = sighting === null;
  one("#camera-how", HTMLElement).textContent = say(
    sighting ? "check.camera_how" : "check.camera_none",
  );
  const figures = sighting
    ? [
        ["check.light", `check.${sighting.light}`, sighting.light === "fine"],
        ["check.sharp", `check.${sighting.sharp}`, sighting.sharp === "fine"],
        ["check.read", sighting.read ? "check.read_yes" : "check.read_no", sighting.read],
      ]
    : [];
  one("#camera-said", HTMLElement).replaceChildren(
    ...figures.map(([name, words, good]) =>
      figure(String(name), say(String(words)), good === true),
    ),
  );
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape" && presses.length === 0) {
    leave();
    return;
  }
  if (event.key === "Shift" || event.ctrlKey || event.altKey) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  presses.push({ key: event.key, code: event.code, at: event.timeStamp });
  clearTimeout(over);
  over = setTimeout(onBurst, BURST_OVER_MS);
}

function onBurst() {
  const burst = presses;
  presses = [];
  const bait = Math.abs(burst.length - BAIT.length) <= BAIT.length / 2;
  const finding = judge(burst, bait ? BAIT : undefined);
  drawBurst(finding);
  receive(finding.text.toUpperCase(), "keyboard");
}

/** @param {Burst | null} burst */
function drawBurst(burst) {
  const advice = one("#advice", HTMLElement);
  const good = burst?.advice === "good" || burst?.advice === "add_enter";
  advice.dataset["level"] = burst ? (good ? "ready" : "look") : "looking";
  advice.textContent = say(burst ? `trap.${burst.advice}` : "check.waiting");
  const scanned = burst?.mode === "scanner" ? burst : null;
  const bent = scanned?.bentBy;
  one("#scanner-said", HTMLElement).replaceChildren(
    ...(scanned
      ? [
          figure("check.speed", fill(say("check.ms"), { n: scanned.msPerKey }), true),
          figure("check.end", say(scanned.ends ? "check.enter" : "check.no_enter"), true),
          figure("check.method", say(bent ? `check.method_${bent}` : "check.no_method"), !bent),
        ]
      : []),
  );
}

/** @param {string} name @param {string} words @param {boolean} good */
function figure(name, words, good) {
  const row = make("div", null, make("dt", null, say(name)), make("dd", null, words));
  row.dataset["level"] = good ? "ok" : "warning";
  return row;
}

/** @param {string} key */
function say(key) {
  return texts[key] ?? "";
}
