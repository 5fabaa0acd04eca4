// @ts-check
// The line that says what was just done, with the way back.

import { make, one } from "../dom.js";
import { key } from "./fields.js";

/** @import { TakeBack, Desk } from "./types.js" */

const SHOWN_MS = 12_000;

export class Toast {
  #desk;
  #line = one("#toast", HTMLElement);
  #words = one("#toast-words", HTMLElement);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #gone;
  /** @type {TakeBack | undefined} */
  #takeBack;
  #ask;

  /**
   * @param {Desk} desk
   * @param {(title: string, takeBack: TakeBack) => void} ask asks for the reason
   */
  constructor(desk, ask) {
    this.#desk = desk;
    this.#ask = ask;
    one("#toast-back", HTMLButtonElement).addEventListener("click", () => this.takeBack());
  }

  /**
   * @param {string} text
   * @param {{ takeBack?: TakeBack | undefined, kind?: "done" | "fault" | "waiting" }} [how]
   */
  say(text, { takeBack, kind = "done" } = {}) {
    clearTimeout(this.#gone);
    this.#takeBack = takeBack ?? (kind === "done" ? undefined : this.#takeBack);
    this.#line.dataset["kind"] = kind;
    this.#line.toggleAttribute("data-shown", true);
    this.#words.textContent = text;
    const button = one("#toast-back", HTMLButtonElement);
    button.hidden = !takeBack;
    button.replaceChildren(
      make("span", null, this.#desk.texts()["b.take_back"] ?? ""),
      key("Ctrl+Z"),
    );
    if (kind !== "waiting") {
      this.#gone = setTimeout(() => this.hide(), SHOWN_MS);
    }
  }

  /** Out of the way; what it offered can still be taken back by its key. */
  hide() {
    this.#line.toggleAttribute("data-shown", false);
  }

  /** What was late has come after all, or will not come. */
  waitingIsOver() {
    if (this.#line.dataset["kind"] === "waiting") {
      this.hide();
    }
  }

  /** @returns {boolean} whether there is anything to take back */
  takeBack() {
    const takeBack = this.#takeBack;
    if (takeBack) {
      this.#ask(this.#words.textContent ?? "", takeBack);
    }
    return takeBack !== undefined;
  }
}
