// @ts-check
// How large a seat may be drawn so that no two of them touch.

/** @import { Seat } from "./types.js" */

export const WIDEST_SEAT = 0.8;
const SMALLEST_PITCH = 0.2;
/** Between rows stand the names of zones; the chairs around a table need no such room. */
const DEPTH_OF_ROW = 0.8;
const DEPTH_AT_TABLE = 1;

/** Chairs nearer than this stand there by a mistake, unless most of the hall is so. */
const MISTAKE = 0.35;

/** @param {Seat[]} seats how far apart the two stand that are nearest to each other */
export function pitchOf(seats) {
  const nearest = nearestOf(seats);
  const apart = nearest.filter((distance) => distance >= MISTAKE);
  const counted = apart.length * 2 > nearest.length ? apart : nearest;
  return counted.reduce((least, distance) => Math.min(least, distance), WIDEST_SEAT);
}

/** Seat by seat from the left, how far the nearest is to the right of it. @param {Seat[]} seats */
function nearestOf(seats) {
  const line = [...seats].sort((a, b) => a.x - b.x);
  return line.map((seat, at) => {
    let found = WIDEST_SEAT;
    for (let next = at + 1; next < line.length; next += 1) {
      const other = line[next];
      if (!other || other.x - seat.x >= found) {
        break;
      }
      const share = other.id.includes(".") ? DEPTH_AT_TABLE : DEPTH_OF_ROW;
      const distance = Math.max(other.x - seat.x, Math.abs(other.y - seat.y) * share);
      found = Math.max(SMALLEST_PITCH, Math.min(found, distance));
    }
    return found;
  });
}
