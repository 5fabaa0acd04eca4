// @ts-check
// Keys struck faster than the server answers. A key that opens a form, and what is written into
// it, waits its turn; a key that would record something unseen is left out.

/** A key that is older than this when its turn comes is no longer meant. */
const KEPT_MS = 2000;
/** They record at once. Whoever strikes them has seen whom they are about, or does not mean it. */
const UNSEEN = new Set(["Enter", "F2", "F8"]);

export class Ahead {
  #waits = 0;
  /** For how much of what is on its way letters are meant, too. */
  #forLetters = 0;
  /** @type {{ event: KeyboardEvent, at: number }[]} */
  #keys = [];
  #strike;

  /** @param {(event: KeyboardEvent) => void} strike does what a key does, now */
  constructor(strike) {
    this.#strike = strike;
  }

  /**
   * Waits for what is on its way; then the keys that were struck meanwhile have their turn.
   *
   * @template T
   * @param {T | Promise<T>} work
   * @param {boolean} [letters] whether letters are for it; else they begin a search at once
   * @returns {Promise<T>}
   */
  async until(work, letters = false) {
    this.#waits += 1;
    this.#forLetters += Number(letters);
    try {
      return await work;
    } catch (error) {
      this.forget();
      throw error;
    } finally {
      this.#waits -= 1;
      this.#forLetters -= Number(letters);
      this.#strikeKept();
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key has to wait, or is left out
   */
  keep(event) {
    const name = nameOf(event);
    const forForm = this.#forLetters > 0 || this.#keys.length > 0;
    const waits = this.#waits > 0 && (isLetter(event) ? forForm : isFunctionKey(name));
    if (waits && !UNSEEN.has(name)) {
      this.#keys.push({ event, at: performance.now() });
    }
    return waits || (this.#waits > 0 && name === "Enter" && isButton(event.target));
  }

  /**
   * Whether a key is still meant when its turn comes later.
   *
   * @param {KeyboardEvent} event
   */
  mayWait(event) {
    const name = nameOf(event);
    return isLetter(event) || (isFunctionKey(name) && !UNSEEN.has(name));
  }

  /** They were a scanner's, or what they were for has failed. */
  forget() {
    this.#keys = [];
  }

  #strikeKept() {
    while (this.#waits === 0 && this.#keys.length > 0) {
      const { event, at } = /** @type {{ event: KeyboardEvent, at: number }} */ (
        this.#keys.shift()
      );
      if (performance.now() - at < KEPT_MS) {
        this.#strike(event);
      }
    }
  }
}

/** The key with what is held down with it: "Shift+F3". @param {KeyboardEvent} event */
export function nameOf({ shiftKey, ctrlKey, altKey, key }) {
  return [shiftKey && "Shift", ctrlKey && "Ctrl", altKey && "Alt", key].filter(Boolean).join("+");
}

/** @param {KeyboardEvent} event */
export function isLetter({ key, ctrlKey, altKey, metaKey }) {
  return [...key].length === 1 && !ctrlKey && !altKey && !metaKey;
}

/** @param {string} name */
function isFunctionKey(name) {
  return /^(Shift\+)?F\d+$/.test(name);
}

/** @param {EventTarget | null} target */
function isButton(target) {
  return target instanceof HTMLButtonElement;
}
