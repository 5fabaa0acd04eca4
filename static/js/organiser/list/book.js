// @ts-check
// The list as this page holds it: places by id, their order, and what was sent to whom.

import { fold, givenName } from "./words.js";

/** @import { Listed, ListedPlace, Sendings } from "../types.js" */
/** @typedef {Record<string, string>} Filters */

const ROWS_ALIKE = 2;
/** What stands where a name was erased after the event. */
const ERASED = "(đã xóa)";
const collator = new Intl.Collator("vi");

export class Book {
  /** @type {Map<string, ListedPlace>} */
  places = new Map();
  seq = -1;
  venueKnown = false;
  /** @type {Map<string, number>} */
  #order = new Map();
  /** @type {Map<string, { invited: boolean, venue: boolean }>} */
  #sent = new Map();
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** Ids of guests whose name stands more than once. @type {Set<string>} */
  #twice = new Set();

  /** @param {Listed} news @returns {boolean} whether there is anything new */
  take(news) {
    this.seq = Math.max(this.seq, news.seq);
    if (news.order.length > 0) {
      this.#order = new Map(news.order.map((id, at) => [id, at]));
    }
    return this.put(news.places);
  }

  /** @param {ListedPlace[]} places */
  put(places) {
    for (const place of places) {
      this.places.set(place.id, place);
      this.#texts.set(place.id, textOf(place));
    }
    this.#findTwice();
    return places.length > 0;
  }

  /** @param {Sendings} news */
  takeSent(news) {
    this.venueKnown = news.venue_known;
    this.#sent = new Map(
      news.places.map((one) => [
        one.place.id,
        { invited: one.invitation !== null, venue: one.knows_venue },
      ]),
    );
  }

  /** @param {string} id @returns {{ invited: boolean, venue: boolean } | undefined} */
  sentTo(id) {
    return this.#sent.get(id);
  }

  /** @param {string} id */
  isTwice(id) {
    return this.#twice.has(id);
  }

  /** @returns {string[]} the units of the list in the order of the alphabet */
  units() {
    const names = [...this.places.values()].map((place) => place.organisation).filter(Boolean);
    return [...new Set(names)].sort(collator.compare);
  }

  /** @param {string} query @param {Filters} filters @param {string} sort @returns {ListedPlace[]} */
  rows(query, filters, sort) {
    const words = fold(query).split(" ").filter(Boolean);
    const found = [...this.places.values()].filter(
      (place) =>
        words.every((word) => this.#texts.get(place.id)?.includes(word)) &&
        this.#fits(place, filters),
    );
    return found.sort((one, other) => this.#compare(one, other, sort));
  }

  /** @param {ListedPlace} place @param {Filters} filters */
  #fits(place, filters) {
    const sent = this.#sent.get(place.id);
    const state = filters["state"] ?? "";
    return (
      (place.cancelled !== null) === (state === "cancelled") &&
      fits(filters["group"], place.group) &&
      fits(filters["organisation"], place.organisation) &&
      fits(filters["rsvp"], place.rsvp) &&
      fits(filters["seat"], yes(place.seat !== null)) &&
      fits(filters["award"], yes(place.award !== null)) &&
      fits(filters["present"], yes(place.admission !== null)) &&
      fits(filters["invited"], yes(sent?.invited ?? false)) &&
      fits(filters["venue"], yes(sent?.venue ?? false)) &&
      this.#stands(place, state)
    );
  }

  /** @param {ListedPlace} place @param {string} state */
  #stands(place, state) {
    switch (state) {
      case "unnamed":
        return place.name === null && place.substitute === null;
      case "substitute":
        return place.substitute !== null;
      case "twice":
        return this.#twice.has(place.id);
      case "walk_in":
        return place.kind === "walk_in";
      default:
        return true;
    }
  }

  /** @param {ListedPlace} one @param {ListedPlace} other @param {string} sort */
  #compare(one, other, sort) {
    const byOrder = (this.#order.get(one.id) ?? 1e9) - (this.#order.get(other.id) ?? 1e9);
    if (sort === "name") {
      return collator.compare(givenName(one), givenName(other)) || byOrder;
    }
    return sort === "unit"
      ? collator.compare(one.organisation, other.organisation) || byOrder
      : byOrder;
  }

  #findTwice() {
    /** @type {Map<string, string[]>} */
    const alike = new Map();
    for (const place of this.places.values()) {
      if (place.name && place.name !== ERASED && place.cancelled === null) {
        const key = fold(place.name);
        alike.set(key, [...(alike.get(key) ?? []), place.id]);
      }
    }
    this.#twice = new Set([...alike.values()].filter((ids) => ids.length >= ROWS_ALIKE).flat());
  }
}

/** @param {string | undefined} wanted @param {string} stands */
function fits(wanted, stands) {
  return !wanted || wanted === stands;
}

/** @param {boolean} so */
function yes(so) {
  return so ? "yes" : "no";
}

/** @param {ListedPlace} place */
function textOf(place) {
  const parts = [
    place.id,
    place.name,
    place.title,
    place.expects,
    place.organisation,
    place.phone,
    place.email,
    place.substitute?.name,
    place.note,
    place.seat,
  ];
  return fold(parts.filter(Boolean).join(" "));
}
