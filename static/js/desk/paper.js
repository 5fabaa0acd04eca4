// @ts-check
// What was written on the printed list while the machines stood still, entered afterwards: the
// same desk, the same guests, with the hour that stands on the paper.

import { one } from "../dom.js";
import { Refused } from "./api.js";

/** @import { Desk } from "./types.js" */

const HOUR = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s+)?(\d{1,2})\s*(?:[:hg.]\s*)?(\d{2})$/i;

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

/**
 * Reads "7:46", "07h46", "0746", "17/11 07:46": an hour of today unless a day stands before it.
 *
 * @param {string} text
 * @param {number} now milliseconds
 * @returns {string | null} ISO 8601 in the event's own zone, or null
 */
export function readHour(text, now) {
  const found = HOUR.exec(text.trim());
  if (!found) {
    return null;
  }
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" })
    .format(now)
    .split("-");
  const [, day = today[2], month = today[1], year = today[0], hour = "", minute = ""] = found;
  const date = [year, pad(month), pad(day)].join("-");
  const real = Number(hour) < 24 && Number(minute) < 60 && isDay(date);
  return real ? `${date}T${pad(hour)}:${minute}` : null;
}

/** @param {string} date */
function isDay(date) {
  const moment = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/** @param {string | undefined} number */
function pad(number) {
  return (number ?? "").padStart(2, "0");
}
