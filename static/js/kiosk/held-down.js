// @ts-check
// A key that is held down, told from one that was struck twice: where a machine types, the second
// stroke may come within the millisecond of the first one's release, and X calls that a repetition.

/** No system repeats a key sooner after it was pressed: Windows and X wait 250 ms at least. */
const SOONEST_MS = 150;

export class HeldDown {
  #pressedAt = Number.NEGATIVE_INFINITY;

  /**
   * Whether this keydown only says that the key before it is still down. To be asked of each.
   *
   * @param {Pick<KeyboardEvent, "repeat" | "timeStamp">} key
   */
  repeats({ repeat, timeStamp }) {
    if (!repeat) {
      this.#pressedAt = timeStamp;
    }
    return repeat && timeStamp - this.#pressedAt >= SOONEST_MS;
  }
}
