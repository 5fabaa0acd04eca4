// @ts-check
// What happens at all the doors: the counters, and the last scans with who and where.

import { clock, count, person } from "../board/format.js";
import { make, one } from "../dom.js";
import { fill } from "../texts.js";

/** @import { BoardDocument, BoardEvent, Group, Headcount } from "../board/types.js" */
/** @import { Desk } from "./types.js" */

const KEPT = 25;
const SHOWN = ["admitted", "undone", "refused", "conflict"];

export class News {
  /** @type {Group[]} */
  groups = [];
  /** @type {Headcount | null} */
  #headcount = null;
  /** @type {BoardEvent[]} newest first */
  #events = [];
  /** @type {string | undefined} */
  #incarnation;
  #counted = -1;
  #desk;
  #list = one("#scan-list", HTMLElement);

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#list.addEventListener("click", (event) => {
      const row = /** @type {Element} */ (event.target).closest("[data-open]");
      const id = row?.getAttribute("data-open");
      if (id) {
        this.#desk.open(id);
      }
    });
  }

  /** @param {BoardDocument} news */
  take(news) {
    if (news.incarnation && news.incarnation !== this.#incarnation) {
      this.#incarnation = news.incarnation;
      this.#counted = -1;
      this.#events = [];
    }
    if (news.groups) {
      this.groups = [...news.groups].sort((a, b) => a.number - b.number);
    }
    if (news.seq >= this.#counted) {
      this.#counted = news.seq;
      this.#headcount = news.headcount;
    }
    const fresh = news.events.filter((event) => SHOWN.includes(event.kind));
    const bySeq = new Map([...this.#events, ...fresh].map((event) => [event.seq, event]));
    this.#events = [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, KEPT);
  }

  draw() {
    const figures = this.#headcount;
    const language = document.documentElement.lang === "en" ? "en" : "vi";
    for (const element of document.querySelectorAll("[data-figure]")) {
      const name = /** @type {"present" | "invited" | "absent"} */ (
        element.getAttribute("data-figure")
      );
      element.textContent = figures ? count(figures[name], language) : "–";
    }
    one("#scans-none", HTMLElement).hidden = !figures || this.#events.length > 0;
    this.#list.replaceChildren(...this.#events.map((event) => this.#row(event)));
  }

  /** @param {BoardEvent} event */
  #row(event) {
    const texts = this.#desk.texts();
    const { name, post } = person(event, event.organisation ? (texts["d.unnamed"] ?? "") : "");
    const reason = texts[`r.${event.reason}`] ?? "";
    const admitted = event.kind === "admitted";
    const what = fill(texts[`h.${event.kind}`] ?? "", { reason });
    const row = make(
      "button",
      "scan",
      make("time", null, clock(event.at)),
      make("span", "scan-name", event.invitation ? name : what),
      make("span", "scan-post", event.invitation ? post : ""),
      make(
        "span",
        "scan-where",
        [event.station, admitted || !event.invitation ? "" : what].filter(Boolean).join(" · "),
      ),
    );
    row.type = "button";
    row.disabled = !event.invitation;
    row.dataset["open"] = event.invitation ?? "";
    row.dataset["kind"] = event.kind;
    return make("li", null, row);
  }
}
