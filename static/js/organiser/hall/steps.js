// @ts-check
// Steps in the hall: shown at once, sent, and taken back one after the other. A step that the
// server refuses is undone on the page too, with the sentence that says who was faster.

import { ask, Refused, send } from "../api.js";
import { tell } from "../told.js";

/** @import { Floor } from "./floor.js" */
/** @import { HallPlan, Move } from "./types.js" */

export class Steps {
  /** @type {(() => Promise<void>)[]} */
  #back = [];
  #open = 0;
  /** Steps are taken back one after the other, however fast the keys come. */
  #turn = Promise.resolve();

  /** @param {Floor} floor @param {() => void} redraw */
  constructor(floor, redraw) {
    this.floor = floor;
    this.redraw = redraw;
  }

  /** Asks for the hall as it stands; not in the middle of a step, which would be drawn undone. */
  async refresh() {
    try {
      /** @type {HallPlan} */
      const plan = await ask("GET", "/api/hall");
      if (this.#open === 0) {
        this.floor.take(plan);
        this.redraw();
      }
    } catch (error) {
      complain(error);
    }
  }

  /**
   * Moves guests together, or none of them.
   *
   * @param {Move[]} moves
   * @param {string} said what was done, in a sentence
   */
  async move(moves, said) {
    if (await this.#carryOut(moves)) {
      const back = moves.map(({ invitation, from, to }) => ({ invitation, from: to, to: from }));
      this.#done(said, async () => {
        if (await this.#carryOut(back)) {
          this.#told("Đã hoàn tác.");
        }
      });
    }
  }

  /** @param {string[]} seats @param {boolean} locked */
  async lock(seats, locked) {
    const said = locked ? "Đã khóa" : "Đã mở khóa";
    if (await this.#setLocks(seats, locked)) {
      this.#done(`${said} ghế ${seats.join(", ")}.`, async () => {
        if (await this.#setLocks(seats, !locked)) {
          this.#told("Đã hoàn tác.");
        }
      });
    }
  }

  /** @param {Move[]} moves @returns {Promise<boolean>} */
  async #carryOut(moves) {
    return await this.#attempt(
      () => this.floor.apply(moves),
      () => send("PUT", "/api/hall/seats", { moves }),
    );
  }

  /** @param {string[]} seats @param {boolean} locked */
  async #setLocks(seats, locked) {
    return await this.#attempt(
      () => this.floor.lock(seats, locked),
      () => send("PUT", "/api/hall/locks", { seats, locked }),
    );
  }

  /** @param {() => void} show @param {() => Promise<unknown>} sent */
  async #attempt(show, sent) {
    show();
    this.redraw();
    this.#open += 1;
    let done = true;
    try {
      await sent();
    } catch (error) {
      complain(error);
      done = false;
    }
    this.#open -= 1;
    if (!done) {
      await this.refresh();
    }
    return done;
  }

  /** @param {string} said @param {() => Promise<void>} back */
  #done(said, back) {
    this.#back.push(back);
    this.#told(said);
  }

  /** @param {string} said */
  #told(said) {
    tell(said, this.#back.length > 0 ? { takeBack: () => this.#takeBack() } : {});
  }

  #takeBack() {
    const back = this.#back.pop();
    if (back) {
      this.#told("Đang hoàn tác…");
      this.#turn = this.#turn.then(back);
    }
  }
}

/** @param {unknown} error */
export function complain(error) {
  if (!(error instanceof Refused)) {
    throw error;
  }
  tell(error.message, { kind: "fault" });
}
