// @ts-check
// Words about a place, and names folded for a search without accents.

import { clock } from "../../board/format.js";

/** @import { ListedPlace } from "../types.js" */

export const RSVP = { none: "Chưa phản hồi", coming: "Đã xác nhận", not_coming: "Báo vắng" };
export const UNNAMED = "(chưa có tên)";

/** What happened to a place, as its history names it. @type {Record<string, string>} */
const DID = {
  admitted: "Ghi nhận có mặt",
  undone: "Hủy ghi nhận",
  refused: "Chưa mời vào",
  conflict: "Ghi nhận hai lần",
  edit: "Sửa",
  add: "Thêm suất mời",
  merge: "Gộp",
  restore: "Mời lại",
  cancel: "Hủy suất mời",
  seat: "Đổi vị trí ngồi",
  name: "Bổ sung họ tên",
  name_back: "Bỏ họ tên",
  substitute: "Ghi nhận dự thay",
  substitute_back: "Hủy dự thay",
  documents: "Phát tài liệu",
  documents_back: "Hủy phát tài liệu",
  rsvp: "Ghi phản hồi",
  reissue: "Cấp lại phiếu mời",
  walk_in: "Thêm ngoài danh sách",
  notice: "Báo Ban Tổ chức",
  import: "Nhập từ Excel",
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
  return who ? `Dự thay: ${[who.honorific, who.name].filter(Boolean).join(" ")}` : "";
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
    return { kind: "cancelled", text: `Đã hủy: ${place.cancelled}` };
  }
  if (place.admission) {
    return { kind: "present", text: `Có mặt ${clock(place.admission.at)}` };
  }
  if (place.kind === "walk_in") {
    return { kind: "plain", text: "Ngoài danh sách" };
  }
  if (!sent?.invited) {
    return { kind: "open", text: "Chưa mời" };
  }
  return venueKnown && !sent.venue
    ? { kind: "open", text: "Chưa báo địa điểm" }
    : { kind: "plain", text: "Đã gửi phiếu mời" };
}

/** @param {{ what: string | null, kind?: string }} entry */
export function did(entry) {
  return DID[entry.what ?? ""] ?? DID[entry.kind ?? ""] ?? "Thay đổi";
}

/** @param {number} count */
export function two(count) {
  return String(count).padStart(2, "0");
}

/** @param {string} moment */
export function when(moment) {
  return new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    day: "2-digit",
    month: "2-digit",
    hourCycle: "h23",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(new Date(moment));
}
