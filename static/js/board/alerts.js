// @ts-check
// Leaders who have arrived and are to be received: said on the page, softly heard once the
// person has switched the sound on, and gone for everybody when somebody has gone to the door.

import { make, one } from "../dom.js";
import { Sounds } from "../kiosk/sounds.js";
import { send } from "../organiser/api.js";
import { fill } from "../texts.js";
import { clock } from "./format.js";

/** @import { Texts } from "../texts.js" */
/** @import { LeaderAlert } from "./types.js" */

export class Alerts {
  #texts;
  #sounds = new Sounds();
  /** @type {Set<number> | null} numbers that have been on screen; null: nothing drawn yet */
  #seen = null;
  #button = one("#sound", HTMLButtonElement);
  #list = one("#alert-list", HTMLElement);
  #may = one("#main", HTMLElement).hasAttribute("data-organises");
  #drawn = "";

  /** @param {() => Texts} texts the words of the moment */
  constructor(texts) {
    this.#texts = texts;
    this.#sounds.muted = true;
    this.#button.addEventListener("click", () => this.#switchSound());
    this.#list.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-alert]");
      if (button instanceof HTMLButtonElement) {
        this.#receive(button);
      }
    });
  }

  /** @param {LeaderAlert[]} alerts */
  draw(alerts) {
    const known = this.#seen;
    if (known && alerts.some(({ number }) => !known.has(number))) {
      this.#sounds.play("present");
    }
    this.#seen = new Set([...(known ?? []), ...alerts.map(({ number }) => number)]);
    one("#alerts", HTMLElement).hidden = alerts.length === 0;
    // Drawn only where it changes: a button must not vanish under a finger or the focus.
    const drawn = JSON.stringify([alerts, document.documentElement.lang]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      // Who has just come stands first: of many, the others are scrolled to.
      this.#list.replaceChildren(...alerts.map((alert) => this.#row(alert)).reverse());
    }
  }

  drawTexts() {
    const texts = this.#texts();
    const on = !this.#sounds.muted;
    one("#sound-text", HTMLElement).textContent = texts[on ? "sound_on" : "sound_off"] ?? "";
    this.#button.setAttribute("aria-pressed", String(on));
  }

  /** @param {LeaderAlert} alert */
  #row({ number, text }) {
    const words = make("p", "alert-text", text);
    words.lang = "vi";
    const row = make("li", "alert", words);
    if (this.#may) {
      const button = make("button", "button primary", this.#texts()["received"] ?? "");
      button.type = "button";
      button.dataset["alert"] = String(number);
      button.setAttribute("aria-label", `${button.textContent}: ${text}`);
      row.append(button);
    }
    return row;
  }

  #switchSound() {
    this.#sounds.muted = !this.#sounds.muted;
    this.#sounds.play("present");
    this.drawTexts();
  }

  /** @param {HTMLButtonElement} button */
  async #receive(button) {
    const said = one("#alert-said", HTMLElement);
    button.disabled = true;
    try {
      const { who, at } = await send("DELETE", `/api/alerts/${button.dataset["alert"]}`);
      said.textContent = fill(this.#texts()["received_by"] ?? "", { who, at: clock(at) });
      button.closest(".alert")?.remove();
    } catch (error) {
      button.disabled = false;
      said.textContent = error instanceof Error ? error.message : "";
    }
  }
}
