// @ts-check
// The columns of the table: what each shows of a place, and what an edit of it sends.

import { inkOn, roman } from "../../board/format.js";
import { make } from "../../dom.js";
import { _ } from "../../language.js";
import { fullName, RSVP, standIn, stateOf, titleOf, UNNAMED } from "./words.js";

/** @import { ListedPlace, Values } from "../types.js" */
/** @import { Book } from "./book.js" */

/**
 * `read` gives what an editor starts from; without it the column is not edited in the table.
 * `options` makes the editor a choice.
 *
 * @typedef {{
 *   key: string, label: string, field?: string,
 *   show: (place: ListedPlace, book: Book) => (Node | string)[],
 *   read?: (place: ListedPlace) => string,
 *   options?: () => [string, string][],
 * }} Column
 */

/** @type {Map<string, { number: number, colour: string }>} */
const groups = new Map();
for (const option of document.querySelectorAll("#bulk-group option[data-number]")) {
  if (option instanceof HTMLOptionElement) {
    const { number = "0", colour = "" } = option.dataset;
    groups.set(option.value, { number: Number(number), colour });
  }
}

/** @type {Column[]} */
export const COLUMNS = [
  {
    key: "honorific",
    label: _("Danh xưng"),
    field: "honorific",
    show: (place) => [place.honorific ?? ""],
    read: (place) => place.honorific ?? "",
    options: () => ["", "Ông", "Bà", "Đồng chí"].map((word) => [word, word]),
  },
  {
    key: "name",
    label: _("Họ và tên"),
    field: "name",
    show: (place, book) => [
      make("span", place.name ? "cell-name" : "cell-none", place.name ?? UNNAMED),
      ...notes(place, book),
    ],
    read: (place) => place.name ?? "",
  },
  {
    key: "title",
    label: _("Chức vụ"),
    field: "title",
    show: (place) => [titleOf(place)],
    read: titleOf,
  },
  {
    key: "organisation",
    label: _("Đơn vị"),
    field: "organisation",
    show: (place) => [place.organisation],
    read: (place) => place.organisation,
  },
  {
    key: "group",
    label: _("Nhóm"),
    field: "group",
    show: (place) => [chip(place.group)],
    read: (place) => place.group,
    options: () => [...groups].map(([code, { number }]) => [code, `${roman(number)} · ${code}`]),
  },
  {
    key: "phone",
    label: _("Điện thoại"),
    field: "phone",
    show: (place) => [place.phone ?? ""],
    read: (place) => place.phone ?? "",
  },
  {
    key: "email",
    label: _("Thư điện tử"),
    field: "email",
    show: (place) => [place.email ?? ""],
    read: (place) => place.email ?? "",
  },
  {
    key: "rsvp",
    label: _("Phản hồi"),
    show: (place) => [
      make("span", `answer answer-${place.rsvp}`, RSVP[place.rsvp]),
      ...(place.rsvp_reason ? [make("span", "cell-more", place.rsvp_reason)] : []),
    ],
  },
  { key: "seat", label: _("Ghế"), show: (place) => [place.seat ?? "–"] },
  {
    key: "note",
    label: _("Ghi chú"),
    field: "note",
    show: (place) => [place.note ?? ""],
    read: (place) => place.note ?? "",
  },
  {
    key: "state",
    label: _("Tình trạng"),
    show: (place, book) => {
      const { kind, text } = stateOf(place, book.sentTo(place.id), book.venueKnown);
      return [make("span", `state state-${kind}`, text)];
    },
  },
];

/**
 * What an edit of one cell sends.
 *
 * @param {Column} column
 * @param {string} text
 * @returns {Values}
 */
export function valuesOf(column, text) {
  return { [column.field ?? ""]: text.trim() || null };
}

/** @param {string} code */
export function chip(code) {
  const group = groups.get(code);
  const number = make("span", "chip-number", group ? roman(group.number) : "?");
  if (group) {
    number.style.setProperty("--chip", group.colour);
    number.style.setProperty("--chip-ink", inkOn(group.colour));
  }
  return make("span", "chip", number, make("span", "chip-code", code));
}

/** @param {ListedPlace} place @param {Book} book */
function notes(place, book) {
  const said = [
    standIn(place),
    place.award ? _("Nhận khen thưởng") : "",
    place.support ?? "",
    book.isTwice(place.id) ? _("Trùng họ tên") : "",
  ].filter(Boolean);
  return said.length > 0 ? [make("span", "cell-more", said.join(" · "))] : [];
}

/** @param {ListedPlace} place */
export function rowName(place) {
  return `${fullName(place)}, ${place.organisation}`;
}
