// @ts-check
// Figures, times and names as official papers write them.

/** @import { Language } from "../texts.js" */
/** @import { BoardEvent } from "./types.js" */

const ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/**
 * Below ten with a zero before it in Vietnamese: 04.
 *
 * @param {number} count
 * @param {Language} language
 */
export function count(count, language) {
  return language === "vi" ? String(count).padStart(2, "0") : String(count);
}

/**
 * @param {number} rate
 * @param {Language} language
 */
export function percent(rate, language) {
  const text = rate.toFixed(1);
  return language === "vi" ? `${text.replace(".", ",")}%` : `${text}%`;
}

/** @param {number} number */
export function roman(number) {
  return "X".repeat(Math.floor(number / 10)) + (ROMAN[number % 10] ?? "");
}

/** @param {string | number | Date} moment */
export function clock(moment) {
  return new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(new Date(moment));
}

/**
 * Name and post of whoever an event is about.
 *
 * @param {BoardEvent} event
 * @param {string} unnamed what to say where nobody is named yet
 */
export function person({ guest, organisation: sender }, unnamed) {
  const title = guest?.title ?? "";
  const organisation = guest?.organisation ?? sender ?? "";
  // "Phó Chủ tịch UBND tỉnh" of "UBND tỉnh" would be said twice.
  const parts = organisation && title.endsWith(organisation) ? [title] : [title, organisation];
  const post = parts.filter(Boolean).join(", ");
  const name = [guest?.honorific, guest?.name].filter(Boolean).join(" ");
  return { name: guest?.name ? name : unnamed, post };
}

/**
 * Black or white, whichever is easier to read on a colour.
 *
 * @param {string} colour `#RRGGBB`
 */
export function inkOn(colour) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}
