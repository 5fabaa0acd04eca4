// @ts-check
// For how long a code is no longer before the camera, as far as anybody can know: what was not
// looked at has not been missed, and a busy machine looks once in two seconds.

/** So much of the time between two looks counts. */
const LONGEST_GAP_MS = 1000;

export class Absence {
  #ms = 0;
  #lookedAt;

  /** @param {number} now when it was seen, in milliseconds that never run backwards */
  constructor(now = Number.NEGATIVE_INFINITY) {
    this.#lookedAt = now;
  }

  /**
   * Notes one look; for how many milliseconds it has been missed by then.
   *
   * @param {number} now
   * @param {boolean} there whether this look shows it
   */
  after(now, there) {
    this.#ms = there ? 0 : this.#ms + Math.min(now - this.#lookedAt, LONGEST_GAP_MS);
    this.#lookedAt = now;
    return this.#ms;
  }
}
