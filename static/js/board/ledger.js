// @ts-check
// What the board knows: documents in any order and any number of times give the same board.

/** @import { BoardDocument, BoardEvent, Group, Headcount, Morning } from "./types.js" */

const ARRIVALS_KEPT = 14;

export class Ledger {
  /** @type {Headcount | null} */
  headcount = null;
  /** @type {Group[]} in the order of the plan */
  groups = [];
  /** @type {BoardEvent[]} newest first */
  arrivals = [];
  /** @type {BoardEvent[]} newest first */
  clashes = [];
  /** @type {string[]} */
  notices = [];
  /** @type {Morning | null} */
  morning = null;
  event = "";
  /** @type {BoardDocument["chain"]} */
  chain;
  #counted = -1;
  /** @type {string | undefined} */
  #incarnation;

  /** @param {BoardDocument} news */
  take(news) {
    if (news.incarnation && news.incarnation !== this.#incarnation) {
      this.#incarnation = news.incarnation;
      this.#counted = -1;
      this.arrivals = [];
      this.clashes = [];
    }
    if (news.seq >= this.#counted) {
      // A late document must not turn the figures back.
      this.#counted = news.seq;
      this.headcount = news.headcount;
      this.morning = news.morning ?? this.morning;
    }
    if (news.groups) {
      this.groups = [...news.groups].sort((a, b) => a.number - b.number);
    }
    this.event = news.event?.short ?? news.event?.name ?? this.event;
    this.chain = news.chain ?? this.chain;
    this.notices = news.notices ?? this.notices;
    const isClash = (/** @type {BoardEvent} */ e) => e.conflict === true || e.kind === "conflict";
    const isArrival = (/** @type {BoardEvent} */ e) => ["admitted", "undone"].includes(e.kind);
    this.clashes = merge(this.clashes, [...(news.conflicts ?? []), ...news.events.filter(isClash)]);
    this.arrivals = merge(this.arrivals, news.events.filter(isArrival)).slice(0, ARRIVALS_KEPT);
  }
}

/**
 * @param {BoardEvent[]} known
 * @param {BoardEvent[]} more
 */
function merge(known, more) {
  const bySeq = new Map([...known, ...more].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}
