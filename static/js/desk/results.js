// @ts-check
// The search box and what it finds, best first. Whoever is called alike stands side by side.

import { clock, inkOn, roman } from "../board/format.js";
import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { search } from "./api.js";
import { called, coming, phoneTail, post, soundKey } from "./people.js";

/** @import { Desk, Place } from "./types.js" */

const PAUSE_MS = 60;
/** So long after a question that nobody answered it is asked again. */
const AGAIN_MS = 1500;
const DEADLINE_MS = 5000;
const LATE = new Error();
/** As many as the server gives at most. */
const MOST = 50;

export class Results {
  #desk;
  #box = one("#search", HTMLInputElement);
  #list = one("#results", HTMLElement);
  #said = one("#results-said", HTMLElement);
  /** @type {Place[]} in the order in which they stand on the page */
  #places = [];
  /** The query that `#places` answers; null: another is on its way. @type {string | null} */
  #answered = "";
  #chosen = -1;
  /** Set while the first that is found is to be opened as soon as it is. @type {(() => void) | undefined} */
  #eager;
  /** @type {AbortController | undefined} */
  #asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#box.addEventListener("input", () => this.#typed());
    this.#list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[data-id]");
      if (option instanceof HTMLElement) {
        this.#choose(Number(option.dataset["at"]));
        this.openChosen();
      }
    });
  }

  get query() {
    return this.#box.value.trim();
  }

  /** The place that is marked, if any. */
  get chosen() {
    return this.#places[this.#chosen];
  }

  /** @param {-1 | 1} step */
  move(step) {
    this.#desk.searching();
    const last = this.#places.length - 1;
    this.#choose(Math.min(Math.max(this.#chosen + step, 0), last));
  }

  openChosen() {
    // The next letter begins the next search, also before the guest is there.
    this.#box.select();
    if (this.#answered !== this.query) {
      const found = new Promise((resolve) => {
        this.#eager ??= () => resolve(null);
      });
      this.#desk.wait(found);
    } else if (this.chosen) {
      this.#desk.open(this.chosen.id);
    }
  }

  /** Ready for the next guest; what is being typed already is left alone. */
  focus() {
    if (document.activeElement !== this.#box) {
      this.#box.focus();
      this.#box.select();
    }
  }

  clear() {
    this.type("");
  }

  /** @param {string} query */
  type(query) {
    this.#box.value = query;
    this.#typed();
  }

  /** Ask again: somebody came in, or was changed. */
  async refresh() {
    if (this.query && this.#answered === this.query) {
      await this.#ask();
    }
  }

  #typed() {
    clearTimeout(this.#pause);
    this.#asking?.abort();
    this.#notEager();
    this.#answered = null;
    this.#desk.searching();
    if (this.query) {
      this.#pause = setTimeout(() => this.#ask(), PAUSE_MS);
    } else {
      this.#answered = "";
      this.#draw([]);
    }
  }

  async #ask() {
    const query = this.query;
    const asking = new AbortController();
    this.#asking?.abort();
    this.#asking = asking;
    const late = setTimeout(() => asking.abort(LATE), DEADLINE_MS);
    try {
      const { guests } = await search(query, asking.signal);
      const again = this.#answered === query;
      this.#answered = query;
      this.#draw(guests, again ? this.chosen?.id : undefined);
    } catch (error) {
      if (!asking.signal.aborted || asking.signal.reason === LATE) {
        this.#waitFor(error);
      }
      return;
    } finally {
      clearTimeout(late);
    }
    if (this.#eager) {
      this.openChosen();
      this.#notEager();
    }
  }

  /** Nothing is shown for what nobody has answered, least of all the answer before. @param {unknown} error */
  #waitFor(error) {
    this.#notEager();
    this.#answered = null;
    this.#draw([]);
    one("#results-none", HTMLElement).hidden = true;
    const refused = error instanceof Error ? error.message : "";
    this.#said.textContent = refused || (this.#desk.texts()["search_waits"] ?? "");
    this.#pause = setTimeout(() => this.#ask(), AGAIN_MS);
  }

  #notEager() {
    this.#eager?.();
    this.#eager = undefined;
  }

  /**
   * @param {Place[]} found best first
   * @param {string} [kept] whoever was marked before stays so; else the first is marked
   */
  #draw(found, kept) {
    const groups = alike(found);
    this.#places = groups.flat();
    let at = 0;
    this.#list.replaceChildren(
      ...groups.map((places) => {
        const options = places.map((place) => this.#option(place, at++));
        return places.length > 1 ? this.#namesakes(options) : (options[0] ?? "");
      }),
    );
    this.#say(found.length);
    const stays = this.#places.findIndex((place) => place.id === kept);
    this.#choose(Math.max(stays, 0));
  }

  /** @param {number} many */
  #say(many) {
    const texts = this.#desk.texts();
    const none = many === 0 && this.query !== "";
    const text = none ? "none" : many >= MOST ? "found_most" : "found";
    const n = String(many).padStart(2, "0");
    this.#said.textContent = many || none ? fill(texts[text] ?? "", { n }) : "";
    one("#results-none", HTMLElement).hidden = !none;
    this.#box.setAttribute("aria-expanded", String(many > 0));
    this.#list.hidden = many === 0;
  }

  /** @param {HTMLElement[]} options */
  #namesakes(options) {
    const n = String(options.length).padStart(2, "0");
    const sentence = fill(this.#desk.texts()["same"] ?? "", { n });
    const head = make("p", "same-head", sentence);
    head.setAttribute("aria-hidden", "true");
    const side = make("div", "same-side", ...options);
    side.setAttribute("role", "presentation");
    const box = make("div", "same", head, side);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", sentence);
    return box;
  }

  /**
   * @param {Place} place
   * @param {number} at
   */
  #option(place, at) {
    const option = guestRow(place, this.#desk);
    option.id = `result-${at}`;
    option.dataset["at"] = String(at);
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  /** @param {number} at */
  #choose(at) {
    this.#chosen = this.#places.length ? at : -1;
    for (const option of this.#list.querySelectorAll("[role=option]")) {
      const chosen = option.id === `result-${this.#chosen}`;
      option.setAttribute("aria-selected", String(chosen));
      if (chosen) {
        option.scrollIntoView({ block: "nearest" });
      }
    }
    if (this.#chosen >= 0) {
      this.#box.setAttribute("aria-activedescendant", `result-${this.#chosen}`);
    } else {
      this.#box.removeAttribute("aria-activedescendant");
    }
  }
}

