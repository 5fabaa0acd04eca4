// @ts-check
// Seats that move together: a block in every row, and all tables of one set.

import { _, language } from "../../../language.js";
import { near } from "./parts.js";

/** @import { Floor } from "../floor.js" */
/** @import { Row } from "../types.js" */
/** @import { Thing } from "./things.js" */
/** @import { Design, Part } from "./types.js" */

/** @typedef {Pick<Thing, "path" | "most" | "lines">} Bare */

/** @param {Design} design @param {"blocks" | "tables"} key @returns {Part[]} */
function listed(design, key) {
  const parts = design[key];
  return Array.isArray(parts) ? /** @type {Part[]} */ (parts) : [];
}

/**
 * The block of a row's seat by its place in the design, -1 for none.
 *
 * @param {Design} design
 * @param {number} number
 */
export function blockAt(design, number) {
  return listed(design, "blocks").findIndex(({ seats }) => {
    const [first, last] = Array.isArray(seats) ? seats.map(Number) : [];
    return first !== undefined && last !== undefined && first <= number && number <= last;
  });
}

/** What a block is called. @param {Design} design @param {number} at */
export function blockName(design, at) {
  const block = listed(design, "blocks")[at];
  const english = language === "en" && block?.["name_en"];
  return String(english || block?.["name"] || block?.["id"] || "");
}

/** @param {Bare} bare @param {string} at its place in the design @param {Design} design @param {Floor} floor @returns {Thing | null} */
export function blockThing(bare, at, design, { hall, seats }) {
  const own = listed(design, "blocks")[Number(at)];
  const inRows = new Set(hall.rows.filter((row) => !row.head && !row.table).map((row) => row.id));
  const seat = [...seats.values()].find(
    (one) => inRows.has(one.row) && blockAt(design, one.number) === Number(at),
  );
  if (!own || !seat) {
    return null;
  }
  const [first = 1, last = 1] = /** @type {number[]} */ (own["seats"]);
  const pitch = Number(own["pitch"]);
  const wide = (last - first) * pitch;
  return {
    ...bare,
    name: blockName(design, Number(at)),
    along: "x",
    at: { x: Number(own["x"]), y: 0 },
    shown: { x: seat.x - (seat.number - first) * pitch, y: 0 },
    most: { x: near(bare.most.x - wide), y: 0 },
    lines: { x: [near((bare.most.x - wide) / 2)], y: [] },
    put: (point) => {
      own["x"] = point.x;
    },
  };
}

/** The set of a table and all rows that it is drawn as. @param {string} row @param {Design} design @param {Row[]} rows */
function setOf(row, design, rows) {
  const at = listed(design, "tables").findIndex((one) => isOf(one, row));
  const own = listed(design, "tables")[at];
  return own ? { at, own, rows: rows.filter(({ id }) => isOf(own, id)) } : null;
}

/** @param {Part} set @param {string} row */
function isOf(set, row) {
  const id = String(set["id"]);
  return row.startsWith(id) && /^\d+$/.test(row.slice(id.length));
}

/** @param {Bare} bare @param {string} row any of its tables @param {Design} design @param {Floor} floor @returns {Thing | null} */
export function tablesThing(bare, row, design, { hall }) {
  const set = setOf(row, design, hall.rows);
  const drawn = set?.rows[0]?.table;
  if (!set || !drawn) {
    return null;
  }
  const { own, rows } = set;
  const across = Math.min(Number(own["across"]), rows.length);
  const wide = (across - 1) * Number(own["pitch"]);
  const deep = (Math.ceil(rows.length / across) - 1) * Number(own["line_pitch"] ?? own["pitch"]);
  return {
    ...bare,
    name: _("{n} bàn {id}", { n: rows.length, id: String(own["id"]) }),
    along: "xy",
    at: { x: Number(own["x"]), y: Number(own["y"]) },
    shown: { x: drawn.x + drawn.width / 2, y: drawn.y + drawn.depth / 2 },
    most: { x: near(bare.most.x - wide), y: near(bare.most.y - deep) },
    lines: { x: [near((bare.most.x - wide) / 2)], y: [] },
    put: (point) => {
      own["x"] = point.x;
      own["y"] = point.y;
    },
  };
}

/** Whether a table is the one at which the keyboard takes its set. @param {string} path @param {Design} design @param {Floor} floor */
export function leads(path, design, { hall }) {
  const row = path.replace(/^tables\./, "");
  return setOf(row, design, hall.rows)?.rows[0]?.id === row;
}

/** Where the form asks for a set of tables. @param {string} row @param {Design} design */
export function setField(row, design) {
  return `tables.${setOf(row, design, [])?.at ?? 0}.x`;
}

/**
 * All that is drawn anew elsewhere when a thing moves.
 *
 * @param {SVGSVGElement} picture
 * @param {string} path
 * @param {Design} design
 * @param {Floor} floor
 * @returns {Element[]}
 */
export function drawnWith(picture, path, design, { hall }) {
  const [key, at = ""] = path.split(".");
  const own = [...picture.querySelectorAll(`[data-thing="${path}"]`)];
  switch (key) {
    case "rows":
    case "head_table":
      return own.flatMap((node) => node.parentElement ?? []);
    case "tables":
      return (setOf(at, design, hall.rows)?.rows ?? []).flatMap(
        ({ id }) => picture.querySelector(`[data-thing="tables.${id}"]`)?.parentElement ?? [],
      );
    case "blocks":
      return [...own, ...picture.querySelectorAll(`[data-block="${at}"]`)];
    default:
      return own;
  }
}
