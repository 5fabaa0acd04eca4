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
 * @property {Morning} [morning]
 * @property {{ seq: number, hash: string }} [chain] the head of the journal's hash chain
 */

/**
 * What stands beside the numbers. `expected` is null once somebody has come.
 *
 * @typedef {object} Morning
 * @property {{
 *   curve: { since: string, minutes: number, totals: number[] } | null,
 *   starts: string | null,
 *   forecast: { here: number, per_minute: number } | null,
 * }} arrivals
 * @property {LeaderAlert[]} alerts
 * @property {Expected | null} expected
 * @property {Programme} programme
 */

/** @typedef {{ number: number, at: string, invitation: string, text: string }} LeaderAlert */

/**
 * @typedef {object} Expected
 * @property {number} coming
 * @property {number} not_coming
 * @property {number} silent
 * @property {number} press
 * @property {number} least
 * @property {number} likely
 * @property {number} most
 * @property {number} chairs
 * @property {number} tea
 * @property {number} documents
 */

/**
 * @typedef {object} Programme
 * @property {{ text: string, film: boolean }[]} points
 * @property {number | null} now
 * @property {boolean} film
 */

/**
 * @typedef {object} DoorHealth
 * @property {string} name
 * @property {string | null} heard_at
 * @property {string[]} troubles
 * @property {{
 *   waiting: number, scanners: number, scanner_trouble: string | null, camera: boolean | null,
 *   battery: { percent: number, plugged: boolean } | null, clock_ahead_s: number | null,
 * } | null} machine null: it has told nothing since the server runs
 */

/**
 * Somebody who is missing and matters for the opening; `call` is what was said last.
 *
 * @typedef {object} Call
 * @property {{
 *   id: string, honorific: string | null, name: string | null, title: string | null,
 *   organisation: string, expects: string | null, phone: string | null, rsvp: string,
 *   substitute: { honorific: string | null, name: string, title: string | null } | null,
 * }} place
 * @property {boolean} leader
 * @property {boolean} award
 * @property {{ text: string, at: string, who: string } | null} call
 */

/**
 * Who is awaited. `leaders` and `awards` name those who are here too (`here_at`), `units`
 * only those of which nobody has come.
 *
 * @typedef {object} AwaitedDocument
 * @property {number} invited places on the list
 * @property {AwaitedPlace[]} leaders
 * @property {AwaitedPlace[]} awards
 * @property {{ organisation: string, invited: number }[]} units
 */

/**
 * @typedef {object} AwaitedPlace
 * @property {string} id
 * @property {BoardEvent["guest"]} guest
 * @property {string} organisation
 * @property {string | null} expects
 * @property {boolean} stand_in
 * @property {string} rsvp
 * @property {string | null} here_at
 */

/** @typedef {"starting" | "live" | "polling" | "lost"} Connection */

export {};
