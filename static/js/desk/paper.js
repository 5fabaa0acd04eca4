// @ts-check
// What was written on the printed list while the machines stood still, entered afterwards: the
// same desk, the same guests, with the hour that stands on the paper.

import { one } from "../dom.js";
import { Refused } from "./api.js";
import { readHour } from "./hour.js";

/** @import { Desk } from "./types.js" */

export class Paper {
  #desk;
  #serverNow;
  #strip = one("#paper", HTMLFormElement);
  #box = one("#paper-time", HTMLInputElement);
  #onEnd;

  /**
   * @param {Desk} desk
   * @param {() => number} serverNow milliseconds
   * @param {() => void} onEnd
   */
  constructor(desk, serverNow, onEnd) {
    this.#desk = desk;
    this.#serverNow = serverNow;
    this.#onEnd = onEnd;
    this.#strip.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
    this.#box.addEventListener("input", () => this.#box.removeAttribute("aria-invalid"));
    one("#paper-end", HTMLButtonElement).addEventListener("click", () => this.end());
  }

  get open() {
    return !this.#strip.hidden;
  }

  /** Opens the strip, or takes the clerk to the hour for the next guest. */
  begin() {
    this.#strip.hidden = false;
    this.#box.focus();
    this.#box.select();
  }

  end() {
    this.#strip.hidden = true;
    this.#box.value = "";
    this.#onEnd();
  }

  /**
   * What goes with an act: the hour on the paper. Throws while the hour cannot be read.
   *
   * @returns {{ at: string, entered: "paper" } | {}}
   */
  words() {
    if (!this.open) {
      return {};
    }
    const at = readHour(this.#box.value, this.#serverNow());
    if (!at) {
      this.#box.setAttribute("aria-invalid", "true");
      this.#box.focus();
      throw new Refused(this.#desk.texts()["paper.unread"] ?? "", 400);
    }
    return { at, entered: "paper" };
  }

  #check() {
    try {
      this.words();
      this.#onEnd();
    } catch (error) {
      this.#desk.fault(error instanceof Error ? error.message : "");
    }
  }
}
