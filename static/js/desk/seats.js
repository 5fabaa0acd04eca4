// @ts-check
// A seat is chosen: by its number from the keyboard, or on a small plan of the hall.

import { make } from "../dom.js";
import { fill } from "../texts.js";
import { change, fittingSeats, hall } from "./api.js";
import { formOf, textField } from "./fields.js";
import { addressed, called } from "./people.js";

/** @import { Desk, Detail, Hall, HallSeat, SeatWords, Table } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";
/** Half of a seat's width on the plan, in metres: two neighbours stand 0.8 m apart, or 0.65. */
const HALF = 0.3;

/** @param {Desk} desk @param {Detail} detail */
export async function seatForm(desk, { place, seat }) {
  const texts = desk.texts();
  const [plan, { fitting }] = await Promise.all([hall(), fittingSeats(place.id)]);
  const picker = seatPicker(desk, plan, fitting, place.seat);
  const who = called(place, texts);
  const now = seat ? fill(texts["seat.now"] ?? "", { seat }) : (texts["seat.now_none"] ?? "");
  const clear = make("button", "button seat-clear", texts["seat.clear"] ?? "");
  clear.type = "button";
  clear.hidden = !place.seat;
  clear.addEventListener("click", () => move(null));

  /** @param {HallSeat | null} to */
  const move = async (to) => {
    const swap = to?.sitting ? { swap_with: to.sitting.invitation } : { seat: to?.id ?? null };
    await change("PUT", place.id, "seat", swap);
    const key = to?.sitting ? "seat.swapped" : to ? "seat.ok" : "seat.ok_none";
    desk.done(fill(texts[key] ?? "", { who, seat: to?.label ?? "" }), async (reason) => {
      const back = to?.sitting ? swap : { seat: place.seat };
      await change("PUT", place.id, "seat", { ...back, reason });
      return texts["undo.ok_other"] ?? "";
    });
  };
  const form = formOf(
    desk,
    { title: texts["seat.title"] ?? "", submit: texts["b.seat"] ?? "", lead: `${who}. ${now}` },
    async () => {
      const chosen = picker.seat();
      if (!chosen || chosen.id === place.seat) {
        throw new Error(texts[chosen ? "seat.own" : "seat.unknown"] ?? "");
      }
      await move(chosen);
    },
    picker.field,
    clear,
  );
  picker.onChoice((chosen) => {
    const submit = form.querySelector("[type=submit]")?.firstChild;
    if (submit) {
      submit.textContent = submitWords(desk, chosen, place.seat);
    }
  });
  return form;
}

/**
 * A field for a seat's number with what is known of that seat, seats that fit, and the plan.
 *
 * @param {Desk} desk
 * @param {Hall} plan
 * @param {SeatWords[]} fitting
 * @param {string | null} own
 */
export function seatPicker(desk, plan, fitting, own) {
  const texts = desk.texts();
  const text = textField(`${texts["f.seat"]}. ${texts["seat.hint"]}`, { maxLength: 12 });
  const said = make("p", "seat-said");
  said.setAttribute("aria-live", "polite");
  const drawn = drawHall(plan, own, texts["seat.map"] ?? "");
  /** @type {(chosen: HallSeat | undefined) => void} */
  let tell = () => {};
  const seat = () => find(plan, text.input.value);
  const update = () => {
    const chosen = seat();
    said.textContent = seatWords(desk, text.input.value, chosen, own);
    drawn.mark(chosen?.id);
    tell(chosen);
  };
  /** @param {string} id */
  const take = (id) => {
    text.input.value = id;
    update();
    text.input.focus();
  };
  text.input.addEventListener("input", update);
  drawn.picture.addEventListener("click", (event) => {
    const id = /** @type {Element} */ (event.target)
      .closest("[data-seat]")
      ?.getAttribute("data-seat");
    if (id) {
      take(id);
    }
  });
  const chips = fitting.map(({ id, label }) => {
    const chip = make("button", "button seat-chip", id);
    chip.type = "button";
    chip.title = label;
    chip.addEventListener("click", () => take(id));
    return chip;
  });
  const offered = make(
    "div",
    "seat-offered",
    make("span", "desk-label", texts["seat.fitting"] ?? ""),
  );
  offered.append(...chips);
  offered.hidden = chips.length === 0;
  const legend = make(
    "p",
    "seat-legend",
    ...["free", "taken", "in", "own"].map((kind) => {
      const item = make("span", null, texts[`seat.key_${kind}`] ?? "");
      item.prepend(make("i", `seat-key seat-key-${kind}`));
      return item;
    }),
  );
  legend.setAttribute("aria-hidden", "true");
  const field = make("div", "seat-picker", text.field, said, offered, drawn.picture, legend);
  return {
    field,
    input: text.input,
    seat,
    /** @param {(chosen: HallSeat | undefined) => void} listener */
    onChoice(listener) {
      tell = listener;
    },
  };
}

