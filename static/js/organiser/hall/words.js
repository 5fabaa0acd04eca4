// @ts-check
// Words about a seat and about whoever sits there.

import { _ } from "../../language.js";

/** @import { Guest, Seat } from "./types.js" */

/** @param {Guest} guest */
export function called(guest) {
  return guest.name
    ? [guest.honorific, guest.name].filter(Boolean).join(" ")
    : `${guest.title ?? _("Đại biểu chưa có tên")}, ${guest.organisation}`;
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
    guest.present ? _("Đã có mặt") : "",
    !guest.present && guest.rsvp === "not_coming" ? _("Báo vắng") : "",
    guest.walk_in ? _("Ngoài danh sách") : "",
    guest.instead_of ? _("Dự thay {who}", { who: guest.instead_of }) : "",
    guest.award ? _("Nhận khen thưởng") : "",
    guest.support ?? "",
  ].filter(Boolean);
}

/** Everything about a seat in one line, for those who hear the page. @param {Seat} seat @param {Guest | undefined} guest */
export function spoken(seat, guest) {
  const who = guest
    ? [called(guest), post(guest), _("nhóm {group}", { group: guest.group }), ...marksOf(guest)]
    : [_("ghế trống")];
  return [
    `${seat.label}: ${who.filter(Boolean).join(", ")}`,
    seat.wheelchair ? _("chỗ dành cho xe lăn") : "",
    seat.locked ? _("đã khóa") : "",
  ]
    .filter(Boolean)
    .join("; ");
}
