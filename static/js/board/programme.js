// @ts-check
// The programme's present point, chosen by an organiser with one small control.

import { make, one } from "../dom.js";
import { send } from "../organiser/api.js";

/** @import { Texts } from "../texts.js" */
/** @import { Programme } from "./types.js" */

export class ProgrammeChoice {
  #texts;
  #choice = one("#point", HTMLSelectElement);
  #said = one("#point-said", HTMLElement);
  /** @type {Programme | null} */
  #programme = null;

  /** @param {() => Texts} texts the words of the moment */
  constructor(texts) {
    this.#texts = texts;
    this.#choice.addEventListener("change", () => this.#choose());
  }

  /** @param {Programme | null | undefined} programme */
  take(programme) {
    this.#programme = programme ?? this.#programme;
    this.draw();
  }

  draw() {
    const { points, now } = this.#programme ?? { points: [], now: null };
    one("#programme", HTMLElement).hidden = points.length === 0;
    // Not under the hand of whoever is choosing.
    if (document.activeElement !== this.#choice) {
      const none = make("option", null, this.#texts()["point_none"] ?? "");
      none.value = "";
      const options = points.map(({ text, film }, at) => {
        const words = film ? `${this.#texts()["point_film"]} (${text})` : text;
        const option = make("option", null, words);
        option.value = String(at);
        return option;
      });
      this.#choice.replaceChildren(none, ...options);
      this.#choice.value = now === null ? "" : String(now);
    }
  }

  async #choose() {
    const point = this.#choice.value === "" ? null : Number(this.#choice.value);
    try {
      this.#programme = await send("PUT", "/api/programme", { point });
      this.#said.textContent = this.#texts()["point_told"] ?? "";
    } catch (error) {
      this.#said.textContent = error instanceof Error ? error.message : "";
    }
    this.#choice.blur();
    this.draw();
  }
}
