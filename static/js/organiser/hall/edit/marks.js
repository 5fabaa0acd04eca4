// @ts-check
// A seat marked on the drawing: a place for a wheelchair, or left out of the hall.

/** @import { Seat } from "../types.js" */
/** @import { Design, Part } from "./types.js" */

/**
 * Puts a mark on a seat, or takes it off.
 *
 * @param {Design} design
 * @param {Seat} seat
 * @param {"wheelchair" | "without"} mark
 * @returns {boolean} false: the seats of the chairman's table bear no marks
 */
export function toggle(design, seat, mark) {
  const rows = /** @type {Part[]} */ (design["rows"] ?? []);
  const row = rows.find((one) => one["id"] === seat.row);
  if (row) {
    row[mark] = without(/** @type {number[]} */ (row[mark] ?? []), seat.number);
    tidy(row);
    return true;
  }
  const tables = /** @type {Part[]} */ (design["tables"] ?? []);
  const set = tables.find((one) => new RegExp(`^${one["id"]}\\d+$`).test(seat.row));
  if (set) {
    set[mark] = without(/** @type {string[]} */ (set[mark] ?? []), seat.id);
    tidy(set);
    return true;
  }
  return false;
}

/**
 * @template T
 * @param {T[]} listed
 * @param {T} one
 */
function without(listed, one) {
  return listed.includes(one) ? listed.filter((other) => other !== one) : [...listed, one];
}

/** A seat left out is no place for a wheelchair. @param {Part} part */
function tidy(part) {
  const wheels = /** @type {(string | number)[]} */ (part["wheelchair"] ?? []);
  const gone = /** @type {(string | number)[]} */ (part["without"] ?? []);
  part["wheelchair"] = /** @type {string[]} */ (wheels.filter((seat) => !gone.includes(seat)));
  for (const key of /** @type {const} */ (["wheelchair", "without"])) {
    if (/** @type {unknown[]} */ (part[key] ?? []).length === 0) {
      delete part[key];
    }
  }
}
