// @ts-check
// What of a hall can be taken and put elsewhere: where the design has it, and where it is drawn.

import { _, language } from "../../../language.js";
import { near } from "./parts.js";
import { blockThing, setField, tablesThing } from "./sets.js";

/** @import { Floor } from "../floor.js" */
/** @import { Design, Part } from "./types.js" */

/** Metres between two lines of the grid. */
const GRID = 0.1;
/** How near to a line of the hall itself a thing is drawn there, in metres. */
const PULL = 0.15;
const LARGEST = 1000;

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{
 *   path: string, name: string, along: "x" | "y" | "xy", at: Point, shown: Point, most: Point,
 *   lines: { x: number[], y: number[] }, put: (point: Point) => void,
 * }} Thing `lines`: where else than on the grid it likes to stand
 */

/**
 * @param {string} path as `data-thing` has it
 * @param {Design} design
 * @param {Floor} floor
 * @returns {Thing | null} null: the design does not have it, or it is not drawn
 */
export function thingAt(path, design, floor) {
  const [key = "", at = ""] = path.split(".");
  const { hall } = floor;
  const [width, depth] = [Number(design["width"]), Number(design["depth"])];
  const bare = { path, most: { x: width, y: depth }, lines: { x: [], y: [] } };
  switch (key) {
    case "width":
    case "depth": {
      const along = key === "width" ? "x" : "y";
      return {
        ...bare,
        name: key === "width" ? _("Tường bên phải") : _("Tường cuối hội trường"),
        along,
        at: { x: width, y: depth },
        shown: { x: hall.width, y: hall.depth },
        most: { x: LARGEST, y: LARGEST },
        put: (point) => {
          design[key] = Math.max(1, point[along]);
        },
      };
    }
    case "aisles":
      return aisle(bare, Number(at), design, floor);
    case "stage":
    case "head_table":
    case "spots":
    case "rows":
      return part(bare, key, at, design, floor);
    case "blocks":
      return blockThing(bare, at, design, floor);
    case "tables":
      return tablesThing(bare, at, design, floor);
    default:
      return null;
  }
}

/** @param {Pick<Thing, "path" | "most" | "lines">} bare @param {number} at @param {Design} design @param {Floor} floor */
function aisle(bare, at, design, { hall }) {
  const listed = /** @type {number[]} */ (design["aisles"] ?? hall.aisles);
  const [x, shown] = [listed[at], hall.aisles[at]];
  return x === undefined || shown === undefined
    ? null
    : /** @type {Thing} */ ({
        ...bare,
        name: _("Lối đi {n}", { n: at + 1 }),
        along: "x",
        at: { x, y: 0 },
        shown: { x: shown, y: 0 },
        lines: { x: [near(bare.most.x / 2)], y: [] },
        put: (point) => {
          design["aisles"] = listed.with(at, point.x);
        },
      });
}

/**
 * @param {Pick<Thing, "path" | "most" | "lines">} bare
 * @param {"stage" | "head_table" | "spots" | "rows"} key
 * @param {string} at the number of a spot, the name of a row
 * @param {Design} design
 * @param {Floor} floor
 * @returns {Thing | null}
 */
function part(bare, key, at, design, floor) {
  const own = heldAt(key, at, design);
  const shown = own && drawnAt(key, at, own, floor);
  if (!own || !shown) {
    return null;
  }
  const [x, y] = [Number(own["x"] ?? 0), Number(own["y"])];
  const wide = { stage: Number(own["width"]), head_table: spanOf(own), spots: 0, rows: 0 }[key];
  const deep = key === "stage" ? Number(own["depth"]) : 0;
  const aisles = /** @type {number[]} */ (design["aisles"] ?? floor.hall.aisles);
  return {
    ...bare,
    name: String(
      own["label"] || (key === "rows" ? _("Hàng {id}", { id: String(own["id"]) }) : own["id"]),
    ),
    along: key === "rows" ? "y" : "xy",
    at: { x, y },
    shown,
    most: { x: near(bare.most.x - wide), y: near(bare.most.y - deep) },
    lines: {
      x: [(bare.most.x - wide) / 2, ...aisles.map((line) => line - wide / 2)].map(near),
      y: [],
    },
    put: (point) => {
      own["y"] = point.y;
      if (key !== "rows") {
        own["x"] = point.x;
      }
    },
  };
}

