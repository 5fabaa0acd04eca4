// @ts-check
// The hall as this page holds it: seats, guests, who sits where, and why.

import { fold } from "../list/words.js";

/** @import { Group, Guest, Hall, HallPlan, Move, Seat, Why } from "./types.js" */

/** @type {Hall} */
const NOTHING = {
  name: "",
  width: 1,
  depth: 1,
  stage: null,
  aisles: [],
  rows: [],
  zones: [],
  spots: [],
};

/** @type {Seat} */
const A_SEAT = {
  id: "",
  label: "",
  row: "",
  number: 0,
  zone: null,
  x: 0,
  y: 0,
  wheelchair: false,
  locked: false,
};

/** @type {Guest} */
const A_GUEST = {
  invitation: "",
  group: "",
  honorific: null,
  name: null,
  title: null,
  organisation: "",
  instead_of: null,
  walk_in: false,
  award: false,
  support: null,
  rsvp: "none",
  takes_seat: false,
  seat: null,
  present: false,
};

export class Floor {
  hall = NOTHING;
  /** The last record that is known of in it. */
  seq = 0;
  /** @type {Map<string, Seat>} */
  seats = new Map();
  /** In the order of protocol. @type {Map<string, Guest>} */
  guests = new Map();
  /** @type {Map<string, Group>} */
  groups = new Map();
  /** @type {Map<string, Why> | null} null: not known, or no longer */
  reasons = null;
  /** By which two kept halls are told apart. @type {string | null | undefined} */
  #sign;
  /** Seat → guest. @type {Map<string, string>} */
  #sitting = new Map();
  /** @type {Map<string, string>} */
  #texts = new Map();

  /** @param {HallPlan} plan @returns {boolean} whether it is another hall than before */
  take(plan) {
    const other = this.#sign !== undefined && this.#sign !== plan.sign;
    this.#sign = plan.sign;
    this.seq = plan.seq;
    this.hall = plan.hall;
    this.groups = new Map(plan.groups.map((group) => [group.code, group]));
    const seats = plan.seats.map((told) => ({ ...A_SEAT, ...told }));
    const guests = plan.guests.map((told) => ({ ...A_GUEST, ...told }));
    this.seats = new Map(seats.map((seat) => [seat.id, seat]));
    this.guests = new Map(guests.map((guest) => [guest.invitation, guest]));
    this.#texts = new Map(guests.map((guest) => [guest.invitation, textOf(guest)]));
    this.#seatAnew();
    return other;
  }

  /** @param {string} seat */
  sitting(seat) {
    return this.guests.get(this.#sitting.get(seat) ?? "");
  }

  /** @param {Move[]} moves */
  apply(moves) {
    for (const { invitation, to } of moves) {
      const guest = this.guests.get(invitation);
      if (guest) {
        guest.seat = to;
      }
    }
    this.#seatAnew();
  }

  /** @param {string[]} seats @param {boolean} locked */
  lock(seats, locked) {
    for (const id of seats) {
      const seat = this.seats.get(id);
      if (seat) {
        seat.locked = locked;
      }
    }
    this.reasons = null;
  }

  /**
   * @param {string} invitation
   * @param {boolean} present
   * @returns {Guest | undefined} undefined: nobody of the list that is known here
   */
  mark(invitation, present) {
    const guest = this.guests.get(invitation);
    if (guest) {
      guest.present = present;
    }
    return guest;
  }

  /** @param {Why[]} reasons */
  explain(reasons) {
    this.reasons = new Map(reasons.map((why) => [why.invitation, why]));
  }

  /** Guests who fit what was typed, without accents; unseated ones only where nothing was. @param {string} typed */
  find(typed) {
    const words = fold(typed).split(" ").filter(Boolean);
    return [...this.guests.values()].filter((guest) => {
      if (words.length === 0) {
        return !this.isSeated(guest);
      }
      const text = `${this.#texts.get(guest.invitation)} ${fold(guest.seat)}`;
      return words.every((word) => text.includes(word));
    });
  }

  /** Whether a guest has a seat of this hall. @param {Guest} guest */
  isSeated(guest) {
    return guest.seat !== null && this.seats.has(guest.seat);
  }

  /** @param {Seat} seat @returns {Seat[]} the row, from the left */
  row(seat) {
    return [...this.seats.values()]
      .filter((other) => other.row === seat.row)
      .sort((a, b) => a.x - b.x);
  }

  figures() {
    const guests = [...this.guests.values()];
    return {
      seats: this.seats.size,
      taken: this.#sitting.size,
      waiting: guests.filter((guest) => guest.takes_seat && !this.isSeated(guest)).length,
      present: guests.filter((guest) => guest.present).length,
      locked: [...this.seats.values()].filter((seat) => seat.locked).length,
    };
  }

  #seatAnew() {
    this.#sitting = new Map();
    for (const guest of this.guests.values()) {
      if (guest.seat !== null && this.seats.has(guest.seat)) {
        this.#sitting.set(guest.seat, guest.invitation);
      }
    }
    this.reasons = null;
  }
}

/** @param {Guest} guest */
function textOf({ name, title, organisation, group, invitation }) {
  return fold([name, title, organisation, group, invitation].filter(Boolean).join(" "));
}
