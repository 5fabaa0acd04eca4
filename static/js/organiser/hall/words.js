// @ts-check
// Words about a seat and about whoever sits there.

/** @import { Guest, Seat } from "./types.js" */

/** @param {Guest} guest */
export function called(guest) {
  return guest.name
    ? [guest.honorific, guest.name].filter(Boolean).join(" ")
    : `${guest.title ?? "Đại biểu chưa có tên"}, ${guest.organisation}`;
}

/** What is written on the seat: the tên, or the unit where nobody is named. @param {Guest} guest */
export function shortName(guest) {
  return guest.name ? (guest.name.split(" ").at(-1) ?? "") : guest.organisation;
}

/** "Phó Chủ tịch UBND tỉnh" of "UBND tỉnh" would be said twice. @param {Guest} guest */
export function post({ name, title, organisation }) {
  if (!name) {
    return "";
  }
  return [title, title?.endsWith(organisation) ? "" : organisation].filter(Boolean).join(", ");
}

/** @param {Guest} guest @returns {string[]} what is to be known of a guest besides */
export function marksOf(guest) {
  return [
    guest.present ? "Đã có mặt" : "",
    !guest.present && guest.rsvp === "not_coming" ? "Báo vắng" : "",
    guest.walk_in ? "Ngoài danh sách" : "",
    guest.instead_of ? `Dự thay ${guest.instead_of}` : "",
    guest.award ? "Nhận khen thưởng" : "",
    guest.support ?? "",
  ].filter(Boolean);
}

/** Everything about a seat in one line, for those who hear the page. @param {Seat} seat @param {Guest | undefined} guest */
export function spoken(seat, guest) {
  const who = guest
    ? [called(guest), post(guest), `nhóm ${guest.group}`, ...marksOf(guest)]
    : ["ghế trống"];
  return [
    `${seat.label}: ${who.filter(Boolean).join(", ")}`,
    seat.wheelchair ? "chỗ dành cho xe lăn" : "",
    seat.locked ? "đã khóa" : "",
  ]
    .filter(Boolean)
    .join("; ");
}
