// @ts-check
// Wires the kiosk's page: keys → burst, camera → eye, and both → bridge → show → face.
//
// On a second screen the same page is the guest's face alone: it shows what the first one is
// answered and sees. Its own camera sees the same guest, so it reads no codes; but a scanner that
// types is heard by whichever window has the focus.

import { one } from "../dom.js";
import { loadTexts } from "../texts.js";
import { openBridge } from "./bridge.js";
import { Burst } from "./burst.js";
import { Camera } from "./camera.js";
import { earlyKeys } from "./early.js";
import { Eye } from "./eye.js";
import { drawCorner, Face } from "./face.js";
import { dismissInputMethod } from "./input-method.js";
import { lock } from "./lock.js";
import { Preview } from "./preview.js";
import { Show } from "./show.js";
import { MUTED, Sounds } from "./sounds.js";
import { openStaffDoor } from "./staff-door.js";
import { carryOver, noteTold } from "./turning.js";

/** @import { Answer, State } from "./types.js" */
/** @import { Language } from "../texts.js" */
/** @import { Scene } from "./scenes.js" */
/** @import { Hint } from "./sight.js" */

/** After this long without a guest the next one is greeted in the house's language again. */
const LANGUAGE_KEPT_MS = 60_000;

/** @typedef {{ text: string, source: "keyboard" | "camera" }} Scanned */
/** @typedef {{ language?: Language, hint?: Hint | null }} Word said between the two screens */

const faceAlone = location.pathname.endsWith("/face");
const screens = new BroadcastChannel("screens");
/** @type {Scanned[]} */
const scans = [];
/** @type {State | null} */
let state = null;
/** @type {Language} */
let language = "vi";
let languageChosenAt = 0;
let ready = false;
let sending = false;

// Keys are caught before anything else is ready, so that no scan is lost to loading.
const burst = new Burst((text) => take({ text, source: "keyboard" }));
const staffDoor = faceAlone ? null : openStaffDoor();
dismissInputMethod(document);
lock(window, (event) => burst.press(event));
carryOver(burst);
for (const event of earlyKeys()) {
  burst.press(event);
  staffDoor?.(event);
}

const texts = await loadTexts("kiosk");
const bridge = openBridge(new URL("./", document.baseURI));
const face = new Face(texts);
const sounds = new Sounds();
const show = new Show(drawScene);
const preview = new Preview(texts[language]);
const camera = new Camera(preview.video, (condition, cameras) => {
  preview.setCondition(condition, cameras);
  bridge.tellCamera(condition);
  face.draw(show.scene, language);
});
const eye = new Eye(camera, {
  onText: (text) => take({ text, source: "camera" }),
  onUnreadable: presentUnreadable,
  onHint: (hint) => {
    preview.setHint(hint);
    screens.postMessage({ hint });
  },
});

bridge.listen({
  recent: true,
  face: faceAlone,
  onState,
  onAnswer: present,
  onLost: () => show.setLost(),
});
one("#language", HTMLButtonElement).addEventListener("click", switchLanguage);
one("#mute", HTMLButtonElement).addEventListener("click", switchSound);
one("#camera-turn", HTMLButtonElement).addEventListener("click", () => camera.turn());
screens.addEventListener("message", ({ data }) => hear(data));
sounds.muted = faceAlone || localStorage.getItem(MUTED) !== null;
one("#guest", HTMLElement).toggleAttribute("data-alone", faceAlone);
setInterval(tick, 1000);
drawButtons();
tick();
camera.start();
if (!faceAlone) {
  eye.start();
}
ready = true;
send();

/** @param {Answer} answer */
function present(answer) {
  show.present(answer);
  noteTold(answer.scan_id ?? "");
}

/** @param {Scanned} scanned */
function take(scanned) {
  scans.push(scanned);
  send();
}

/** One scan at a time, in the order of the doorstep. */
async function send() {
  if (sending || !ready) {
    return;
  }
  sending = true;
  for (let scan = scans.shift(); scan !== undefined; scan = scans.shift()) {
    if (!state?.paused) {
      await sendOne(scan);
    }
  }
  sending = false;
}

/** @param {Scanned} scanned */
async function sendOne({ text, source }) {
  face.showReading(true);
  show.setSent(true);
  try {
    present(await bridge.scan(text, source));
  } catch {
    show.presentFailure();
  }
  show.setSent(false);
  face.showReading(false);
}

/** A guest who is being welcomed does not read that somebody behind her holds a code askew. */
function presentUnreadable() {
  if (show.scene.screen === "idle") {
    show.present({ screen: "unreadable" });
  }
}

/** @param {State} news */
function onState(news) {
  state = news;
  eye.closed = news.paused;
  drawCorner(news, texts[language], language);
  one("#staff", HTMLButtonElement).hidden = faceAlone || !news.staff;
  show.setState(news);
}

/** @param {Scene} scene */
function drawScene(scene) {
  face.draw(scene, language);
  if (scene.answer) {
    sounds.play(scene.tone === "rest" ? "desk" : scene.tone);
  }
}

function switchLanguage() {
  setLanguage(language === "vi" ? "en" : "vi");
  languageChosenAt = performance.now();
  screens.postMessage({ language });
}

/** @param {Word} word of the other screen */
function hear(word) {
  if (word.language) {
    setLanguage(word.language);
    languageChosenAt = performance.now();
  }
  if (word.hint !== undefined) {
    preview.setHint(word.hint);
  }
}

/** @param {Language} chosen */
function setLanguage(chosen) {
  language = chosen;
  drawButtons();
  preview.setTexts(texts[language]);
  face.draw(show.scene, language);
  if (state) {
    drawCorner(state, texts[language], language);
  }
}

function switchSound() {
  sounds.muted = !sounds.muted;
  if (sounds.muted) {
    localStorage.setItem(MUTED, "yes");
  } else {
    localStorage.removeItem(MUTED);
  }
  drawButtons();
}

function drawButtons() {
  const words = texts[language];
  const languageButton = one("#language", HTMLButtonElement);
  languageButton.textContent = language === "vi" ? "EN" : "VI";
  languageButton.setAttribute("aria-label", words["language"] ?? "");
  const muteButton = one("#mute", HTMLButtonElement);
  muteButton.setAttribute("aria-pressed", String(sounds.muted));
  muteButton.setAttribute("aria-label", words["mute"] ?? "");
  one("#staff", HTMLButtonElement).setAttribute("aria-label", words["staff.desk"] ?? "");
}

function tick() {
  // The server's clock is the event's; this machine's may be wrong, and so may its time zone.
  const now = Date.now() - (state?.clock_skew_s ?? 0) * 1000;
  one("#clock", HTMLTimeElement).textContent = new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(now);
  const house = state?.lang === "en" ? "en" : "vi";
  const resting = show.scene.screen === "idle";
  if (language !== house && resting && performance.now() - languageChosenAt > LANGUAGE_KEPT_MS) {
    setLanguage(house);
  }
}
