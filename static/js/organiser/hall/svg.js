// @ts-check
// Shapes and letters, and how wide letters come out, so that no two names overlap.

const SVG = "http://www.w3.org/2000/svg";
const MEASURE_PX = 100;
const ELLIPSIS = "…";

const pen = document.createElement("canvas").getContext("2d");
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function shape(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} name
 * @param {number} size height of the letters in metres
 */
export function letters(text, x, y, name, size) {
  const element = shape("text", { class: name, x, y, "font-size": size });
  element.textContent = text;
  return element;
}

/**
 * Makes letters fit: smaller down to `least`, then shortened.
 *
 * @param {string} text
 * @param {number} room
 * @param {number} most
 * @param {number} least
 */
export function fitted(text, room, most, least) {
  const size = Math.max(least, Math.min(most, room / Math.max(widthOf(text), 0.01)));
  let kept = text;
  while (kept && widthOf(kept === text ? text : kept + ELLIPSIS) * size > room * 1.01) {
    kept = kept.slice(0, -1).trimEnd();
  }
  return { size, text: kept === text ? text : kept + ELLIPSIS };
}

/** Width in units of the letters' own height. @param {string} text */
function widthOf(text) {
  const known = widths.get(text);
  if (known !== undefined) {
    return known;
  }
  if (!pen) {
    return text.length * 0.6;
  }
  pen.font = `600 ${MEASURE_PX}px "Be Vietnam Pro", "Noto Sans", sans-serif`;
  const width = pen.measureText(text).width / MEASURE_PX;
  widths.set(text, width);
  return width;
}
