// @ts-check
// Looks through the camera: frame after frame to the reader of codes, and what it found to Sight.

import { Sight } from "./sight.js";
import { carryHeld, noteLook } from "./turning.js";

/** @import { Camera } from "./camera.js" */
/** @import { Look } from "./reader.js" */
/** @import { Onlooker } from "./sight.js" */

const LOOK_EVERY_MS = 80;
/** A slow machine reads fewer frames, so that half of its time is left for the page. */
const SHARE_OF_TIME = 2;
const IDLE_MS = 300;
/** A reader that has not answered by then is replaced, after a rest. */
const GIVEN_UP_MS = 10_000;
const REST_MS = 3000;
/** One frame in so many that showed no code is looked at harder. */
const HARDER_EVERY = 3;

export class Eye {
  /** Nothing is read while this is set. */
  closed = false;
  /** @type {Worker | null} */
  #reader = null;
  #failed = 0;
  #camera;
  #sight;
  /** @type {string | null} */
  #before;

  /**
   * @param {Camera} camera
   * @param {Onlooker} onlooker
   */
  constructor(camera, onlooker) {
    this.#camera = camera;
    this.#sight = new Sight(onlooker);
    this.#before = carryHeld(this.#sight);
  }

  /** Looks for ever. Call once. */
  async start() {
    for (;;) {
      const began = performance.now();
      const frame = this.closed || document.hidden ? null : await this.#camera.frame();
      if (frame) {
        await this.#look(frame);
      }
      const spent = performance.now() - began;
      const pause = Math.max(LOOK_EVERY_MS, SHARE_OF_TIME * spent) - spent;
      await rest(frame ? pause : IDLE_MS);
    }
  }

  /** @param {ImageBitmap} frame */
  async #look(frame) {
    try {
      const look = await this.#read(frame);
      this.#failed = look.codes.some((code) => code.text !== null) ? 0 : this.#failed + 1;
      const now = performance.now();
      if (this.#before) {
        // From the first frame on: a camera takes its time to open, and the guest stands there.
        this.#sight.goOn(this.#before, now);
        this.#before = null;
      }
      this.#sight.see(look, now);
      noteLook();
    } catch {
      // One look is lost; the next one has a new reader.
      this.#reader?.terminate();
      this.#reader = null;
      await rest(REST_MS);
    }
  }

  /**
   * @param {ImageBitmap} frame
   * @returns {Promise<Look>}
   */
  #read(frame) {
    const address = new URL("./reader.js", import.meta.url);
    const reader = this.#reader ?? new Worker(address, { type: "module" });
    this.#reader = reader;
    const harder = this.#failed % HARDER_EVERY === HARDER_EVERY - 1;
    return new Promise((resolve, reject) => {
      const givenUp = setTimeout(reject, GIVEN_UP_MS);
      reader.onerror = reject;
      reader.onmessage = ({ data }) => {
        clearTimeout(givenUp);
        resolve(data);
      };
      reader.postMessage({ frame, harder }, [frame]);
    });
  }
}

/** @param {number} ms */
function rest(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
