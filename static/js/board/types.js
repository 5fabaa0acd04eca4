// @ts-check
// The documents of the board, as `/api/board` and its stream send them.

/**
 * @typedef {object} Headcount
 * @property {number} invited
 * @property {number} present
 * @property {number} absent
 * @property {number} excused
 * @property {number} unexplained
 * @property {number} substitutes
 * @property {number} walk_ins
 * @property {number} rate a percentage with one decimal
 * @property {{ invited: number, present: number }} press
 * @property {Record<string, { invited: number, present: number }>} by_group
 * @property {string} at
 * @property {string} sentence
 */

/**
 * @typedef {object} BoardEvent
 * @property {number} seq
 * @property {"admitted" | "refused" | "undone" | "conflict" | "changed"} kind
 * @property {string} at
 * @property {string | null} [station]
 * @property {string | null} [invitation]
 * @property {string | null} [reason]
 * @property {boolean} [conflict]
 * @property {{ honorific?: string | null, name?: string | null, title?: string | null,
 *   organisation?: string | null } | null} [guest]
 * @property {string | null} [organisation]
 * @property {string | null} [group]
 * @property {string | null} [seat]
 * @property {{ at: string, station: string | null } | null} [first]
 */

/**
 * One category of the plan; `number` is its place there.
 *
 * @typedef {object} Group
 * @property {string} code
 * @property {number} number
 * @property {string} name
 * @property {string} [name_en]
 * @property {string} colour
 * @property {number} rank
 * @property {boolean} press
 */

/**
 * The first answer carries everything, later ones what is new. `conflicts` and `notices`
 * are facts that must not scroll away: every double entry, and what is wrong with the house.
 * `incarnation` changes when the server was restored from a backup: then all is told anew.
 *
 * @typedef {object} BoardDocument
 * @property {number} seq
 * @property {Headcount} headcount
 * @property {BoardEvent[]} events
 * @property {Group[]} [groups]
 * @property {{ short?: string | null, name?: string | null }} [event]
 * @property {BoardEvent[]} [conflicts]
 * @property {string[]} [notices]
 * @property {string} [incarnation]
 * @property {{ seq: number, hash: string }} [chain] the head of the journal's hash chain
 */

/** @typedef {"starting" | "live" | "polling" | "lost"} Connection */

export {};
