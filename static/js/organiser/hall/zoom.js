// @ts-check
// How large the hall is drawn: to read the names, or to see it whole.

/** @import { Drawing } from "./drawing.js" */

const READABLE_SEAT_PX = 48;
const LARGEST_SEAT_PX = 96;
const SMALLEST_SEAT_PX = 8;
/** From which width of a seat on there is room for a name, and for a number. */
const NAMES_PX = 40;
const NUMBERS_PX = 18;
const STEP = 1.25;

export class Zoom {
  /** Pixels a metre. */
  #scale = 0;

  /** @param {Drawing} drawing @param {HTMLElement} frame what scrolls */
  constructor(drawing, frame) {
    this.drawing = drawing;
    this.frame = frame;
  }

  /**
   * As wide as the frame, but never too small to read. A large hall is laid out once only: the
   * frame was measured before it was drawn.
   *
   * @param {number} room
   */
  start(room) {
    const { width, pitch } = this.drawing;
    const wide = room / width;
    this.#set(Math.min(Math.max(wide, READABLE_SEAT_PX / pitch), 76 / pitch));
    this.frame.scrollLeft = (this.frame.scrollWidth - this.frame.clientWidth) / 2;
  }

  /** The whole hall at once. */
  fit() {
    const { width, height } = this.drawing;
    const { clientWidth, clientHeight } = this.frame;
    this.#set(Math.min(clientWidth / width, clientHeight / height));
  }

  /** As large as before, after another hall was drawn. */
  again() {
    this.#set(this.#scale);
  }

  /** @param {1 | -1} way */
  step(way) {
    this.#set(this.#scale * STEP ** way);
  }

  /** @param {number} wanted */
  #set(wanted) {
    const { pitch, width, height, picture } = this.drawing;
    const scale = Math.min(Math.max(wanted, SMALLEST_SEAT_PX / pitch), LARGEST_SEAT_PX / pitch);
    const { frame } = this;
    const centre = this.#scale
      ? [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2]
      : null;
    const grown = this.#scale ? scale / this.#scale : 1;
    this.#scale = scale;
    picture.setAttribute("width", String(Math.floor(width * scale)));
    picture.setAttribute("height", String(Math.floor(height * scale)));
    const seat = pitch * scale;
    picture.dataset["detail"] =
      seat >= NAMES_PX ? "names" : seat >= NUMBERS_PX ? "numbers" : "dots";
    if (centre) {
      frame.scrollLeft = (centre[0] ?? 0) * grown - frame.clientWidth / 2;
      frame.scrollTop = (centre[1] ?? 0) * grown - frame.clientHeight / 2;
    }
  }
}
