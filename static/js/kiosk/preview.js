// @ts-check
// Draws what the camera sees beside the invitation, what would help to read a code, and, for
// staff, what is wrong with the camera. Without a camera there is nothing to see.

import { one } from "../dom.js";

/** @import { Condition } from "./camera.js" */
/** @import { Hint } from "./sight.js" */
/** @import { Texts } from "../texts.js" */

export class Preview {
  video = one("#camera", HTMLVideoElement);
  #preview = one("#preview", HTMLElement);
  #how = one("#how", SVGSVGElement);
  #turn = one("#camera-turn", HTMLButtonElement);
  #trouble = one("#camera-trouble", HTMLElement);
  #guide = one("#guide", HTMLElement);
  #forms = one("#idle-forms", HTMLElement);
  /** @type {Condition} */
  #condition = "none";
  /** @type {Hint | null} */
  #hint = null;
  #texts;

  /** @param {Texts} texts */
  constructor(texts) {
    this.#texts = texts;
  }

  /**
   * @param {Condition} condition
   * @param {number} cameras
   */
  setCondition(condition, cameras) {
    const on = condition === "on";
    this.#condition = condition;
    this.#preview.hidden = !on;
    this.#how.toggleAttribute("hidden", on);
    // Turning is of use where there is another camera than the one that is open, or should be.
    this.#turn.hidden = cameras <= (condition === "lost" ? 0 : 1);
    this.setHint(null);
  }

  /** @param {Hint | null} hint */
  setHint(hint) {
    this.#hint = hint;
    this.#draw();
  }

  /** @param {Texts} texts */
  setTexts(texts) {
    this.#texts = texts;
    this.#draw();
  }

  #draw() {
    const hint = this.#hint;
    this.#preview.toggleAttribute("data-hint", hint !== null);
    this.#guide.textContent = hint ? (this.#texts[`guide.${hint}`] ?? "") : "";
    this.#forms.toggleAttribute("data-covered", hint !== null);
    const trouble = this.#texts[`camera.${this.#condition}`] ?? "";
    this.#trouble.textContent = trouble;
    this.#trouble.hidden = trouble === "";
    this.#turn.setAttribute("aria-label", this.#texts["camera.turn"] ?? "");
  }
}
