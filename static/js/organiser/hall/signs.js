// @ts-check
// The small signs on a seat: who is here, who is called up, what is locked.

import { shape } from "./svg.js";

/** @import { Guest, Seat } from "./types.js" */

const LOCK = "M-4-1h8v6h-8zM-2.4-1v-1.6a2.4 2.4 0 0 1 4.8 0V-1";
const CHECK = "M-4 0.5l2.8 3L4.2-3.4";
const PLUS = "M-4 0h8M0-4v8";
const MINUS = "M-4 0h8";
const STAR = "M0-4.6l1.3 3 3.3.3-2.5 2.2.8 3.2L0 2.4l-2.9 1.7.8-3.2-2.5-2.2 3.3-.3z";
const WHEELS = "M-1.6-3.6a3.6 3.6 0 1 0 4.4 5.2M-.6-4.6v4.4h3l1.8 3.6";

/** Signs along the upper edge, from the right. @param {Seat} seat @param {Guest | undefined} guest */
export function marks(seat, guest) {
  /** @type {[boolean, string, string][]} */
  const known = [
    [Boolean(guest?.present), CHECK, "check"],
    [guest?.rsvp === "not_coming" && !guest.present, MINUS, "excused"],
    [seat.locked, LOCK, "lock"],
    [Boolean(guest?.walk_in), PLUS, "plus"],
    [Boolean(guest?.award), STAR, "star"],
    [seat.wheelchair, WHEELS, "wheels"],
  ];
  return known
    .filter(([shown]) => shown)
    .slice(0, 3)
    .map(([, d, name], at) =>
      shape("path", {
        class: `seat-mark seat-mark-${name}`,
        d,
        transform: `translate(${0.35 - at * 0.19} -0.28) scale(0.018)`,
      }),
    );
}
