// @ts-check
// The parts of a hall: what each of them is asked, and how another of its kind begins.

import { _ } from "../../../language.js";

/** @import { Design, Field, Kind, Part } from "./types.js" */

/** @type {[string, string][]} */
const FILLS = [
  ["centre-out-left-first", _("Từ giữa ra, bên trái trước")],
  ["centre-out-right-first", _("Từ giữa ra, bên phải trước")],
  ["left-to-right", _("Từ trái sang phải")],
  ["right-to-left", _("Từ phải sang trái")],
];
/** @type {[string, string][]} */
const SHAPES = [
  ["round", _("Bàn tròn")],
  ["desk", _("Bàn học")],
];
const AISLE_M = 1.2;
const LETTERS = 26;

/**
 * @param {string} key
 * @param {string} label
 * @param {Kind} kind
 * @param {Partial<Field>} [more]
 * @returns {Field}
 */
function field(key, label, kind, more = {}) {
  return { key, label, kind, ...more };
}

const NAMES = [
  field("label", _("Tên"), "text", { wide: true }),
  field("label_en", _("Tên tiếng Anh"), "text", { wide: true }),
];
const CORNER = [
  field("x", _("Cách mép trái (m)"), "number"),
  field("y", _("Cách mép sân khấu (m)"), "number"),
];

/** What is said of the hall as a whole. @type {Field[]} */
export const WHOLE = [
  field("name", _("Tên hội trường"), "text", { wide: true }),
  field("name_en", _("Tên tiếng Anh"), "text", { wide: true }),
  field("width", _("Rộng (m)"), "number"),
  field("depth", _("Sâu (m)"), "number"),
  field("fill", _("Thứ tự xếp trong hàng"), "choice", { choices: FILLS, wide: true }),
  field("aisles", _("Lối đi dọc, cách mép trái (m)"), "numbers", {
    optional: true,
    wide: true,
    hint: _("Để trống: giữa các dãy và các bàn"),
  }),
];

/**
 * A part there is once or not at all (`fresh` begins it), or several times (`another` begins one);
 * `begun` is how the house begins each of them.
 *
 * @typedef {{
 *   key: string, title: string, fields: Field[],
 *   fresh?: (design: Design, begun: Design) => Part,
 *   another?: (design: Design, listed: Part[], begun: Design) => Part,
 *   ordered?: boolean, lead?: string,
 * }} PartOf
 */

/** @type {PartOf[]} */
export const PARTS = [
  {
    key: "stage",
    title: _("Sân khấu"),
    fields: [
      ...NAMES,
      ...CORNER,
      field("width", _("Rộng (m)"), "number"),
      field("depth", _("Sâu (m)"), "number"),
    ],
    fresh: ({ width }, begun) => ({ ...part(begun, "stage"), width: Number(width) || 10 }),
  },
  {
    key: "head_table",
    title: _("Bàn chủ trì"),
    fields: [
      ...NAMES,
      field("id", _("Ký hiệu ghế"), "text"),
      field("seats", _("Số ghế"), "whole"),
      field("x", _("Ghế 1 cách mép trái (m)"), "number"),
      field("y", _("Cách mép sân khấu (m)"), "number"),
      field("pitch", _("Hai ghế cách nhau (m)"), "number"),
    ],
    fresh: ({ width }, begun) => ({
      ...part(begun, "head_table"),
      x: Math.max(0, near((Number(width) || 10) / 2 - 1.8)),
    }),
  },
  {
    key: "blocks",
    title: _("Dãy ghế"),
    lead: _("Mọi hàng có cùng các dãy. Lối đi là khoảng trống giữa hai dãy."),
    fields: [
      field("name", _("Tên"), "text", { wide: true }),
      field("name_en", _("Tên tiếng Anh"), "text", { wide: true }),
      field("id", _("Ký hiệu"), "text"),
      field("seats", _("Từ ghế số, đến ghế số"), "numbers"),
      field("x", _("Ghế đầu cách mép trái (m)"), "number"),
      field("pitch", _("Hai ghế cách nhau (m)"), "number"),
    ],
    another: (_design, listed, begun) => anotherBlock(listed, begun),
  },
  {
    key: "rows",
    title: _("Hàng ghế"),
    lead: _("Hàng đầu sát sân khấu. Ghế mang tên hàng và số: A01, A02…"),
    fields: [
      field("id", _("Hàng"), "text"),
      field("label", _("Tên riêng"), "text", { optional: true, wide: true }),
      field("y", _("Cách sân khấu (m)"), "number"),
      field("wheelchair", _("Xe lăn: ghế số"), "numbers", { optional: true }),
      field("without", _("Bỏ ghế số"), "numbers", { optional: true }),
    ],
    another: (_design, listed) => anotherRow(listed),
  },
  {
    key: "tables",
    title: _("Bàn"),
    lead: _(
      "Bàn đánh số từ trái sang phải, từ trên xuống. Ghế mang tên bàn và số: B5.3 là bàn 5, ghế 3.",
    ),
    fields: [
      ...NAMES,
      field("shape", _("Kiểu"), "choice", { choices: SHAPES }),
      field("id", _("Ký hiệu"), "text"),
      field("seats", _("Số ghế một bàn"), "whole"),
      field("count", _("Số bàn"), "whole"),
      field("across", _("Số bàn một hàng"), "whole"),
      field("first", _("Đánh số từ"), "whole", { optional: true }),
      field("x", _("Bàn đầu: giữa bàn cách mép trái (m)"), "number"),
      field("y", _("Bàn đầu: cách mép sân khấu (m)"), "number"),
      field("pitch", _("Hai bàn cách nhau (m)"), "number"),
      field("line_pitch", _("Hai hàng bàn cách nhau (m)"), "number"),
      field("wheelchair", _("Ghế xe lăn"), "texts", { optional: true }),
      field("without", _("Ghế không có"), "texts", { optional: true }),
    ],
    another: anotherTables,
  },
  {
    key: "zones",
    title: _("Khu vực dành riêng"),
    lead: _(
      "Xếp lần lượt từ trên xuống. Nhóm không có khu nào ngồi ghế còn lại, theo thứ tự lễ tân.",
    ),
    ordered: true,
    fields: [
      field("name", _("Tên"), "text", { wide: true }),
      field("name_en", _("Tên tiếng Anh"), "text", { wide: true }),
      field("id", _("Ký hiệu"), "text"),
      field("seats", _("Ghế"), "texts", { wide: true, hint: _("A, B-C, H01-H06, H07") }),
      field("groups", _("Nhóm, xếp trước ghi trước"), "texts", { wide: true }),
      field("award", _("Nhận khen thưởng ngồi liền nhau"), "flag", { optional: true }),
      field("press", _("Khu tác nghiệp báo chí"), "flag", { optional: true }),
    ],
    another: (_design, listed, begun) => anotherZone(listed, begun),
  },
  {
    key: "spots",
    title: _("Cửa và các điểm"),
    lead: _("door: cửa chính, nơi bắt đầu đường đi; exit: cửa phụ, lối xe lăn; reception; camera."),
    fields: [field("id", _("Ký hiệu"), "text"), ...NAMES, ...CORNER],
    another: anotherSpot,
  },
  {
    key: "press_area",
    title: _("Lời chỉ khu tác nghiệp"),
    fields: NAMES,
    fresh: (_design, begun) => part(begun, "press_area"),
  },
];

