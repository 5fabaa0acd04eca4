// @ts-check
// Papers: page by page to look at, and the whole drawn in the background, with its progress.

import { make, one } from "../dom.js";
import { _, language } from "../language.js";
import { ask, Refused, send } from "./api.js";
import "./dialogs.js";
import { tell } from "./told.js";

/**
 * @typedef {{
 *   id: string, file: string, state: "drawing" | "done" | "stopped" | "failed",
 *   done: number, total: number, size: number, fault: string | null,
 * }} Job
 */

const EVERY_MS = 400;
const dialog = one("#paper", HTMLDialogElement);
const page = one("#paper-page", HTMLImageElement);
const wait = one("#paper-wait", HTMLElement);
const whole = one("#paper-whole", HTMLAnchorElement);

const pages = one("#paper-pages", HTMLElement);
const number = one("#paper-number", HTMLElement);
const keys = new Map([
  ["ArrowLeft", "back"],
  ["PageUp", "back"],
  ["ArrowRight", "on"],
  ["PageDown", "on"],
  ["Home", "first"],
  ["End", "last"],
]);

/** Which paper the dialog shows, which page of how many. */
let shown = "";
let title = "";
let at = 1;
let count = 1;

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const look = target?.closest("[data-look]");
  const button = target?.closest("[data-draw]");
  if (look instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(look);
  } else if (button instanceof HTMLButtonElement) {
    fetchWhole(button.dataset["draw"] ?? "");
  }
});
dialog.addEventListener("keydown", (event) => {
  const turned = keys.get(event.key);
  if (turned && count > 1 && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    turn(turned);
  }
});
pages.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-turn]") : null;
  turn(button?.getAttribute("data-turn") ?? "");
});
page.addEventListener("load", () => {
  page.hidden = false;
  page.removeAttribute("aria-busy");
  wait.hidden = true;
});
page.addEventListener("error", () => {
  page.hidden = true;
  wait.hidden = false;
  wait.dataset["kind"] = "fault";
  wait.textContent = _("Không dựng được trang này; hãy thử tải về.");
});
one("#paper-draw", HTMLButtonElement).addEventListener("click", () => {
  dialog.close();
  fetchWhole(shown);
});

/** @param {HTMLAnchorElement} link */
async function show(link) {
  title = link.dataset["title"] ?? "";
  shown = link.dataset["look"] ?? "";
  one("#paper-title", HTMLElement).textContent = title;
  wait.hidden = false;
  wait.dataset["kind"] = "";
  wait.textContent = _("Đang dựng trang…");
  page.hidden = true;
  count = 1;
  open(1);
  whole.hidden = !link.dataset["whole"];
  whole.href = link.dataset["whole"] ?? "";
  dialog.showModal();
  const file = shown;
  const told = await ask("GET", `/papers/${file}/pages.json`).catch(() => ({ pages: 1 }));
  if (file === shown) {
    count = told.pages;
    drawPages();
  }
}

/** @param {string} where */
function turn(where) {
  const aim = { first: 1, back: at - 1, on: at + 1, last: count }[where] ?? at;
  const to = Math.min(Math.max(aim, 1), count);
  if (to !== at) {
    open(to);
  }
}

/** @param {number} to */
function open(to) {
  at = to;
  page.setAttribute("aria-busy", "true");
  page.alt = _("Trang {at}: {title}", { at, title });
  page.src = `/papers/${shown}/look.png?page=${at}`;
  drawPages();
}

function drawPages() {
  pages.hidden = count === 1;
  number.textContent = _("Trang {at}/{count}", { at, count });
  for (const button of pages.querySelectorAll("button")) {
    const back = ["first", "back"].includes(button.dataset["turn"] ?? "");
    // Not disabled: whoever turns by the keyboard keeps the place.
    button.setAttribute("aria-disabled", String(at === (back ? 1 : count)));
  }
}

/** Draws a paper whole and takes it to this machine. @param {string} file */
async function fetchWhole(file) {
  const line = lineOf(file);
  if (!line || line.querySelector(".form-run:not([data-kind])")) {
    return;
  }
  try {
    await follow(await send("POST", "/api/papers", { paper: file }), line);
  } catch (error) {
    line.querySelector(".form-run")?.remove();
    if (!(error instanceof Refused)) {
      throw error;
    }
    tell(error.message, { kind: "fault" });
  }
}

/** @param {Job} begun @param {Element} line */
async function follow(begun, line) {
  line.querySelector(".form-run")?.remove();
  let job = begun;
  const words = make("span", null);
  const bar = make("progress", null);
  bar.setAttribute("aria-label", _("Đang làm {file}", { file: job.file }));
  const stop = make("button", "button", _("Dừng"));
  stop.type = "button";
  stop.addEventListener("click", async () => {
    stop.disabled = true;
    await send("DELETE", `/api/papers/${job.id}`);
  });
  const run = make("div", "form-run", words, bar, stop);
  run.setAttribute("role", "status");
  while (job.state === "drawing") {
    bar.max = Math.max(job.total, 1);
    bar.value = job.done;
    words.textContent =
      job.total > 1
        ? _("Đang làm: {done} / {total}", { done: job.done, total: job.total })
        : _("Đang làm…");
    if (!run.isConnected) {
      line.append(run);
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    job = await ask("GET", `/api/papers/${job.id}`);
  }
  end(job, run, line);
}

/** @param {Job} job @param {HTMLElement} run @param {Element} line */
function end(job, run, line) {
  run.remove();
  const told = make("div", "form-run");
  told.setAttribute("role", "status");
  if (job.state === "done") {
    const link = make(
      "a",
      null,
      _("Tải lại {file} ({size})", { file: job.file, size: sizeWords(job.size) }),
    );
    link.href = `/papers/drawn/${job.id}`;
    link.download = job.file;
    told.dataset["kind"] = "done";
    told.append(link);
    line.append(told);
    link.click();
  } else {
    told.dataset["kind"] = job.state === "failed" ? "fault" : "stopped";
    told.append(job.fault ?? _("Đã dừng."));
    line.append(told);
  }
}

/** @param {string} file */
function lineOf(file) {
  return document.querySelector(`[data-draw="${CSS.escape(file)}"]`)?.closest(".form-line");
}

/** @param {number} bytes */
function sizeWords(bytes) {
  if (bytes < 1024 * 1024) {
    return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  }
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  return `${language === "en" ? megabytes : megabytes.replace(".", ",")} MB`;
}
