// @ts-check
// How large a seat may be drawn so that no two of them touch.

/** @import { Seat } from "./types.js" */

export const WIDEST_SEAT = 0.8;
const SMALLEST_PITCH = 0.2;
/** Between rows stand the names of zones; the chairs around a table need no such room. */
const DEPTH_OF_ROW = 0.8;
const DEPTH_AT_TABLE = 1;

/** @param {Seat[]} seats how far apart the two stand that are nearest to each other */
export function pitchOf(seats) {
  const line = [...seats].sort((a, b) => a.x - b.x);
  let found = WIDEST_SEAT;
  for (const [at, seat] of line.entries()) {
    for (let next = at + 1; next < line.length; next += 1) {
      const other = line[next];
      if (!other || other.x - seat.x >= found) {
        break;
      }
      const share = other.id.includes(".") ? DEPTH_AT_TABLE : DEPTH_OF_ROW;
      const apart = Math.max(other.x - seat.x, Math.abs(other.y - seat.y) * share);
      found = apart > 0 ? Math.min(found, apart) : found;
    }
  }
  return Math.max(SMALLEST_PITCH, found);
}