/** @param {Design} begun @param {string} key */
function part(begun, key) {
  return { .../** @type {Part} */ (begun[key]) };
}

/** @param {Part[]} listed @param {Design} begun @returns {Part} */
function anotherBlock(listed, begun) {
  const last = listed.at(-1);
  const [first, end] = numbers(last?.["seats"]);
  const many = last ? end - first + 1 : 6;
  const pitch = last ? Number(last["pitch"]) : 0.8;
  const x = last ? Number(last["x"]) + (many - 1) * pitch + AISLE_M : 1.4;
  const number = listed.length + 1;
  return {
    id: freeName("D", listed),
    name: `${part(begun, "blocks")["name"]} ${number}`,
    name_en: `${part(begun, "blocks")["name_en"]} ${number}`,
    seats: last ? [end + 1, end + many] : [1, many],
    x: near(x),
    pitch,
  };
}

/** @param {Part[]} listed @returns {Part} */
function anotherRow(listed) {
  const taken = new Set(listed.map((row) => row["id"]));
  let at = 0;
  while (taken.has(rowName(at))) {
    at += 1;
  }
  const [before, last] = listed.slice(-2).map((row) => Number(row["y"]));
  const gap = before !== undefined && last !== undefined && last > before ? last - before : 1;
  return { id: rowName(at), y: near((last ?? before ?? 3.6) + gap) };
}

/** @param {Design} design @param {Part[]} listed @param {Design} begun @returns {Part} */
function anotherTables({ rows }, listed, begun) {
  const last = listed.at(-1);
  if (last) {
    const lines = Math.ceil(Number(last["count"]) / Number(last["across"]));
    const { wheelchair: _wheels, without: _gaps, ...same } = last;
    return {
      ...same,
      id: freeName("B", listed),
      y: near(Number(last["y"]) + lines * Number(last["line_pitch"])),
      first: Number(last["first"] ?? 1) + Number(last["count"]),
    };
  }
  const behind = Array.isArray(rows)
    ? rows.map((row) => Number(/** @type {Part} */ (row)["y"]))
    : [];
  return { ...part(begun, "tables"), y: near(Math.max(3.6, ...behind) + 2) };
}

/** @param {Part[]} listed @param {Design} begun @returns {Part} */
function anotherZone(listed, begun) {
  const number = listed.length + 1;
  return {
    id: freeName("K", listed),
    name: `${part(begun, "zones")["name"]} ${number}`,
    name_en: `${part(begun, "zones")["name_en"]} ${number}`,
    seats: [],
    groups: [],
  };
}

/** @param {Design} design @param {Part[]} listed @param {Design} begun @returns {Part} */
function anotherSpot({ width, depth }, listed, begun) {
  const taken = new Set(listed.map((spot) => spot["id"]));
  const known = /** @type {Part[]} */ (begun["spots"]);
  const next = known.find((spot) => !taken.has(spot["id"] ?? ""));
  return {
    ...(next ?? { ...known.at(-1), id: freeName("p", listed) }),
    x: near((Number(width) || 10) / 2),
    y: near((Number(depth) || 10) - 0.4),
  };
}

/** A, B … Z, AA … @param {number} at @returns {string} */
function rowName(at) {
  const letter = String.fromCharCode(65 + (at % LETTERS));
  return at < LETTERS ? letter : rowName(Math.floor(at / LETTERS) - 1) + letter;
}

/** @param {string} start @param {Part[]} listed */
function freeName(start, listed) {
  const taken = new Set(listed.map((one) => one["id"]));
  let number = listed.length + 1;
  while (taken.has(`${start}${number}`)) {
    number += 1;
  }
  return `${start}${number}`;
}

/** @param {unknown} value @returns {[number, number]} */
function numbers(value) {
  const [first = 1, end = 1] = Array.isArray(value) ? value.map(Number) : [];
  return [first, end];
}

/** Centimetres are near enough. @param {number} metres */
export function near(metres) {
  return Math.round(metres * 100) / 100;
}
