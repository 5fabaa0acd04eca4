// @ts-check
// The documents of the hall, and what its modules hand each other.

/**
 * @typedef {{ x: number, y: number, width: number, depth: number, round: boolean }} Table
 * @typedef {{ id: string, label: string, y: number, head: boolean, table: Table | null }} Row
 * @typedef {{ id: string, name: string, groups: string[] }} Zone
 * @typedef {{ id: string, label: string, x: number, y: number }} Spot
 * @typedef {{ label: string, x: number, y: number, width: number, depth: number }} Area
 * @typedef {{
 *   name: string, width: number, depth: number, stage: Area | null, aisles: number[],
 *   rows: Row[], zones: Zone[], spots: Spot[],
 * }} Hall
 *
 * @typedef {{
 *   id: string, label: string, row: string, number: number, zone: string | null,
 *   x: number, y: number, wheelchair: boolean, locked: boolean,
 * }} Seat
 *
 * @typedef {{ code: string, number: number, name: string, colour: string }} Group
 *
 * @typedef {{
 *   invitation: string, group: string, honorific: string | null, name: string | null,
 *   title: string | null, organisation: string, instead_of: string | null, walk_in: boolean,
 *   award: boolean, support: string | null, rsvp: "none" | "coming" | "not_coming",
 *   takes_seat: boolean, seat: string | null, present: boolean,
 * }} Guest
 *
 * What does not hold of a seat or a guest is left out of the document.
 * @typedef {{
 *   seq: number, sign: string | null, hall: Hall, groups: Group[],
 *   seats: Partial<Seat>[], guests: Partial<Guest>[],
 * }} HallPlan
 *
 * @typedef {{ invitation: string, facts: string[], rule: string | null }} Why
 * @typedef {{ invitation: string, from: string | null, to: string | null }} Move
 * @typedef {Move & { reason: string }} PlannedMove
 * @typedef {{
 *   moves: PlannedMove[], kept: number, kept_free: { seat: string, reason: string }[],
 *   doubts: { invitation: string, message: string }[],
 * }} Reseating
 * @typedef {{
 *   seat: string, invitation: string, from: string, holder: string | null, reason: string,
 * }} Offer
 */

export {};
