// @ts-check
// What needs a person, as numbered cards, so that the queue moves on meanwhile.

import { clock } from "../board/format.js";
import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { cards, send } from "./api.js";
import { key } from "./fields.js";
import { calledOn, postOf } from "./people.js";

/** @import { Card, Desk } from "./types.js" */

const ASK_AGAIN_MS = 20_000;
const SOON_MS = 250;
/** What the clerk most likely does first about a card of this kind. @type {Record<string, string>} */
const THEN = { unnamed: "name" };

export class Cards {
  #desk;
  #list = one("#card-list", HTMLElement);
  /** @type {Card[]} */
  #cards = [];
  /** Whether the server has said yet which there are. */
  #known = false;
  /** Whether only this door's are known. */
  #alone = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#list.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-do]");
      const number = Number(button?.closest("[data-card]")?.getAttribute("data-card"));
      if (button?.getAttribute("data-do") === "away") {
        this.#putAway(number);
      } else if (button) {
        this.#open(number);
      }
    });
    setInterval(() => this.#ask(), ASK_AGAIN_MS);
  }

  /** Something has happened; several things at once are one question. */
  askSoon() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#ask(), SOON_MS);
  }

  focus() {
    this.#focusOn(0);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was for a card
   */
  press(event) {
    const card = document.activeElement?.closest("[data-card]");
    if (!(card instanceof HTMLElement)) {
      return false;
    }
    const at = this.#cards.findIndex((one) => String(one.number) === card.dataset["card"]);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#focusOn(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Delete") {
      this.#putAway(Number(card.dataset["card"]));
    } else {
      return false;
    }
    return true;
  }

  draw() {
    const texts = this.#desk.texts();
    const focused = document.activeElement?.closest("[data-card]")?.getAttribute("data-card");
    this.#list.replaceChildren(...this.#cards.map((card) => this.#draw(card)));
    const none = one("#cards-none", HTMLElement);
    none.textContent = texts[this.#alone ? "cards_alone" : "cards_none"] ?? "";
    none.hidden = !this.#known || (this.#cards.length > 0 && !this.#alone);
    const n = String(this.#cards.length).padStart(2, "0");
    const said = one("#cards-count", HTMLElement);
    const words = this.#cards.length ? fill(texts["cards_count"] ?? "", { n }) : "";
    if (said.textContent !== words) {
      said.textContent = words;
    }
    const again = focused && this.#list.querySelector(`[data-card="${focused}"] button`);
    if (again instanceof HTMLElement) {
      again.focus();
    }
  }

  async #ask() {
    try {
      const { cards: news, alone } = await cards();
      this.#known = true;
      this.#alone = alone === true;
      this.#cards = news.sort((a, b) => haste(b) - haste(a) || a.number - b.number);
      this.draw();
    } catch {
      // The line at the head of the page says that the server is away.
    }
  }

  /** @param {number} number */
  #open(number) {
    const card = this.#cards.find((one) => one.number === number);
    const then = THEN[card?.kind ?? ""];
    if (card?.invitation) {
      this.#desk.open(card.invitation, then ? { then } : {});
    }
  }

  /** @param {number} number */
  async #putAway(number) {
    const at = this.#cards.findIndex((one) => one.number === number);
    const id = this.#cards[at]?.id ?? String(number);
    try {
      await send("DELETE", `/api/desk/cards/${encodeURIComponent(id)}`);
      await this.#ask();
      this.#focusOn(Math.min(at, this.#cards.length - 1));
    } catch (error) {
      this.#desk.fault(error instanceof Error ? error.message : "");
    }
  }

  /** @param {number} at */
  #focusOn(at) {
    const card = this.#cards[at];
    const button = card && this.#list.querySelector(`[data-card="${card.number}"] button`);
    if (button instanceof HTMLElement) {
      button.focus();
    } else if (at < 0 || this.#cards.length === 0) {
      one("#search", HTMLInputElement).focus();
    }
  }

  /** @param {Card} card */
  #draw(card) {
    const texts = this.#desk.texts();
    const n = fill(texts["card"] ?? "", { n: card.number });
    const who = calledOn(card, texts);
    const open = make("button", "button", texts["b.open"] ?? "", key("Enter"));
    open.dataset["do"] = "open";
    open.hidden = !card.invitation;
    const away = make("button", "button", texts["b.away"] ?? "", key("Del"));
    away.dataset["do"] = "away";
    for (const button of [open, away]) {
      button.type = "button";
      button.setAttribute("aria-label", `${button.firstChild?.textContent}: ${n} ${who}`);
    }
    const item = make(
      "li",
      "card",
      make(
        "p",
        "card-head",
        make("b", "card-no", n),
        make("span", "card-kind-name", texts[`c.${card.kind}`] ?? ""),
        make("time", null, clock(card.at)),
      ),
      ...(who ? [make("p", "card-who", who)] : []),
      ...(who ? [make("p", "card-post", postOf(card.guest?.title, card.organisation))] : []),
      ...(card.text ? [make("p", "card-text", withoutWho(card.text, who))] : []),
      make("p", "card-buttons", open, away),
    );
    item.dataset["card"] = String(card.number);
    item.dataset["kind"] = card.kind;
    return item;
  }
}

/**
 * What was written about a guest says at its end whom it is about; here that stands above it.
 *
 * @param {string} text
 * @param {string} who
 */
function withoutWho(text, who) {
  const at = who ? text.lastIndexOf(` (${who}`) : -1;
  return at > 0 ? text.slice(0, at) : text;
}

/** Somebody who waits at the desk goes before what can be done afterwards. @param {Card} card */
function haste({ kind }) {
  return kind === "notice" ? 0 : kind === "unnamed" ? 1 : 2;
}
