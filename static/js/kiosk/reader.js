// @ts-check
// The camera's reader of codes, in a worker of its own, so that no frame keeps the page waiting.
// A frame comes in, what was found in it goes back; nothing of either is kept.

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm-3.1.4/es/reader/index.js";

/** @import { Point, ReadResult } from "../../vendor/zxing-wasm-3.1.4/es/reader/index.js" */

/**
 * One code in a frame. `text` is null where a code was found and could not be read. `size` is
 * its side as a share of the frame's shorter side; `whole`: it does not touch the frame's edge.
 *
 * @typedef {{ text: string | null, size: number, whole: boolean }} Code
 */

/**
 * What one frame showed. `light`: how bright it was on the whole, 0 to 255.
 *
 * @typedef {{ codes: Code[], light: number }} Look
 */

/** @typedef {{ frame: ImageBitmap, harder: boolean }} Order */

const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryInvert: true,
  tryRotate: false,
  tryDownscale: true,
  returnErrors: true,
  maxNumberOfSymbols: 4,
};
/** One pixel in so many is enough to know how bright a frame is. */
const SAMPLED = 61;
const DARKEST = 0.02;
const BRIGHTEST = 0.98;
/** Closer to the edge than this share of the frame, a code may be cut off. */
const EDGE = 0.015;

const ready = prepareZXingModule({
  overrides: {
    locateFile: (name) => new URL(`../../vendor/zxing-wasm-3.1.4/${name}`, import.meta.url).href,
  },
  fireImmediately: true,
});
const canvas = new OffscreenCanvas(1, 1);
const brush = canvas.getContext("2d", { willReadFrequently: true });

addEventListener("message", async (/** @type {MessageEvent<Order>} */ { data }) => {
  try {
    await ready;
    postMessage(await look(data.frame, data.harder));
  } catch (error) {
    // Out of the promise and into the page's error event.
    reportError(error);
  }
});

/**
 * @param {ImageBitmap} frame closed here
 * @param {boolean} harder try with more contrast, and against the pattern of a screen
 * @returns {Promise<Look>}
 */
async function look(frame, harder) {
  const picture = pixelsOf(frame);
  const levels = countLevels(picture.data);
  if (harder) {
    raiseContrast(picture.data, levels);
  }
  const found = await readBarcodes(picture, { ...OPTIONS, tryDenoise: harder });
  return { codes: found.map((one) => codeOf(one, picture)), light: meanOf(levels) };
}

/** @param {ImageBitmap} frame */
function pixelsOf(frame) {
  const { width, height } = frame;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  brush?.drawImage(frame, 0, 0);
  frame.close();
  return /** @type {OffscreenCanvasRenderingContext2D} */ (brush).getImageData(0, 0, width, height);
}

/**
 * How many of the sampled pixels have each level of green, which stands for brightness.
 *
 * @param {Uint8ClampedArray} pixels
 */
function countLevels(pixels) {
  const levels = new Uint32Array(256);
  for (let i = 1; i < pixels.length; i += 4 * SAMPLED) {
    const level = /** @type {number} */ (pixels[i]);
    levels[level] = (levels[level] ?? 0) + 1;
  }
  return levels;
}

/** @param {Uint32Array} levels */
function meanOf(levels) {
  const [sum, count] = levels.reduce(
    ([sum, count], many, level) => [sum + level * many, count + many],
    [0, 0],
  );
  return count ? sum / count : 0;
}

/**
 * Spreads what is between the darkest and the brightest over the whole range.
 *
 * @param {Uint8ClampedArray} pixels
 * @param {Uint32Array} levels
 */
function raiseContrast(pixels, levels) {
  const low = levelBelow(levels, DARKEST);
  const high = levelBelow(levels, BRIGHTEST);
  const spread = new Uint8ClampedArray(256);
  for (let level = 0; level < 256; level += 1) {
    spread[level] = ((level - low) / Math.max(high - low, 1)) * 255;
  }
  for (let i = 0; i < pixels.length; i += 1) {
    pixels[i] = /** @type {number} */ (spread[/** @type {number} */ (pixels[i])]);
  }
}

/**
 * @param {Uint32Array} levels
 * @param {number} share
 */
function levelBelow(levels, share) {
  let left = levels.reduce((sum, many) => sum + many, 0) * share;
  return levels.findIndex((many) => {
    left -= many;
    return left <= 0;
  });
}

/**
 * @param {ReadResult} found
 * @param {{ width: number, height: number }} frame
 * @returns {Code}
 */
function codeOf(found, { width, height }) {
  const { topLeft, topRight, bottomRight, bottomLeft } = found.position;
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  const sides = corners.map((corner, i) => distance(corner, corners[(i + 1) % 4] ?? corner));
  const [marginX, marginY] = [width * EDGE, height * EDGE];
  return {
    text: found.isValid && found.text.trim() ? found.text : null,
    size: sides.reduce((sum, side) => sum + side) / 4 / Math.min(width, height),
    whole: corners.every(
      ({ x, y }) => x > marginX && x < width - marginX && y > marginY && y < height - marginY,
    ),
  };
}

/**
 * @param {Point} one
 * @param {Point} other
 */
function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
