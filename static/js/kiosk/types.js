// @ts-check
// The documents that pass between the kiosk and its page.

/**
 * @typedef {object} Guest
 * @property {string | null} [honorific]
 * @property {string | null} [name]
 * @property {string | null} [title]
 * @property {string | null} [organisation]
 */

/**
 * A place in the hall. `row` and `number` are set only for a place in a row.
 *
 * @typedef {object} Seat
 * @property {string} id
 * @property {string | null} [label]
 * @property {string | null} [row]
 * @property {string | number | null} [number]
 * @property {string | null} [side]
 * @property {string | null} [zone]
 * @property {boolean} [head] at the chairman's table, which has no rows
 * @property {boolean} [table] at a table, whose number is the `row`
 */

/**
 * Sentences ready to be shown, in Vietnamese, with the same keys in English under `en`.
 *
 * @typedef {object} Sentences
 * @property {string | null} [greeting]
 * @property {string | null} [status]
 * @property {string | null} [seat]
 * @property {string | string[] | null} [next]
 * @property {string | null} [message]
 * @property {string | null} [side]
 */

/** @typedef {Sentences & { en?: Sentences | null }} Lines */

/**
 * The hall and the way to a place in it, in metres: x from the left end of the stage, y from the
 * stage's edge towards the back. `goal.row` is set for a seat in a row, `goal.table` for one at
 * a table.
 *
 * @typedef {object} HallMap
 * @property {number} width
 * @property {number} depth
 * @property {(Label & { x: number, y: number, width: number, depth: number }) | null} stage
 * @property {Label & { x: number, y: number }} door
 * @property {MapRow[]} rows
 * @property {{ row: string | null, table?: number | null, seats: [number, number][] }} goal
 * @property {[number, number][]} way
 * @property {string} words
 * @property {string} words_en
 */

/** @typedef {{ label: string, label_en: string }} Label */
/** @typedef {{ x: number, y: number, width: number, depth: number, round: boolean }} MapTable */
/** @typedef {{ id: string, y: number, head: boolean, table?: MapTable | null, seats: [number, number][] }} MapRow */

/**
 * What the house says to one scan.
 *
 * @typedef {object} Answer
 * @property {string} screen
 * @property {string} [scan_id]
 * @property {"admitted" | "refused"} [verdict]
 * @property {string | null} [reason]
 * @property {string | null} [admitted_at] ISO 8601
 * @property {string | null} [station] where that was
 * @property {Guest | null} [guest]
 * @property {Lines | null} [lines]
 * @property {Seat | null} [seat]
 * @property {HallMap | null} [map]
 */

/**
 * How the kiosk is. `clock_skew_s` is its own clock minus the server's.
 *
 * @typedef {object} State
 * @property {{ name?: string | null, short?: string | null, name_en?: string | null }} event
 * @property {string} station
 * @property {boolean} online
 * @property {number} waiting
 * @property {boolean} paused
 * @property {boolean} [staff] whether a PIN leads to the clerk's face
 * @property {boolean} disk_ok
 * @property {boolean} rehearsal
 * @property {number | null} clock_skew_s
 * @property {string} lang
 */

export {};
