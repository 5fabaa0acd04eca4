// @ts-check
// Wires the kiosk's page: keys → burst → bridge → show → face.

import { one } from "../dom.js";
import { loadTexts } from "../texts.js";
import { openBridge } from "./bridge.js";
import { Burst } from "./burst.js";
import { drawCorner, Face } from "./face.js";
import { dismissInputMethod } from "./input-method.js";
import { lock } from "./lock.js";
import { Show } from "./show.js";
import { Sounds } from "./sounds.js";
import { openStaffDoor } from "./staff-door.js";

/** @import { State } from "./types.js" */
/** @import { Language } from "../texts.js" */
/** @import { Scene } from "./scenes.js" */

/** After this long without a guest the next one is greeted in the house's language again. */
const LANGUAGE_KEPT_MS = 60_000;

/** @type {string[]} */
const scans = [];
/** @type {State | null} */
let state = null;
/** @type {Language} */
let language = "vi";
let languageChosenAt = 0;
let ready = false;
let sending = false;

// Keys are caught before anything else is ready, so that no scan is lost to loading.
const burst = new Burst((text) => {
  scans.push(text);
  send();
});
openStaffDoor();
dismissInputMethod(document);
lock(window, (event) => burst.press(event));

const texts = await loadTexts("kiosk");
const bridge = openBridge(new URL("./", document.baseURI));
const face = new Face(texts);
const sounds = new Sounds();
const show = new Show(drawScene);

bridge.listen({
  onState,
  onAnswer: (answer) => show.present(answer),
  onLost: () => show.setLost(),
});
one("#language", HTMLButtonElement).addEventListener("click", switchLanguage);
one("#mute", HTMLButtonElement).addEventListener("click", switchSound);
setInterval(tick, 1000);
drawButtons();
tick();
ready = true;
send();

/** One scan at a time, in the order of the doorstep. */
async function send() {
  if (sending || !ready) {
    return;
  }
  sending = true;
  for (let text = scans.shift(); text !== undefined; text = scans.shift()) {
    if (!state?.paused) {
      await sendOne(text);
    }
  }
  sending = false;
}

/** @param {string} text */
async function sendOne(text) {
  face.showReading(true);
  show.setSent(true);
  try {
    show.present(await bridge.scan(text));
  } catch {
    show.presentFailure();
  }
  show.setSent(false);
  face.showReading(false);
}

/** @param {State} news */
function onState(news) {
  state = news;
  drawCorner(news, texts[language]);
  one("#staff", HTMLButtonElement).hidden = !news.staff;
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
}

/** @param {Language} chosen */
function setLanguage(chosen) {
  language = chosen;
  drawButtons();
  face.draw(show.scene, language);
  if (state) {
    drawCorner(state, texts[language]);
  }
}

function switchSound() {
  sounds.muted = !sounds.muted;
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
