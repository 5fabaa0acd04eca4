// @ts-check
// The hall drawn in metres: stage, aisles, zones, doors; and the seats, each redrawn alone.

import { inkOn } from "../../board/format.js";
import { pitchOf, WIDEST_SEAT } from "./pitch.js";
import { extent, grip, LEFT, RIGHT, surroundings, thing } from "./room.js";
import { marks } from "./signs.js";
import { fitted, letters, shape } from "./svg.js";
import { shortName, spoken } from "./words.js";

/** @import { Floor } from "./floor.js" */
/** @import { Guest, Row, Seat } from "./types.js" */

/** @typedef {{ at: (number: number) => number, name: (at: number) => string }} Blocks `at`: -1 for no block */

export class Drawing {
  /** Seat → what is drawn of it. @type {Map<string, SVGGElement>} */
  #nodes = new Map();
  /** Seat → what it showed when it was last drawn. @type {Map<string, string>} */
  #shown = new Map();
  /** The distance of two seats, in metres. */
  pitch = WIDEST_SEAT;
  width = 1;
  height = 1;

  /** @param {SVGSVGElement} picture @param {Floor} floor @param {Blocks | null} blocks where the hall is changed: which block a seat is of */
  constructor(picture, floor, blocks = null) {
    this.picture = picture;
    this.floor = floor;
    this.blocks = blocks;
    this.movable = blocks !== null;
  }

  /** Draws everything anew. */
  draw() {
    this.pitch = pitchOf([...this.floor.seats.values()]);
    const left = LEFT * this.pitch;
    this.width = this.floor.hall.width + left + RIGHT * this.pitch;
    const { top, bottom } = extent(this.floor, this.pitch, this.movable);
    this.height = bottom - top;
    this.picture.setAttribute("viewBox", `${-left} ${top} ${this.width} ${this.height}`);
    this.#nodes.clear();
    this.#shown.clear();
    const around = surroundings(this.floor, this.pitch, this.movable);
    this.picture.replaceChildren(...around, ...this.#rows(), ...this.#blocks());
    this.update();
  }

  /** Redraws the seats that show something else than before. */
  update() {
    for (const seat of this.floor.seats.values()) {
      this.#updateSeat(seat);
    }
    if (!this.picture.querySelector('[data-seat][tabindex="0"]')) {
      this.#nodes.values().next().value?.setAttribute("tabindex", "0");
    }
  }

  /** @param {string | undefined} id */
  node(id) {
    return this.#nodes.get(id ?? "");
  }

  /** Makes a seat the one at which the keyboard enters the hall. @param {string} id */
  enterAt(id) {
    for (const node of this.picture.querySelectorAll('[data-seat][tabindex="0"]')) {
      node.setAttribute("tabindex", "-1");
    }
    this.node(id)?.setAttribute("tabindex", "0");
  }

  /** Marks one seat and no other. @param {"chosen" | "over" | "carried"} mark @param {string | null | undefined} id */
  mark(mark, id) {
    for (const node of this.picture.querySelectorAll(`[data-${mark}]`)) {
      node.removeAttribute(`data-${mark}`);
    }
    this.node(id ?? undefined)?.setAttribute(`data-${mark}`, "");
  }

  #rows() {
    const { hall, seats } = this.floor;
    return hall.rows.map((row) => {
      const own = [...seats.values()].filter((seat) => seat.row === row.id);
      const node = shape("g", { role: "group", "aria-label": row.label });
      node.append(...this.#namesOf(row, own));
      for (const seat of own) {
        const place = shape("g", {
          class: "seat",
          "data-seat": seat.id,
          role: "button",
          tabindex: -1,
          transform: `translate(${seat.x} ${seat.y}) scale(${this.pitch})`,
        });
        this.#nodes.set(seat.id, place);
        const block = row.head || row.table ? -1 : (this.blocks?.at(seat.number) ?? -1);
        node.append(block < 0 ? place : shape("g", { "data-block": block }, place));
      }
      return node;
    });
  }

  /** A bar behind the last row for each block, by which it is taken in all rows at once. */
  #blocks() {
    const { blocks, floor, pitch } = this;
    const inRows = floor.hall.rows.filter((row) => !row.head && !row.table).map((row) => row.id);
    const seats = [...floor.seats.values()].filter((seat) => inRows.includes(seat.row));
    const of = seats.map((seat) => blocks?.at(seat.number) ?? -1);
    const y = Math.max(...seats.map((seat) => seat.y)) + 0.6 * pitch;
    return [...new Set(of)].flatMap((at) => {
      if (at < 0) {
        return [];
      }
      const xs = seats.filter((_seat, n) => of[n] === at).map((seat) => seat.x);
      const x = Math.min(...xs) - pitch / 2;
      const width = Math.max(...xs) + pitch / 2 - x;
      const name = fitted(blocks?.name(at) ?? "", width * 0.9, 0.3 * pitch, 0.2 * pitch);
      return thing(
        `blocks.${at}`,
        shape("rect", { class: "hall-table", x, y, width, height: 0.4 * pitch, rx: 0.05 }),
        letters(name.text, x + width / 2, y + 0.2 * pitch, "hall-table-name", name.size),
      );
    });
  }

  /** What stands around the seats of a row, and behind them. @param {Row} row @param {Seat[]} own */
  #namesOf(row, own) {
    if (row.head) {
      return this.#headTable(own, row.label);
    }
    if (row.table) {
      return this.#table(row, own);
    }
    return [...this.#zonesOf(own), this.#rowNames(row)];
  }

