// @ts-check
// The documents of the desk, as the server sends them, and what its modules hand to each other.

/** @import { Texts } from "../texts.js" */
/** @import { Group } from "../board/types.js" */

/**
 * @typedef {object} Person
 * @property {string | null} [honorific]
 * @property {string} name
 * @property {string | null} [title]
 */

/**
 * One invited place, as the list shows it.
 *
 * @typedef {object} Place
 * @property {string} id
 * @property {string} group
 * @property {string | null} honorific
 * @property {string | null} name
 * @property {string | null} title
 * @property {string} organisation
 * @property {string | null} expects
 * @property {string | null} phone
 * @property {"named" | "representative" | "press" | "walk_in"} kind
 * @property {"none" | "coming" | "not_coming"} rsvp
 * @property {string | null} rsvp_reason
 * @property {Person | null} substitute
 * @property {string | null} award
 * @property {string | null} support
 * @property {string | null} seat
 * @property {string | null} note
 * @property {string | null} cancelled
 * @property {{ at: string, station: string, who: string | null } | null} admission
 */

/**
 * @typedef {object} HistoryEntry
 * @property {number} seq
 * @property {string} at
 * @property {"admitted" | "refused" | "undone" | "conflict" | "changed"} kind
 * @property {string | null} what
 * @property {"paper" | "late" | null} entered how it came here, if not at once
 * @property {string | null} who
 * @property {string | null} reason
 * @property {string | null} remark
 */

/**
 * @typedef {object} Detail
 * @property {Place} place
 * @property {string | null} desk_code
 * @property {string | null} seat in words
 * @property {string | null} seat_before where the place sat before its stand-in came
 * @property {{ at: string, who: string | null } | null} documents
 * @property {Place[]} namesakes
 * @property {HistoryEntry[]} history
 * @property {boolean} [alone] whether only what this door knows is told of history and documents
 */

/** @typedef {{ id: string, label: string }} SeatWords */

/**
 * @typedef {object} HallSeat
 * @property {string} id
 * @property {string} label
 * @property {number} x
 * @property {number} y
 * @property {boolean} wheelchair
 * @property {{ invitation: string, honorific: string | null, name: string | null,
 *   organisation: string, present: boolean } | null} sitting
 */

/** @typedef {{ x: number, y: number, width: number, depth: number, round: boolean }} Table */

/**
 * @typedef {object} Hall
 * @property {number} width metres, as every length
 * @property {number} depth
 * @property {{ label: string, x: number, y: number, width: number, depth: number } | null} stage
 * @property {{ id: string, y: number, head: boolean, table: Table | null }[]} rows
 * @property {HallSeat[]} seats
 */

/**
 * @typedef {object} Card
 * @property {number} number on the list on which it stands
 * @property {string} id the same on every list
 * @property {string} kind
 * @property {string} at
 * @property {string | null} text
 * @property {string | null} invitation
 * @property {(Person & { organisation?: string }) | null} guest
 * @property {string | null} organisation
 * @property {string | null} expects
 */

/** @typedef {{ present: number, awaited: number, excused: number }} Turnout */
/** @typedef {{ groups: ({ code: string, name: string, number: number } & Turnout)[],
 *   organisations: ({ name: string } & Turnout)[] }} Units */

/** Takes the last action back, for a reason; says what then holds.
 * @typedef {(reason: string) => Promise<string>} TakeBack */

/**
 * What the modules of the desk may ask of the page.
 *
 * @typedef {object} Desk
 * @property {() => Texts} texts
 * @property {(code: string) => Group | undefined} group
 * @property {() => Group[]} groups
 * @property {(id: string, how?: { then?: string }) => Promise<void>} open
 * @property {() => void} close
 * @property {<T>(work: T | Promise<T>, letters?: boolean) => Promise<T>} wait for what is on its
 *   way, and then for the keys that were struck meanwhile; `letters`: those, too, are for it
 * @property {() => void} searching the clerk turns to somebody else
 * @property {() => void} paper what stands on the printed list is entered
 * @property {(text: string, takeBack?: TakeBack) => void} done
 * @property {(text: string) => void} fault
 * @property {(form: HTMLFormElement) => void} show
 * @property {() => void} hide
 */

export {};
