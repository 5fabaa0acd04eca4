// @ts-check
// What a row of frames means: a code that has come, is still there, or has gone; a code that
// will not be read; and what the guest might do about it.

import { Absence } from "./absence.js";

/** @import { Code, Look } from "./reader.js" */

/** @typedef {"closer" | "back" | "middle" | "still" | "bright"} Hint */

/**
 * @typedef {object} Onlooker
 * @property {(text: string) => void} onText a code has come into view, once until it has left
 * @property {() => void} onUnreadable one is held up and cannot be read
 * @property {(hint: Hint | null) => void} onHint what would help to read it; called on change
 */

/** A code that was looked for in vain for this long has left: a hand trembles, a frame blurs. */
const LEFT_AFTER_MS = 1500;
/** So long after the last sight of one code another may be taken, unless it is held nearer. */
const NEXT_AFTER_MS = 700;
const CLEARLY_NEARER = 1.3;
/** A code that was found for this long and never read deserves a word. */
const UNREADABLE_AFTER_MS = 3000;
const TROUBLE_OVER_AFTER_MS = 1000;
/** Most codes are read on their way in; before this nobody needs a hint. */
const HINT_AFTER_MS = 600;
/** Smaller than this share of the frame, what looks like a code may be a pattern on a tie. */
const SMALLEST = 0.06;
const TOO_SMALL = 0.2;
const TOO_LARGE = 0.8;
const TOO_DARK = 45;

export class Sight {
  /** @type {{ text: string, size: number, readAt: number } | null} */
  #held = null;
  #absence = new Absence();
  /** @type {{ since: number, seenAt: number, told: boolean } | null} */
  #trouble = null;
  /** @type {Hint | null} */
  #hint = null;
  #onlooker;

  /** @param {Onlooker} onlooker */
  constructor(onlooker) {
    this.#onlooker = onlooker;
  }

  /** The code that has come and not yet left, or null. */
  get held() {
    return this.#held?.text ?? null;
  }

  /**
   * Another page has told this code a moment ago: it is not said again before it has left.
   *
   * @param {string} text
   * @param {number} now
   */
  goOn(text, now) {
    this.#held = { text, size: 1, readAt: now };
    this.#absence = new Absence(now);
  }

  /**
   * @param {Look} look
   * @param {number} now milliseconds, never running backwards
   */
  see(look, now) {
    const nearest = nearestOf(look.codes.filter((code) => code.text !== null));
    const unread = nearestOf(look.codes.filter((code) => code.text === null));
    // What cannot be read is the one that was read a moment ago, shaken.
    const shaken = unread && !nearest;
    this.#forget(now, Boolean(shaken || look.codes.some(({ text }) => text === this.held)));
    if (nearest) {
      this.#trouble = null;
      this.#take(nearest, look.codes, now);
    } else if (unread && !this.#held && unread.size >= SMALLEST) {
      this.#fail(now);
    }
    const trouble = this.#trouble;
    const due = trouble && unread && now - trouble.since >= HINT_AFTER_MS;
    this.#say(due ? hintFor(unread, look.light) : this.#lasting());
  }

  /** @param {number} now @param {boolean} there whether this look shows the code that is held */
  #forget(now, there) {
    if (this.#absence.after(now, there) > LEFT_AFTER_MS) {
      this.#held = null;
    }
    if (this.#trouble && now - this.#trouble.seenAt > TROUBLE_OVER_AFTER_MS) {
      this.#trouble = null;
    }
  }

  /**
   * A sheet with several codes lets in one guest; the next in the queue holds hers nearer, or
   * waits until the first is gone.
   *
   * @param {Code} nearest
   * @param {Code[]} codes
   * @param {number} now
   */
  #take(nearest, codes, now) {
    const held = this.#held;
    const still = held && codes.find((code) => code.text === held.text);
    if (held && still) {
      Object.assign(held, { size: still.size, readAt: now });
    }
    const text = nearest.text ?? "";
    const free = !held || now - held.readAt > NEXT_AFTER_MS;
    if (text !== held?.text && (free || nearest.size > held.size * CLEARLY_NEARER)) {
      this.#held = { text, size: nearest.size, readAt: now };
      this.#absence = new Absence(now);
      this.#onlooker.onText(text);
    }
  }

  /** @param {number} now */
  #fail(now) {
    this.#trouble ??= { since: now, seenAt: now, told: false };
    this.#trouble.seenAt = now;
    if (!this.#trouble.told && now - this.#trouble.since >= UNREADABLE_AFTER_MS) {
      this.#trouble.told = true;
      this.#onlooker.onUnreadable();
    }
  }

  /** A hint stays while the trouble does: it must not flicker with every frame that is lost. */
  #lasting() {
    return this.#trouble ? this.#hint : null;
  }

  /** @param {Hint | null} hint */
  #say(hint) {
    if (hint !== this.#hint) {
      this.#hint = hint;
      this.#onlooker.onHint(hint);
    }
  }
}

/** @param {Code[]} codes */
function nearestOf(codes) {
  return codes.reduce(
    (best, code) => (best && best.size >= code.size ? best : code),
    /** @type {Code | null} */ (null),
  );
}

/**
 * @param {Code} code
 * @param {number} light
 * @returns {Hint}
 */
function hintFor(code, light) {
  if (code.size > TOO_LARGE) {
    return "back";
  }
  if (!code.whole) {
    return "middle";
  }
  if (code.size < TOO_SMALL) {
    return "closer";
  }
  return light < TOO_DARK ? "bright" : "still";
}
