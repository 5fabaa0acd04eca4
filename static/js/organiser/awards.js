// @ts-check
// Keeps the awards as they stand: who has come meanwhile, and the order as it is typed.

import { one } from "../dom.js";
import { _ } from "../language.js";
import { edit, listed, Refused } from "./api.js";
import { tell } from "./told.js";

const EVERY_MS = 5000;

/** Versions as the page's reader has seen them. @type {Map<string, number>} */
const versions = new Map();
let seq = -1;

one("#awards", HTMLElement).addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset["id"]) {
    order(event.target.dataset["id"], event.target.value);
  }
});
await look();
setInterval(() => {
  if (
    document.visibilityState === "visible" &&
    !(document.activeElement instanceof HTMLInputElement)
  ) {
    look();
  }
}, EVERY_MS);

/** Draws anew where anything has changed since. */
async function look() {
  try {
    const news = await listed(seq);
    const first = seq < 0;
    seq = news.seq;
    for (const place of news.places) {
      versions.set(place.id, place.version);
    }
    if (!first && news.places.length > 0) {
      await draw();
    }
  } catch (error) {
    complain(error);
  }
}

async function draw() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#awards");
  if (fresh) {
    one("#awards", HTMLElement).replaceChildren(...fresh.childNodes);
  }
}

/** @param {string} id @param {string} turn */
async function order(id, turn) {
  try {
    await edit(id, versions.get(id) ?? 0, { award_order: turn ? Number(turn) : null });
    tell(_("Đã ghi thứ tự trao."));
  } catch (error) {
    complain(error);
  }
  await look();
  await draw();
}

/** @param {unknown} error */
function complain(error) {
  if (!(error instanceof Refused)) {
    throw error;
  }
  const [stale] = error.stale;
  tell(stale ? `${error.message} ${_("Bảng đã hiện bản mới.")}` : error.message, { kind: "fault" });
}