/** @param {Desk} desk @param {HallSeat | undefined} chosen @param {string | null} own */
function submitWords(desk, chosen, own) {
  const texts = desk.texts();
  if (!chosen || chosen.id === own) {
    return texts["b.seat"] ?? "";
  }
  const who = sitting(chosen);
  return chosen.sitting
    ? fill(texts["seat.swap"] ?? "", { who })
    : fill(texts["seat.move"] ?? "", { seat: chosen.label });
}

/**
 * @param {Desk} desk
 * @param {string} typed
 * @param {HallSeat | undefined} seat
 * @param {string | null} own
 */
function seatWords(desk, typed, seat, own) {
  const texts = desk.texts();
  if (!seat) {
    return typed.trim().length > 2 ? (texts["seat.unknown"] ?? "") : "";
  }
  if (seat.id === own) {
    return texts["seat.own"] ?? "";
  }
  return seat.sitting
    ? fill(texts["seat.taken"] ?? "", { seat: seat.id, who: sitting(seat) })
    : fill(texts["seat.free"] ?? "", { seat: seat.label });
}

/** @param {HallSeat} seat */
function sitting({ sitting: guest }) {
  const name = guest?.name ? addressed({ name: guest.name, honorific: guest.honorific }) : "";
  return [name, guest?.organisation].filter(Boolean).join(", ");
}

/**
 * Finds "C06" however it is typed: c6, C 06, c-06; and seat 3 of table 5 as b5.3, 5.3, 5-3, 5 3.
 *
 * @param {Hall} plan
 * @param {string} typed
 */
function find(plan, typed) {
  const wanted = bare(typed);
  const exact = plan.seats.find((seat) => bare(seat.id) === wanted);
  return exact ?? plan.seats.find((seat) => atTable(bare(seat.id)) === wanted);
}

/** @param {string} id */
function bare(id) {
  return id
    .toUpperCase()
    .replace(/(\d)[\s.-]+(?=\d)/g, "$1.")
    .replace(/[\s-]/g, "")
    .replace(/^(\D+)0+(?=\d)/, "$1");
}

/** "5.3" of "B5.3"; "" for a seat in a row. @param {string} id */
function atTable(id) {
  return id.includes(".") ? id.replace(/^\D+/, "") : "";
}

/**
 * @param {Hall} plan
 * @param {string | null} own
 * @param {string} title
 */
function drawHall(plan, own, title) {
  const picture = draw("svg", { class: "seat-map", viewBox: viewBox(plan), role: "img" });
  picture.setAttribute("aria-label", title);
  if (plan.stage) {
    const { x, y, width, depth, label } = plan.stage;
    picture.append(
      draw("rect", { class: "map-stage", x, y, width, height: depth }),
      write(label, x + width / 2, y + depth / 2, "map-stage-name"),
    );
  }
  const left = Math.min(...plan.seats.map((seat) => seat.x));
  for (const row of plan.rows) {
    picture.append(...(row.table ? drawTable(row.table, row.id) : [nameOfRow(row, left)]));
  }
  for (const seat of plan.seats) {
    picture.append(drawSeat(seat, own));
  }
  return {
    picture,
    /** @param {string | undefined} id */
    mark(id) {
      for (const seat of picture.querySelectorAll("[data-seat]")) {
        seat.toggleAttribute("data-chosen", seat.getAttribute("data-seat") === id);
      }
    },
  };
}

/** @param {{ id: string, y: number }} row @param {number} left */
function nameOfRow({ id, y }, left) {
  return write(id, left - 1, y, "map-row");
}

/** @param {Table} table @param {string} number */
function drawTable({ x, y, width, depth, round }, number) {
  const size = { width, height: depth, rx: round ? depth / 2 : 0.08 };
  return [
    draw("rect", { class: "map-table", x, y, ...size }),
    write(number, x + width / 2, y + depth / 2, "map-row"),
  ];
}

/** @param {HallSeat} seat @param {string | null} own */
function drawSeat(seat, own) {
  const kind =
    seat.id === own ? "own" : seat.sitting ? (seat.sitting.present ? "in" : "taken") : "free";
  const { x, y } = seat;
  const group = draw("g", { class: `map-seat map-${kind}`, "data-seat": seat.id });
  const name = draw("title", {});
  name.textContent = [seat.label, sitting(seat)].filter(Boolean).join(": ");
  group.append(
    name,
    draw("rect", { x: x - HALF, y: y - HALF, width: 2 * HALF, height: 2 * HALF, rx: 0.08 }),
    write(seat.id.replace(/^(\D+|.*\.)/, ""), x, y, "map-number"),
  );
  return group;
}

/** @param {Hall} plan */
function viewBox({ seats, width, stage }) {
  const bottom = Math.max(...seats.map((seat) => seat.y)) + 0.6;
  const top = stage?.y ?? Math.min(...seats.map((seat) => seat.y)) - 0.6;
  return `0 ${top} ${width} ${bottom - top}`;
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} name
 */
function write(text, x, y, name) {
  const element = draw("text", { class: name, x, y: y + 0.02 });
  element.textContent = text;
  return element;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}