/**
 * One guest in a few words: never the name without the unit.
 *
 * @param {Place} place
 * @param {Desk} desk
 */
export function guestRow(place, desk) {
  const texts = desk.texts();
  const tail = phoneTail(place);
  const row = make(
    "div",
    "guest",
    chip(place, desk),
    make("span", "guest-name", called(place, texts)),
    make("span", "guest-post", post(place)),
    make("span", "guest-state", shortState(place, desk)),
    make("span", "guest-tail", tail ? `•••• ${tail}` : (texts["d.phone_none"] ?? "")),
    make("span", "guest-seat", place.seat ? `${texts["f.seat"]} ${place.seat}` : ""),
  );
  row.dataset["id"] = place.id;
  row.dataset["state"] = stateOf(place);
  return row;
}

/** @param {Place} place */
export function stateOf(place) {
  if (place.admission) {
    return "in";
  }
  return place.cancelled !== null ? "cancelled" : place.rsvp === "not_coming" ? "excused" : "out";
}

/**
 * @param {Place} place
 * @param {Desk} desk
 */
export function shortState(place, desk) {
  const at = place.admission ? clock(place.admission.at) : "";
  return fill(desk.texts()[`state.${stateOf(place)}`] ?? "", { at });
}

/**
 * @param {Place} place
 * @param {Desk} desk
 */
export function chip(place, desk) {
  const group = desk.group(place.group);
  const number = make("span", "chip-number", group ? roman(group.number) : "–");
  if (group) {
    number.style.setProperty("--chip", group.colour);
    number.style.setProperty("--chip-ink", inkOn(group.colour));
  }
  return make("span", "chip", number, make("span", "chip-code", place.group));
}

/**
 * Brings those who are called alike together, where the best of them stands.
 *
 * @param {Place[]} places
 * @returns {Place[][]}
 */
function alike(places) {
  /** @type {Map<string, Place[]>} */
  const byName = new Map();
  for (const place of places) {
    const name = coming(place)?.name;
    const key = name ? soundKey(name) : place.id;
    byName.set(key, [...(byName.get(key) ?? []), place]);
  }
  return [...byName.values()];
}
