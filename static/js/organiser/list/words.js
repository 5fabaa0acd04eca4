// @ts-check
// Words about a place, and names folded for a search without accents.

import { clock } from "../../board/format.js";
import { _, figure, language } from "../../language.js";

/** @import { ListedPlace } from "../types.js" */

export const RSVP = {
  none: _("Chưa phản hồi"),
  coming: _("Đã xác nhận"),
  not_coming: _("Báo vắng"),
};
export const UNNAMED = _("(chưa có tên)");

export { figure as two };

/** What happened to a place, as its history names it. @type {Record<string, string>} */
const DID = {
  admitted: _("Ghi nhận có mặt"),
  undone: _("Hủy ghi nhận"),
  refused: _("Chưa mời vào"),
  conflict: _("Ghi nhận hai lần"),
  edit: _("Sửa"),
  add: _("Thêm suất mời"),
  merge: _("Gộp"),
  restore: _("Mời lại"),
  cancel: _("Hủy suất mời"),
  seat: _("Đổi vị trí ngồi"),
  name: _("Bổ sung họ tên"),
  name_back: _("Bỏ họ tên"),
  substitute: _("Ghi nhận dự thay"),
  substitute_back: _("Hủy dự thay"),
  documents: _("Phát tài liệu"),
  documents_back: _("Hủy phát tài liệu"),
  rsvp: _("Ghi phản hồi"),
  reissue: _("Cấp lại phiếu mời"),
  walk_in: _("Thêm ngoài danh sách"),
  notice: _("Báo Ban Tổ chức"),
  import: _("Nhập từ Excel"),
};

/** @param {string | null | undefined} text */
export function fold(text) {
  return (text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

/** Lists by name go by the last word first. @param {ListedPlace} place */
export function givenName(place) {
  const words = (place.name ?? "\uffff").split(" ");
  return [words.at(-1), ...words.slice(0, -1)].join(" ");
}

/** @param {ListedPlace} place */
export function fullName(place) {
  return place.name ? [place.honorific, place.name].filter(Boolean).join(" ") : UNNAMED;
}

/** @param {ListedPlace} place */
export function titleOf(place) {
  return (place.name ? place.title : place.expects) ?? "";
}

/** @param {ListedPlace} place */
export function standIn(place) {
  const who = place.substitute;
  return who
    ? _("Dự thay: {name}", { name: [who.honorific, who.name].filter(Boolean).join(" ") })
    : "";
}

/**
 * How a place stands, in a word and its kind.
 *
 * @param {ListedPlace} place
 * @param {{ invited: boolean, venue: boolean } | undefined} sent
 * @param {boolean} venueKnown
 * @returns {{ kind: string, text: string }}
 */
export function stateOf(place, sent, venueKnown) {
  if (place.cancelled !== null) {
    return { kind: "cancelled", text: _("Đã hủy: {reason}", { reason: place.cancelled }) };
  }
  if (place.admission) {
    return { kind: "present", text: _("Có mặt {hour}", { hour: clock(place.admission.at) }) };
  }
  if (place.kind === "walk_in") {
    return { kind: "plain", text: _("Ngoài danh sách") };
  }
  if (!sent?.invited) {
    return { kind: "open", text: _("Chưa mời") };
  }
  return venueKnown && !sent.venue
    ? { kind: "open", text: _("Chưa báo địa điểm") }
    : { kind: "plain", text: _("Đã gửi phiếu mời") };
}

/** @param {{ what: string | null, kind?: string }} entry */
export function did(entry) {
  return DID[entry.what ?? ""] ?? DID[entry.kind ?? ""] ?? _("Thay đổi");
}

/** @param {string} moment */
export function when(moment) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    day: "2-digit",
    month: "2-digit",
    hourCycle: "h23",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(new Date(moment));
}
