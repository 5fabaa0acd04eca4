// @ts-check
// The documents that the organisers' pages read, and what they hand each other.

/**
 * @typedef {{ honorific: string | null, name: string, title: string | null }} Person
 *
 * @typedef {{
 *   id: string, version: number, group: string, honorific: string | null, name: string | null,
 *   title: string | null, organisation: string, expects: string | null, phone: string | null,
 *   email: string | null,
 *   kind: "named" | "representative" | "press" | "walk_in",
 *   rsvp: "none" | "coming" | "not_coming", rsvp_reason: string | null,
 *   substitute: Person | null, award: string | null, award_form: string | null,
 *   award_order: number | null, support: string | null, seat: string | null,
 *   note: string | null, cancelled: string | null,
 *   admission: { at: string, station: string, who: string | null } | null,
 * }} ListedPlace
 *
 * @typedef {{ seq: number, places: ListedPlace[], order: string[] }} Listed
 *
 * @typedef {{ at: string, who: string | null, what: string | null, remark: string | null }} Change
 * @typedef {{ place: ListedPlace, changes: Change[] }} StaleRow
 *
 * @typedef {{ at: string, channel: string, who: string | null }} Sending
 * @typedef {{
 *   venue_known: boolean,
 *   places: { place: { id: string }, invitation: Sending | null, knows_venue: boolean }[],
 * }} Sendings
 *
 * @typedef {Record<string, string | number | null>} Values
 */

export {};
