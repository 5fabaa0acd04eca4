// @ts-check
// Where the arrow keys lead in the hall: along a row, and to the nearest seat before or behind.

/** @import { Floor } from "./floor.js" */
/** @import { Seat } from "./types.js" */

/** @param {Floor} floor @param {Seat} seat @param {string} key @returns {Seat | undefined} */
export function nextSeat(floor, seat, key) {
  const row = floor.row(seat);
  const at = row.findIndex((other) => other.id === seat.id);
  switch (key) {
    case "ArrowLeft":
      return row[at - 1] ?? across(floor, seat, "x", -1);
    case "ArrowRight":
      return row[at + 1] ?? across(floor, seat, "x", 1);
    case "Home":
      return row[0];
    case "End":
      return row.at(-1);
    case "ArrowUp":
      return across(floor, seat, "y", -1);
    case "ArrowDown":
      return across(floor, seat, "y", 1);
    default:
      return undefined;
  }
}

/**
 * The seat that lies straightest in a direction: seats of one row before those of another.
 *
 * @param {Floor} floor
 * @param {Seat} seat
 * @param {"x" | "y"} along
 * @param {1 | -1} way
 */
function across(floor, seat, along, way) {
  const aside = along === "x" ? "y" : "x";
  /** @param {Seat} other */
  const cost = (other) =>
    Math.abs(other[along] - seat[along]) + 0.9 * Math.abs(other[aside] - seat[aside]);
  const beyond = [...floor.seats.values()].filter(
    (other) => (other[along] - seat[along]) * way > 0.01 && other.row !== seat.row,
  );
  const sideways = along === "x" ? beyond.filter((other) => other.y === seat.y) : beyond;
  return sideways.reduce(
    (best, other) => (!best || cost(other) < cost(best) ? other : best),
    /** @type {Seat | undefined} */ (undefined),
  );
}
