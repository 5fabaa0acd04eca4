// @ts-check
// Steps in the hall: shown at once, sent, and taken back one after the other. A step that the
// server refuses is undone on the page too, with the sentence that says who was faster.

import { _ } from "../../language.js";
import { ask, Refused, send } from "../api.js";
import { tell } from "../told.js";

/** @import { Floor } from "./floor.js" */
/** @import { HallPlan, Move } from "./types.js" */

export class Steps {
  /** @type {(() => Promise<void>)[]} */
  #back = [];
  #open = 0;
  /** How many steps were begun: an answer from before the last of them is out of date. */
  #begun = 0;
  /** Steps are taken back one after the other, however fast the keys come. */
  #turn = Promise.resolve();

  /**
   * @param {Floor} floor
   * @param {(anew?: boolean) => void} redraw `anew`: the hall is another
   * @param {() => void} outdated what is drawn is no longer how it stands
   */
  constructor(floor, redraw, outdated) {
    this.floor = floor;
    this.redraw = redraw;
    this.outdated = outdated;
  }

  /**
   * Asks for the hall as it stands; not in the middle of a step, which would be drawn undone.
   * Nobody has asked for this, so that a failure says nothing over the answer to somebody's step.
   *
   * @returns {Promise<boolean>} whether what is drawn is how it stands
   */
  async refresh() {
    const begun = this.#begun;
    try {
      /** @type {HallPlan} */
      const plan = await ask("GET", "/api/hall");
      if (this.#open > 0 || this.#begun !== begun) {
        return false;
      }
      this.redraw(this.floor.take(plan));
      return true;
    } catch (error) {
      if (!isOutOfReach(error)) {
        complain(error);
      }
      return false;
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
          this.#told(_("Đã hoàn tác."));
        }
      });
    }
  }

  /** @param {string[]} seats @param {boolean} locked */
  async lock(seats, locked) {
    const named = { seats: seats.join(", ") };
    const said = locked ? _("Đã khóa ghế {seats}.", named) : _("Đã mở khóa ghế {seats}.", named);
    if (await this.#setLocks(seats, locked)) {
      this.#done(said, async () => {
        if (await this.#setLocks(seats, !locked)) {
          this.#told(_("Đã hoàn tác."));
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
    this.#begun += 1;
    let done = true;
    try {
      await sent();
    } catch (error) {
      complain(error);
      done = false;
    }
    this.#open -= 1;
    if (!done) {
      this.outdated();
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
      this.#told(_("Đang hoàn tác…"));
      this.#turn = this.#turn.then(back);
    }
  }
}

/** Whether the server was not heard or had no time: it is asked again. @param {unknown} error */
export function isOutOfReach(error) {
  return error instanceof Refused && (error.status === 0 || error.status === 503);
}

/** @param {unknown} error */
export function complain(error) {
  if (!(error instanceof Refused)) {
    throw error;
  }
  tell(error.message, { kind: "fault" });
}
