// @ts-check
// How well the camera sees: light, sharpness, and whether a code can be read. For the self-test.

import { Absence } from "./absence.js";
import { Camera } from "./camera.js";
import { carryHeld, noteLook } from "./turning.js";

/** @import { Look } from "./reader.js" */

/** @typedef {{ light: "dark" | "fine" | "bright", sharp: "blurred" | "fine", read: boolean }} Sighting */

const LOOK_EVERY_MS = 400;
const TOO_DARK = 55;
const TOO_BRIGHT = 215;
/** The side of the picture in which edges are measured: detail finer than this is noise. */
const SIDE = 240;
/** Below this the edges of a printed code are smeared: an A4 sheet at arm's length gives 300. */
const SHARP = 60;
/** Once read, a code counts for so long: a hand trembles. */
const READ_FOR_MS = 2500;

export class Glance {
  #canvas = new OffscreenCanvas(SIDE, SIDE);
  #reader = new Worker(new URL("./reader.js", import.meta.url), { type: "module" });
  #readAt = Number.NEGATIVE_INFINITY;
  #on = false;
  #camera;
  #tell;
  #onText;
  #text = "";
  #absence = new Absence();
  /** @type {string | null} */
  #before;

  /**
   * @param {HTMLVideoElement} video
   * @param {(sighting: Sighting | null) => void} tell null: there is no camera
   * @param {(text: string) => void} onText told once for a code, until it has left the frame
   */
  constructor(video, tell, onText) {
    this.#tell = tell;
    this.#onText = onText;
    this.#before = carryHeld(this);
    this.#camera = new Camera(video, (condition) => {
      this.#on = condition === "on";
      if (!this.#on) {
        tell(null);
      }
    });
  }

  /** The code that has come and not yet left, or null. */
  get held() {
    return this.#text || null;
  }

  /** Looks until the page is left. */
  async start() {
    this.#camera.start();
    for (;;) {
      const frame = this.#on ? await this.#camera.frame() : null;
      if (frame) {
        await this.#look(frame);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** @param {ImageBitmap} frame */
  async #look(frame) {
    const sharpness = this.#sharpness(frame);
    const { codes, light } = await this.#read(frame);
    const text = codes.find((code) => code.text !== null)?.text;
    if (this.#before) {
      this.#text = this.#before;
      this.#absence = new Absence(performance.now());
      this.#before = null;
    }
    if (text) {
      this.#readAt = performance.now();
    }
    if (this.#absence.after(performance.now(), text !== undefined) > READ_FOR_MS) {
      this.#text = "";
    }
    if (text && text !== this.#text) {
      this.#text = text;
      this.#onText(text);
    }
    noteLook();
    this.#tell({
      light: light < TOO_DARK ? "dark" : light > TOO_BRIGHT ? "bright" : "fine",
      sharp: sharpness < SHARP ? "blurred" : "fine",
      read: performance.now() - this.#readAt < READ_FOR_MS,
    });
  }

  /**
   * The variance of the second derivative of the brightness, in the middle of the frame.
   *
   * @param {ImageBitmap} frame
   */
  #sharpness(frame) {
    const brush = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!brush) {
      return SHARP;
    }
    const side = Math.min(frame.width, frame.height, 2 * SIDE);
    const [left, top] = [(frame.width - side) / 2, (frame.height - side) / 2];
    brush.drawImage(frame, left, top, side, side, 0, 0, SIDE, SIDE);
    return edges(brush.getImageData(0, 0, SIDE, SIDE));
  }

  /** @param {ImageBitmap} frame @returns {Promise<Look>} */
  #read(frame) {
    return new Promise((resolve) => {
      this.#reader.onmessage = ({ data }) => resolve(data);
      this.#reader.onerror = () => resolve({ codes: [], light: 0 });
      this.#reader.postMessage({ frame, harder: false }, [frame]);
    });
  }
}

/** @param {ImageData} picture */
function edges({ data, width, height }) {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const i = 4 * (y * width + x);
    return 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
  };
  let sum = 0;
  let squares = 0;
  const count = (width - 2) * (height - 2);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const bend = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      sum += bend;
      squares += bend * bend;
    }
  }
  return squares / count - (sum / count) ** 2;
}