  /** A table with its name, and for whom it is kept. @param {Row} row @param {Seat[]} own */
  #table({ id, table, label }, own) {
    const { x, y, width, depth, round } = table ?? { x: 0, y: 0, width: 0, depth: 0, round: false };
    const zone = this.floor.hall.zones.find((one) => one.id === own[0]?.zone);
    const room = width * (round ? 0.8 : 0.95);
    const middle = [x + width / 2, y + depth / 2];
    const [mx = 0, my = 0] = middle;
    const name = fitted(label, room, 0.36 * this.pitch, 0.2 * this.pitch);
    const up = zone ? 0.2 * this.pitch : 0;
    const parts = [
      shape("rect", {
        class: "hall-table",
        x,
        y,
        width,
        height: depth,
        rx: round ? depth / 2 : 0.06,
      }),
      letters(name.text, mx, my - up, "hall-table-name", name.size),
    ];
    if (zone) {
      const kept = fitted(zone.groups.join(", "), room, 0.2 * this.pitch, 0.15 * this.pitch);
      const words = letters(kept.text, mx, my + up, "hall-table-zone", kept.size);
      words.append(titled(zone.name));
      parts.push(words);
    }
    return this.movable ? [thing(`tables.${id}`, ...parts)] : parts;
  }

  /** @param {Row} row */
  #rowNames({ id, y }) {
    const xs = [...this.floor.seats.values()].map((seat) => seat.x);
    const size = 0.36 * this.pitch;
    const ends = [Math.min(...xs) - this.pitch, Math.max(...xs) + this.pitch];
    const names = ends.map((x) => letters(id, x, y, "hall-row", size));
    if (!this.movable) {
      return shape("g", {}, ...names);
    }
    const grips = ends.map((cx) => grip("circle", { cx, cy: y, r: this.pitch * 0.4 }));
    return thing(`rows.${id}`, ...names, ...grips);
  }

  /** The table before the guests who chair. @param {Seat[]} own @param {string} label */
  #headTable(own, label) {
    const xs = own.map((seat) => seat.x);
    const x = Math.min(...xs) - this.pitch / 2;
    const width = Math.max(...xs) - x + this.pitch / 2;
    const y = (own[0]?.y ?? 0) + this.pitch * 0.55;
    const middle = [x + width / 2, y + 0.2 * this.pitch];
    const [mx = 0, my = 0] = middle;
    return [
      thing(
        "head_table",
        shape("rect", { class: "hall-table", x, y, width, height: 0.4 * this.pitch, rx: 0.05 }),
        letters(label, mx, my, "hall-table-name", 0.24 * this.pitch),
      ),
    ];
  }

  /** The zones of one row, each with its name above its first seat. @param {Seat[]} own */
  #zonesOf(own) {
    return this.floor.hall.zones.flatMap((zone) => {
      const xs = own.filter((seat) => seat.zone === zone.id).map((seat) => seat.x);
      const y = own[0]?.y ?? 0;
      if (xs.length === 0) {
        return [];
      }
      const half = this.pitch * 0.52;
      const x = Math.min(...xs) - half;
      const room = Math.max(...xs) + half - x;
      const { text, size } = fitted(
        `${zone.name} · ${zone.groups.join(", ")}`,
        room,
        0.23 * this.pitch,
        0.19 * this.pitch,
      );
      const name = letters(text, x + 0.04, y - this.pitch * 0.6, "hall-zone", size);
      name.append(titled(zone.name));
      return [name];
    });
  }

  /** @param {Seat} seat */
  #updateSeat(seat) {
    const node = this.#nodes.get(seat.id);
    const guest = this.floor.sitting(seat.id);
    const said = spoken(seat, guest);
    if (!node || this.#shown.get(seat.id) === said) {
      return;
    }
    this.#shown.set(seat.id, said);
    node.setAttribute("aria-label", said);
    node.setAttribute("data-state", stateOf(guest));
    node.replaceChildren(...this.#face(seat, guest));
  }

  /**
   * What a seat shows, in units of the distance of two seats.
   *
   * @param {Seat} seat
   * @param {Guest | undefined} guest
   */
  #face(seat, guest) {
    const parts = [
      shape("rect", { class: "seat-box", x: -0.46, y: -0.43, width: 0.92, height: 0.86, rx: 0.07 }),
      letters(numberOf(seat), -0.4, -0.25, "seat-number", 0.21),
    ];
    if (guest) {
      parts.push(...this.#who(guest));
    }
    return [...parts, ...marks(seat, guest)];
  }

  /** @param {Guest} guest */
  #who(guest) {
    const { text, size } = fitted(shortName(guest), 0.84, 0.27, 0.19);
    const code = fitted(guest.group, 0.8, 0.2, 0.17);
    const colour = this.floor.groups.get(guest.group)?.colour ?? "#808080";
    const chip = shape("rect", {
      class: "seat-chip",
      x: -0.46,
      y: 0.19,
      width: 0.92,
      height: 0.24,
      rx: 0.05,
      fill: colour,
    });
    const inside = letters(code.text, 0, 0.315, "seat-code", code.size);
    inside.setAttribute("fill", inkOn(colour));
    const name = letters(text, 0, 0.04, guest.name ? "seat-name" : "seat-name seat-unit", size);
    return [name, chip, inside];
  }
}

/** As in the words of the seat: "07" in a row, "3" at a table, whose seats have a dot. @param {Seat} seat */
function numberOf({ id, number }) {
  return id.includes(".") ? String(number) : String(number).padStart(2, "0");
}

/** @param {Guest | undefined} guest */
function stateOf(guest) {
  if (!guest) {
    return "empty";
  }
  if (guest.present) {
    return guest.walk_in ? "walk-in" : "present";
  }
  return guest.rsvp === "not_coming" ? "excused" : "awaited";
}

/** @param {string} text */
function titled(text) {
  const title = shape("title");
  title.textContent = text;
  return title;
}
