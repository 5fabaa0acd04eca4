// @ts-check
// Wires the board: feed → ledger → views, and its few switches.

import { one } from "../dom.js";
import { choose } from "../language.js";
import { look, nextLook } from "../look.js";
import { fill, loadTexts } from "../texts.js";
import { Alerts } from "./alerts.js";
import { Awaited } from "./awaited.js";
import { Calls } from "./calls.js";
import { Doors } from "./doors.js";
import { Feed } from "./feed.js";
import { clock } from "./format.js";
import { Ledger } from "./ledger.js";
import { ProgrammeChoice } from "./programme.js";
import { drawBoard } from "./views.js";

/** @import { Language } from "../texts.js" */
/** @import { BoardDocument, Connection } from "./types.js" */

/** A screen reader hears the sentence at most this often, however fast guests arrive. */
const SPOKEN_EVERY_MS = 20_000;
const COPIED_SHOWN_MS = 2500;

const texts = await loadTexts("board");
const ledger = new Ledger();
/** @type {Language} */
let language = localStorage.getItem("language") === "en" ? "en" : "vi";
/** @type {Connection} */
let connection = "starting";
/** What the server's clock is ahead of this machine's, which may be wrong. */
let serverAhead = 0;
let lostAt = 0;
let drawing = false;

const alerts = new Alerts(() => texts[language]);
const doors = new Doors(() => [language, texts[language]]);
// Telephone numbers are the organisers' only: for others the page has no such list.
const calls = document.querySelector("#calls")
  ? new Calls(() => [language, texts[language]])
  : null;
const awaited = document.querySelector("#ready")
  ? new Awaited(() => [language, texts[language]])
  : null;

const programme = document.querySelector("#programme")
  ? new ProgrammeChoice(() => texts[language])
  : null;

one("#language", HTMLButtonElement).addEventListener("click", switchLanguage);
one("#theme", HTMLButtonElement).addEventListener("click", switchLook);
one("#copy", HTMLButtonElement).addEventListener("click", copySentence);
setInterval(drawClock, 1000);
setInterval(speak, SPOKEN_EVERY_MS);
drawTexts();
drawLook();
drawClock();
new Feed(onDocument, onConnection).run();
doors.run();

/** @param {BoardDocument} news */
function onDocument(news) {
  const first = ledger.headcount === null;
  ledger.take(news);
  programme?.take(news.morning?.programme);
  awaited?.follow();
  calls?.follow(news.morning?.arrivals.starts, news.headcount.at);
  serverAhead = Date.parse(news.headcount.at) - Date.now();
  drawSoon();
  drawClock();
  if (first) {
    speak();
  }
}

/** Fifty scans in a burst are one drawing. */
function drawSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      drawBoard(ledger, language, texts[language]);
      alerts.draw(ledger.morning?.alerts ?? []);
    });
  }
}

/** @param {Connection} news */
function onConnection(news) {
  if (news === "lost" && connection !== "lost") {
    lostAt = serverNow();
  }
  connection = news;
  const words = texts[language][news] ?? "";
  one("#connection", HTMLElement).dataset["kind"] = news;
  const text = fill(words, { at: clock(lostAt) });
  const shown = one("#connection-text", HTMLElement);
  if (shown.textContent !== text) {
    shown.textContent = text;
  }
}

function switchLanguage() {
  language = language === "vi" ? "en" : "vi";
  choose(language);
  if (document.querySelector(".menu")) {
    location.reload(); // the house writes the menu in the language chosen
  }
  drawTexts();
  drawSoon();
}

function drawTexts() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[language][element.getAttribute("data-text") ?? ""] ?? "";
  }
  const button = one("#language", HTMLButtonElement);
  button.textContent = language === "vi" ? "EN" : "VI";
  button.lang = language === "vi" ? "en" : "vi";
  button.setAttribute("aria-label", language === "vi" ? "English" : "Tiếng Việt");
  document.title = texts[language]["title"] ?? "";
  onConnection(connection);
  drawLook();
  alerts.drawTexts();
  doors.draw();
  awaited?.draw();
  calls?.draw();
  programme?.draw();
}

function switchLook() {
  nextLook();
  drawLook();
}

function drawLook() {
  const words = texts[language];
  one("#theme-text", HTMLElement).textContent = words[`theme_${look()}`] ?? "";
  one("#theme", HTMLButtonElement).title = words["theme"] ?? "";
}

function drawClock() {
  one("#clock", HTMLTimeElement).textContent = clock(serverNow());
}

function serverNow() {
  return Date.now() + serverAhead;
}

function speak() {
  const spoken = one("#sentence-spoken", HTMLElement);
  const sentence = ledger.headcount?.sentence ?? "";
  if (spoken.textContent !== sentence) {
    spoken.textContent = sentence;
  }
}

async function copySentence() {
  const copied = await copy(one("#sentence", HTMLElement));
  const label = one("#copy-text", HTMLElement);
  label.textContent = texts[language][copied ? "copied" : "copy_failed"] ?? "";
  setTimeout(() => {
    label.textContent = texts[language]["copy"] ?? "";
  }, COPIED_SHOWN_MS);
}

/**
 * Over plain HTTP in a hall's network a browser offers no clipboard, only the old command.
 *
 * @param {HTMLElement} element
 */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}
