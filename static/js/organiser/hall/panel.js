// @ts-check
// Beside the hall: who has no seat yet, and all about the seat that is chosen.

import { make, one } from "../../dom.js";
import { _, plural } from "../../language.js";
import { called, marksOf, post } from "./words.js";

/** @import { Floor } from "./floor.js" */
/** @import { Guest, Seat } from "./types.js" */

const MOST_LISTED = 200;

/**
 * What the panel asks for.
 *
 * @typedef {{
 *   carry: (guest: Guest) => void, goTo: (seat: string) => void, clear: (guest: Guest) => void,
 *   lock: (seat: Seat) => void,
 * }} Wishes
 */

export class Panel {
  #find = one("#seek", HTMLInputElement);
  #list = one("#waiting", HTMLElement);
  #count = one("#waiting-count", HTMLElement);
  #chosen = one("#chosen", HTMLElement);

  /** @param {Floor} floor @param {Wishes} wishes */
  constructor(floor, wishes) {
    this.floor = floor;
    this.wishes = wishes;
    this.#find.addEventListener("input", () => this.drawWaiting());
    this.#list.addEventListener("click", (event) => this.#onClick(event));
  }

  drawWaiting() {
    const typed = this.#find.value;
    const found = this.floor.find(typed);
    const wanted = found.filter((guest) => typed || guest.takes_seat);
    const rest = typed ? [] : found.filter((guest) => !guest.takes_seat);
    this.#count.textContent = typed
      ? plural("{n} đại biểu phù hợp", wanted.length)
      : plural("{n} đại biểu chưa có ghế, theo thứ tự lễ tân", wanted.length);
    const items = wanted.slice(0, MOST_LISTED).map((guest) => this.#item(guest));
    if (rest.length > 0) {
      items.push(make("li", "waiting-rest", _("Không bố trí ghế (theo ghi chú trong danh sách)")));
      items.push(...rest.map((guest) => this.#item(guest)));
    }
    this.#list.replaceChildren(...items);
  }

  /** @param {Seat | undefined} seat @param {boolean} known whether reasons are at hand */
  drawChosen(seat, known) {
    const guest = seat && this.floor.sitting(seat.id);
    if (!seat) {
      this.#chosen.replaceChildren(
        make("p", "chosen-none", _("Chọn một ghế trên sơ đồ để xem ai ngồi đó và vì sao.")),
      );
      return;
    }
    /** @type {HTMLElement[]} */
    const parts = [make("p", "chosen-seat", seat.label, this.#signs(seat))];
    parts.push(...(guest ? this.#about(guest, known) : [this.#empty(seat)]));
    this.#chosen.replaceChildren(...parts, this.#doings(seat, guest));
  }

  /** @param {Seat} seat */
  #signs(seat) {
    const said = [seat.locked ? _("Đã khóa") : "", seat.wheelchair ? _("Chỗ xe lăn") : ""];
    return make("span", "chosen-signs", said.filter(Boolean).join(" · "));
  }

  /** @param {Seat} seat */
  #empty(seat) {
    const zone = this.floor.hall.zones.find((one) => one.id === seat.zone);
    const kept = zone
      ? _("Khu «{zone}» ({groups}).", { zone: zone.name, groups: zone.groups.join(", ") })
      : _("Ghế dự phòng.");
    return make("p", "chosen-post", `${_("Ghế trống.")} ${kept}`);
  }

  /** @param {Guest} guest @param {boolean} known */
  #about(guest, known) {
    const why = this.floor.reasons?.get(guest.invitation);
    const group = this.floor.groups.get(guest.group);
    const facts = make(
      "ul",
      "chosen-why",
      ...(why?.facts ?? (known ? [] : [_("Đang tính…")])).map((fact) => make("li", null, fact)),
    );
    const marks = marksOf(guest).map((mark) => make("li", null, mark));
    return [
      make("p", "chosen-name", called(guest)),
      make("p", "chosen-post", post(guest)),
      make(
        "p",
        "chosen-post",
        `${_("Nhóm {group}", { group: guest.group })}${group ? ` – ${group.name}` : ""}`,
      ),
      ...(marks.length > 0 ? [make("ul", "chosen-marks", ...marks)] : []),
      make("h3", null, _("Vì sao ngồi đây")),
      facts,
    ];
  }

  /** @param {Seat} seat @param {Guest | undefined} guest */
  #doings(seat, guest) {
    const doings = make("div", "chosen-doings");
    if (guest && !seat.locked) {
      doings.append(
        button(_("Chuyển chỗ"), () => this.wishes.carry(guest)),
        button(_("Bỏ khỏi ghế"), () => this.wishes.clear(guest)),
      );
    }
    doings.append(button(seat.locked ? _("Mở khóa") : _("Khóa ghế"), () => this.wishes.lock(seat)));
    return doings;
  }

  /** @param {Guest} guest */
  #item(guest) {
    const line = make(
      "button",
      "waiting-guest",
      make("span", "waiting-code", guest.group),
      make("span", "waiting-name", called(guest)),
      make("span", "waiting-post", [post(guest), ...marksOf(guest)].filter(Boolean).join(" · ")),
    );
    line.type = "button";
    line.dataset["guest"] = guest.invitation;
    if (guest.seat) {
      line.append(make("span", "waiting-seat", guest.seat));
    }
    return make("li", null, line);
  }

  /** @param {Event} event */
  #onClick(event) {
    const line = event.target instanceof Element ? event.target.closest("[data-guest]") : null;
    const guest = this.floor.guests.get(line?.getAttribute("data-guest") ?? "");
    if (guest?.seat && this.floor.seats.has(guest.seat)) {
      this.wishes.goTo(guest.seat);
    } else if (guest) {
      this.wishes.carry(guest);
    }
  }
}

/** @param {string} label @param {() => void} action */
function button(label, action) {
  const made = make("button", "button", label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}
