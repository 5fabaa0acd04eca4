// @ts-check
// One place in full: its form, what can be done about it, what happened to it.

import { make, one } from "../../dom.js";
import { _ } from "../../language.js";
import { place as at, detail, Refused, send } from "../api.js";
import { askReason } from "../dialogs.js";
import { tell } from "../told.js";
import { awardKind } from "./edits.js";
import { did, fullName, standIn, titleOf, when } from "./words.js";

/** @import { ListedPlace, Values } from "../types.js" */
/** @import { Book } from "./book.js" */
/** @import { Edits } from "./edits.js" */

const dialog = one("#place", HTMLDialogElement);
const form = one("#place-form", HTMLFormElement);
const fault = one("#place-fault", HTMLElement);
const standInDialog = one("#stand-in", HTMLDialogElement);
const standInForm = one("#stand-in-form", HTMLFormElement);

export class Drawer {
  #book;
  #edits;
  #draw;
  /** The place that is open, as it was seen; null: a new one. @type {ListedPlace | null} */
  #place = null;

  /** @param {Book} book @param {Edits} edits @param {() => void} draw */
  constructor(book, edits, draw) {
    this.#book = book;
    this.#edits = edits;
    this.#draw = draw;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    standInForm.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#saveStandIn();
    });
    one("#place-more", HTMLElement).addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
      if (button) {
        this.#act(button.getAttribute("data-do") ?? "");
      }
    });
  }

  /** @param {ListedPlace | null} place null: to be added */
  open(place) {
    this.#show(place);
    dialog.showModal();
    control(place ? "name" : "organisation").focus();
  }

  /** @param {ListedPlace | null} place */
  #show(place) {
    this.#place = place;
    fault.hidden = true;
    one("#place-title", HTMLElement).textContent = place ? fullName(place) : _("Thêm suất mời");
    one("#place-state", HTMLElement).textContent = place
      ? stateLine(place)
      : _("Để trống họ tên nếu đơn vị chưa cử người.");
    for (const [key, value] of Object.entries(fieldsOf(place))) {
      control(key).value = value;
    }
    one("#units", HTMLDataListElement).replaceChildren(
      ...this.#book.units().map((unit) => new Option(unit, unit)),
    );
    one("#place-more", HTMLElement).hidden = place === null;
    if (place) {
      this.#offer(place);
      this.#tellHistory(place);
    }
  }

  /** @param {ListedPlace} place */
  #offer(place) {
    const valid = place.cancelled === null;
    /** @type {Record<string, boolean>} */
    const offered = {
      substitute: valid,
      substitute_back: valid && place.substitute !== null,
      reissue: valid && place.kind !== "walk_in",
      cancel: valid,
      restore: !valid,
    };
    for (const button of one("#place-more", HTMLElement).querySelectorAll("[data-do]")) {
      button.toggleAttribute("hidden", !offered[button.getAttribute("data-do") ?? ""]);
    }
    one("#place-save", HTMLButtonElement).disabled = !valid;
  }

  /** @param {ListedPlace} place */
  async #tellHistory(place) {
    const list = one("#history", HTMLOListElement);
    list.replaceChildren();
    const told = await detail(place.id).catch(() => ({ history: [] }));
    if (this.#place?.id === place.id) {
      list.replaceChildren(
        ...told.history.map((/** @type {any} */ entry) =>
          make(
            "li",
            null,
            make("b", null, did(entry)),
            make("span", "history-who", [entry.who, when(entry.at)].filter(Boolean).join(" · ")),
            ...(entry.remark ? [make("span", "pre", entry.remark)] : []),
          ),
        ),
      );
    }
  }

  async #save() {
    const seen = fieldsOf(this.#place);
    /** @type {Values} */
    const values = {};
    for (const [key, value] of Object.entries(seen)) {
      const now = control(key).value.trim();
      if (now !== value || (this.#place === null && now)) {
        values[key] = now || null;
      }
    }
    const missing = ["organisation", "group"].find((key) => !control(key).value.trim());
    if (missing) {
      this.#fault(_("Cần ghi đơn vị và chọn nhóm."));
      control(missing).focus();
      return;
    }
    if (this.#place === null) {
      await this.#add(values);
    } else if (
      Object.keys(values).length === 0 ||
      (await this.#edits.change(this.#place, values))
    ) {
      dialog.close();
    }
  }

  /** @param {Values} values */
  async #add(values) {
    try {
      const kind = values["name"] ? "named" : "representative";
      const answer = await send("POST", "/api/places", { kind, ...values });
      this.#book.put([answer.place]);
      dialog.close();
      this.#draw();
      tell(
        _("Đã thêm {id}, {organisation}.", {
          id: answer.place.id,
          organisation: answer.place.organisation,
        }),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {string} what */
  async #act(what) {
    const place = this.#place;
    if (!place) {
      return;
    }
    if (what === "substitute") {
      this.#openStandIn(place);
    } else if (what === "substitute_back") {
      await this.#desk("DELETE", place, "substitute", { seat: "keep" }, _("Đã hủy dự thay."));
    } else if (what === "reissue") {
      const reason = await askReason(_("Cấp lại phiếu mời (mã cũ hết hiệu lực)"));
      if (reason) {
        await this.#desk(
          "POST",
          place,
          "code",
          { reason },
          _("Đã cấp lại phiếu mời. Gửi lại ảnh mới cho đại biểu."),
        );
      }
    } else {
      await this.#withdraw(place, what === "restore");
    }
  }

  /** @param {ListedPlace} place @param {boolean} back */
  async #withdraw(place, back) {
    const reason = back
      ? null
      : await askReason(_("Hủy suất mời: {name}", { name: fullName(place) }));
    if (back || reason) {
      const what = back ? _("Đã mời lại") : _("Đã hủy suất mời");
      if (await this.#edits.change(place, { cancelled: reason }, `${what}: ${fullName(place)}.`)) {
        dialog.close();
      }
    }
  }

  /** @param {ListedPlace} place */
  #openStandIn(place) {
    standInForm.reset();
    one("#stand-in-fault", HTMLElement).hidden = true;
    const whom = [titleOf(place), fullName(place), place.organisation].filter(Boolean).join(", ");
    one("#stand-in-for", HTMLElement).textContent = _("Được mời: {whom}", { whom });
    standInDialog.showModal();
    one("[name=name]", HTMLInputElement, standInForm).focus();
  }

  async #saveStandIn() {
    const said = Object.fromEntries(
      [...new FormData(standInForm)].map(([key, value]) => [key, String(value).trim() || null]),
    );
    const problem = one("#stand-in-fault", HTMLElement);
    if (!said["name"] || !this.#place) {
      problem.textContent = _("Cần ghi họ tên người dự thay.");
      problem.hidden = false;
      return;
    }
    const done = await this.#desk(
      "PUT",
      this.#place,
      "substitute",
      said,
      _("Đã ghi nhận người dự thay: {name}.", { name: said["name"] }),
    );
    if (done) {
      standInDialog.close();
    }
  }

  /**
   * @param {"POST" | "PUT" | "DELETE"} method
   * @param {ListedPlace} place
   * @param {string} noun
   * @param {object} body
   * @param {string} done
   */
  async #desk(method, place, noun, body, done) {
    try {
      await send(method, `${at(place.id).replace("places", "invitations")}/${noun}`, body);
    } catch (error) {
      standInDialog.close();
      this.#fail(error);
      return false;
    }
    dialog.close();
    tell(done);
    this.#draw();
    return true;
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    this.#fault(error.message);
  }

  /** @param {string} message */
  #fault(message) {
    fault.textContent = message;
    fault.hidden = false;
  }
}

/** @param {string} name */
function control(name) {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) {
    return found;
  }
  throw new Error(`The form has no ${name}`);
}

/** @param {ListedPlace | null} place @returns {Record<string, string>} */
function fieldsOf(place) {
  return {
    honorific: place?.honorific ?? "",
    name: place?.name ?? "",
    title: place ? titleOf(place) : "",
    organisation: place?.organisation ?? "",
    group: place?.group ?? "",
    phone: place?.phone ?? "",
    email: place?.email ?? "",
    rsvp: place?.rsvp ?? "none",
    rsvp_reason: place?.rsvp_reason ?? "",
    award: place ? awardKind(place) : "none",
    award_form: place?.award_form ?? "",
    support: place?.support ?? "",
    note: place?.note ?? "",
  };
}

/** @param {ListedPlace} place */
function stateLine(place) {
  const parts = [
    place.id,
    place.seat ? _("Ghế {seat}", { seat: place.seat }) : _("Chưa có ghế"),
    standIn(place),
    place.admission ? _("Có mặt {hour}", { hour: when(place.admission.at) }) : "",
    place.cancelled ? _("Đã hủy: {reason}", { reason: place.cancelled }) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}
