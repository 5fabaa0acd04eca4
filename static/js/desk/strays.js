// @ts-check
// Letters typed over a form that has no use for them: whoever types the next guest's name has
// forgotten the form, and the Enter behind the name must not send it.

import { isLetter } from "./ahead.js";
import { isField } from "./fields.js";

/** @import { Panel } from "./panel.js" */
/** @import { Results } from "./results.js" */
/** @import { Desk } from "./types.js" */

/** A hand is slower than this, a scanner never. */
const HAND_MS = 60;
/** A scan is known as one within this time. */
const SETTLED_MS = 400;

export class Strays {
  #letters = "";
  #struckAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settled;
  #desk;
  #panel;
  #results;

  /**
   * @param {Desk} desk
   * @param {Panel} panel
   * @param {Results} results
   */
  constructor(desk, panel, results) {
    this.#desk = desk;
    this.#panel = panel;
    this.#results = results;
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key has been dealt with
   */
  press(event) {
    if (event.key === "Enter" && this.#letters) {
      // It opens whom the letters find, as it does in the search box.
      this.#begin();
      return false;
    }
    if (!this.#takes(event)) {
      return false;
    }
    const byHand = this.#letters !== "" && event.timeStamp - this.#struckAt > HAND_MS;
    this.#letters += event.key;
    this.#struckAt = event.timeStamp;
    clearTimeout(this.#settled);
    if (byHand) {
      this.#begin();
    } else {
      this.#settled = setTimeout(() => this.#begin(), SETTLED_MS);
    }
    return true;
  }

  /** They were a scanner's. */
  forget() {
    clearTimeout(this.#settled);
    this.#letters = "";
  }

  /** @param {KeyboardEvent} event */
  #takes(event) {
    const { form } = this.#panel;
    const types = isLetter(event) && (event.key !== " " || this.#letters !== "");
    return types && form !== null && isForgotten(form) && !isField(document.activeElement);
  }

  #begin() {
    const letters = this.#letters;
    this.forget();
    if (this.#panel.form && isForgotten(this.#panel.form)) {
      this.#desk.hide();
      this.#results.type(letters);
    }
  }
}

/** Nothing has been chosen or written in it. @param {HTMLFormElement} form */
function isForgotten({ dataset }) {
  return dataset["touched"] === undefined && dataset["stays"] === undefined;
}
