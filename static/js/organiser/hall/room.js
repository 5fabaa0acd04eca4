// @ts-check
// What stands around the seats: aisles, stage, doors and, where the hall is changed, its walls.

import { fitted, letters, shape } from "./svg.js";

/** @import { Floor } from "./floor.js" */
/** @import { Spot } from "./types.js" */

/** Room beside the hall for the names of rows and doors, in the width of a seat. */
export const LEFT = 1.3;
export const RIGHT = 2.2;
/** How much of the stage is shown, in the width of a seat: it is there to tell the front. */
const STAGE = 1;
/** Lines of the grid in one direction; a larger hall does without. */
const MOST_LINES = 200;
/** How far around a thing a hand still takes hold of it, in the width of a seat. */
const REACH = 0.55;

/** From where and to where the hall is drawn, in metres. @param {Floor} floor @param {number} pitch */
export function extent({ hall, seats }, pitch, movable = false) {
  const all = [...seats.values()];
  const tops = all.map((seat) => seat.y - pitch);
  if (hall.stage) {
    tops.push(hall.stage.y + hall.stage.depth - stageShown(hall.stage.depth, pitch));
  }
  const bottoms = [
    ...all.map((seat) => seat.y + pitch),
    ...hall.spots.map((spot) => spot.y + pitch),
    ...(movable ? [hall.depth + pitch / 2] : []),
  ];
  const top = Math.min(...tops);
  return { top, bottom: Math.max(...bottoms, top + 1) };
}

/**
 * Draws what stands around the seats; each thing that a hand may move is one group, `data-thing`
 * its place in the design.
 *
 * @param {Floor} floor
 * @param {number} pitch
 * @param {boolean} movable whether this is where the hall is changed
 */
export function surroundings(floor, pitch, movable) {
  const { hall } = floor;
  const parts = movable ? walls(floor, pitch) : [];
  for (const [at, x] of hall.aisles.entries()) {
    const line = { x1: x, x2: x, ...depthOf(floor, pitch) };
    const reach = movable ? [grip("line", { ...line, "stroke-width": pitch * REACH })] : [];
    parts.push(thing(`aisles.${at}`, shape("line", { class: "hall-aisle", ...line }), ...reach));
  }
  if (hall.stage) {
    const { x, width, depth, label } = hall.stage;
    const height = stageShown(depth, pitch);
    const y = hall.stage.y + depth - height;
    parts.push(
      thing(
        "stage",
        shape("rect", { class: "hall-stage", x, y, width, height, rx: 0.08 }),
        letters(label, x + width / 2, y + height / 2, "hall-stage-name", 0.4 * height),
      ),
    );
  }
  const spots = hall.spots.map((spot, at) => {
    const reach = movable
      ? [grip("circle", { cx: spot.x, cy: spot.y, r: Math.min(pitch, 0.8) * REACH })]
      : [];
    return thing(`spots.${at}`, ...drawnSpot(spot, hall.width, pitch), ...reach);
  });
  return [...parts, ...spots];
}

/** @param {string} path @param {...Node} parts */
export function thing(path, ...parts) {
  return shape("g", { "data-thing": path }, ...parts);
}

/**
 * Where a hand takes hold of a thing that is itself thin or small; it is not seen.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} attributes
 */
export function grip(tag, attributes) {
  return shape(tag, { class: "hall-grip", ...attributes });
}

/** @param {number} depth @param {number} pitch */
function stageShown(depth, pitch) {
  return Math.min(depth, STAGE * pitch);
}

/** From the first seat to the last. @param {Floor} floor @param {number} pitch */
function depthOf({ seats }, pitch) {
  const ys = [...seats.values()].map((seat) => seat.y);
  return { y1: Math.min(...ys) + pitch, y2: Math.max(...ys) + pitch };
}

/** @param {Spot} spot @param {number} width @param {number} pitch */
function drawnSpot({ label, x, y }, width, pitch) {
  const size = 0.3 * pitch;
  const room = width + RIGHT * pitch - x - size * 1.4;
  const { text, size: height } = fitted(label, Math.max(room, size), size, size * 0.75);
  const mark = shape("path", {
    class: "hall-spot",
    d: `M${x - size / 2} ${y}l${size / 2} ${-size / 2} ${size / 2} ${size / 2} ${-size / 2} ${size / 2}z`,
  });
  const name = letters(text, x + size * 0.8, y, "hall-spot-name", height);
  const title = shape("title");
  title.textContent = label;
  name.append(title);
  return [mark, name];
}

/** The wall on the left stands; the others are where the hall ends. @param {Floor} floor @param {number} pitch */
function walls(floor, pitch) {
  const { width, depth } = floor.hall;
  const { top } = extent(floor, pitch, true);
  const right = { x1: width, x2: width, y1: top, y2: depth };
  const back = { x1: 0, x2: width, y1: depth, y2: depth };
  const reach = { "stroke-width": pitch * REACH };
  return [
    grid(width, top, depth),
    shape("line", { class: "hall-wall", x1: 0, x2: 0, y1: top, y2: depth }),
    thing(
      "width",
      shape("line", { class: "hall-wall", ...right }),
      grip("line", { ...right, ...reach }),
    ),
    thing(
      "depth",
      shape("line", { class: "hall-wall", ...back }),
      grip("line", { ...back, ...reach }),
    ),
  ];
}

/** A line at every metre, seen while something is moved. @param {number} width @param {number} top @param {number} depth */
function grid(width, top, depth) {
  const lines = [];
  for (let x = 1; x < Math.min(width, MOST_LINES); x += 1) {
    lines.push(`M${x} ${top}V${depth}`);
  }
  for (let y = Math.ceil(top); y < Math.min(depth, MOST_LINES); y += 1) {
    lines.push(`M0 ${y}H${width}`);
  }
  return shape("path", { class: "hall-grid", d: lines.join("") });
}
