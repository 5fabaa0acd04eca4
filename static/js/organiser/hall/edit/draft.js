// @ts-check
// A design on its way to the server and back as a drawing: one at a time, and the latest last.

import { ask } from "../../api.js";
import { complain } from "../steps.js";

/** @import { Design, Drawn } from "./types.js" */

const REST_MS = 120;

export class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  #busy = false;
  /** @type {Design | null} */
  #waiting = null;

  /** @param {(drawn: Drawn) => void} draw */
  constructor(draw) {
    this.draw = draw;
  }

  /** Has a design drawn once the hand rests. @param {Design} design */
  ask(design) {
    this.#waiting = design;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#send(), REST_MS);
  }

  async #send() {
    const design = this.#waiting;
    if (this.#busy || !design) {
      return;
    }
    this.#busy = true;
    this.#waiting = null;
    try {
      this.draw(await ask("POST", "/api/hall/drafts", { design }));
    } catch (error) {
      complain(error);
    }
    this.#busy = false;
    this.#send();
  }
}