/** @param {string} key @param {string} at @param {Design} design @returns {Part | undefined} */
function heldAt(key, at, design) {
  const listed = /** @type {Part[]} */ (Array.isArray(design[key]) ? design[key] : []);
  if (key === "rows") {
    return listed.find((row) => row["id"] === at);
  }
  return key === "spots" ? listed[Number(at)] : /** @type {Part | undefined} */ (design[key]);
}

/** The field in which a thing's place is written. @param {string} path @param {Design} design */
export function fieldOf(path, design) {
  const [key = "", at = ""] = path.split(".");
  if (key === "tables") {
    return setField(at, design);
  }
  if (key === "rows") {
    const rows = /** @type {Part[]} */ (design["rows"] ?? []);
    return `rows.${rows.findIndex((row) => row["id"] === at)}.y`;
  }
  return ["width", "depth", "aisles"].includes(key) ? key : `${path}.x`;
}

/** From the first chair to the last. @param {Part} table */
function spanOf(table) {
  return (Number(table["seats"]) - 1) * Number(table["pitch"]);
}

/** @param {string} key @param {string} at @param {Part} own @param {Floor} floor @returns {Point | undefined} */
function drawnAt(key, at, own, { hall, seats }) {
  if (key === "stage") {
    return hall.stage ?? undefined;
  }
  if (key === "spots") {
    return hall.spots[Number(at)];
  }
  const row = hall.rows.find((one) => one.id === own["id"]);
  if (key === "rows") {
    return row && { x: 0, y: row.y };
  }
  return [...seats.values()].find((seat) => seat.row === own["id"] && seat.number === 1);
}

/** The nearest place at which a thing may stand. @param {Thing} thing @param {Point} wanted @returns {Point} */
export function snapped(thing, wanted) {
  /** @param {"x" | "y"} way */
  const along = (way) => {
    if (!thing.along.includes(way)) {
      return thing.at[way];
    }
    const place = wanted[way];
    if (Math.abs(place - thing.at[way]) < GRID / 2) {
      return thing.at[way];
    }
    const lines = thing.lines[way].filter((line) => Math.abs(line - place) <= PULL);
    const [line] = lines.sort((a, b) => Math.abs(a - place) - Math.abs(b - place));
    return within(line ?? Math.round(place / GRID) * GRID, thing.most[way]);
  };
  return { x: along("x"), y: along("y") };
}

/**
 * Where a key leads: to the next line, and a metre on with Shift.
 *
 * @param {Thing} thing
 * @param {string} key
 * @param {boolean} far
 * @returns {Point | null} null: it does not lead anywhere
 */
export function stepped(thing, key, far) {
  const way = key === "ArrowLeft" || key === "ArrowRight" ? "x" : "y";
  const forth = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  if (!/^Arrow(Left|Right|Up|Down)$/.test(key) || !thing.along.includes(way)) {
    return null;
  }
  const from = thing.at[way];
  const grid = forth > 0 ? Math.floor(from / GRID + 1.001) : Math.ceil(from / GRID - 1.001);
  const next = [grid * GRID, ...thing.lines[way]].filter((line) => (line - from) * forth > 0.001);
  const first = forth > 0 ? Math.min(...next) : Math.max(...next);
  return { ...thing.at, [way]: within(far ? from + forth : first, thing.most[way]) };
}

/** @param {number} place @param {number} most */
function within(place, most) {
  return near(Math.min(Math.max(0, place), Math.max(0, most)));
}

/** Where a thing stands, in words. @param {Thing} thing @param {Point} [at] */
export function placeWords({ name, along, at: now, path }, at = now) {
  const x =
    path === "width"
      ? _("cách tường trái {x} m", { x: metres(at.x) })
      : _("cách mép trái {x} m", { x: metres(at.x) });
  const y = _("cách mép sân khấu {y} m", { y: metres(at.y) });
  const said = { x: [x], y: [y], xy: [x, y] }[along];
  return `${name}: ${said.join(", ")}`;
}

/** @param {number} value */
function metres(value) {
  return value.toLocaleString(language === "en" ? "en" : "vi", { maximumFractionDigits: 2 });
}
