// @ts-check
// What is done to all rows that are ticked.

import { one } from "../../dom.js";
import { _, plural } from "../../language.js";
import { Refused, send } from "../api.js";
import { askChoice, askReason } from "../dialogs.js";
import { tell } from "../told.js";
import { fullName, titleOf } from "./words.js";

/** @import { ListedPlace } from "../types.js" */
/** @import { Edits } from "./edits.js" */
/** @import { Table } from "./table.js" */

export class Bulk {
  #table;
  #edits;
  #refresh;

  /** @param {Table} table @param {Edits} edits @param {() => Promise<void>} refresh */
  constructor(table, edits, refresh) {
    this.#table = table;
    this.#edits = edits;
    this.#refresh = refresh;
    onChoice("#bulk-group", (group) =>
      this.#all({ group }, (n) =>
        plural("Đã chuyển sang nhóm {group}: {n} suất mời.", n, { group }),
      ),
    );
    onChoice("#bulk-rsvp", (rsvp) => this.#answer(rsvp));
    onChoice("#bulk-sent", (sent) => this.#markSent(sent));
    onClick("#bulk-cancel", () => this.#cancel());
    onClick("#bulk-merge", () => this.#merge());
    onClick("#bulk-none", () => this.#table.selectNone());
  }

  draw() {
    const chosen = this.#table.chosen();
    one("#bulk", HTMLElement).hidden = chosen.length === 0;
    one("#bulk-count", HTMLElement).textContent = plural("Đã chọn {n} suất mời", chosen.length);
    one("#bulk-merge", HTMLButtonElement).disabled = chosen.length !== 2;
    const ids = chosen.map((place) => `id=${encodeURIComponent(place.id)}`).join("&");
    one("#bulk-export", HTMLAnchorElement).href = `/guests/export.xlsx?${ids}`;
  }

  /** @param {Record<string, string | null>} values @param {(count: number) => string} said */
  async #all(values, said) {
    const places = this.#table.chosen();
    await this.#edits.changeMany(places, values, said(places.length));
  }

  /** @param {string} rsvp */
  async #answer(rsvp) {
    const rsvp_reason = rsvp === "not_coming" ? await askReason(_("Ghi báo vắng")) : null;
    if (rsvp !== "not_coming" || rsvp_reason) {
      await this.#all({ rsvp, rsvp_reason }, (n) => plural("Đã ghi phản hồi: {n} suất mời.", n));
    }
  }

  async #cancel() {
    const places = this.#table.chosen();
    const reason = await askReason(plural("Hủy {n} suất mời đã chọn", places.length));
    if (reason) {
      await this.#all({ cancelled: reason }, (n) => plural("Đã hủy: {n} suất mời.", n));
    }
  }

  async #merge() {
    const [one, other] = this.#table.chosen();
    if (!one || !other) {
      return;
    }
    const kept = await askChoice(
      _("Hai dòng là cùng một đại biểu?"),
      [_("Dòng được giữ nhận thêm những gì chỉ dòng kia có; phiếu mời của dòng kia bị hủy.")],
      [
        [one.id, _("Giữ {place}", { place: describe(one) })],
        [other.id, _("Giữ {place}", { place: describe(other) })],
        ["", _("Không gộp")],
      ],
    );
    if (kept) {
      await this.#edits.merge(kept === one.id ? one : other, kept === one.id ? other : one);
    }
  }

  /** @param {string} sent `what:channel` */
  async #markSent(sent) {
    const [what = "", channel = ""] = sent.split(":");
    const ids = this.#table.chosen().map((place) => place.id);
    try {
      const answer = await send("POST", "/api/sendings", { what, channel, ids });
      const back = async () => {
        await send("DELETE", "/api/sendings", { what, ids });
        await this.#refresh();
        tell(_("Đã bỏ đánh dấu đã gửi."));
      };
      const said =
        what === "venue"
          ? plural("Đã đánh dấu gửi thông báo địa điểm: {n} suất mời.", answer.count)
          : plural("Đã đánh dấu gửi phiếu mời: {n} suất mời.", answer.count);
      tell(said, { takeBack: back });
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      tell(error.message, { kind: "fault" });
    }
    await this.#refresh();
  }
}

/** @param {ListedPlace} place */
function describe(place) {
  const phone = place.phone ? `…${place.phone.slice(-4)}` : "";
  const parts = [fullName(place), titleOf(place), place.organisation, phone];
  return `${place.id}: ${parts.filter(Boolean).join(", ")}`;
}

/** @param {string} selector @param {(value: string) => void} act */
function onChoice(selector, act) {
  const select = one(selector, HTMLSelectElement);
  select.addEventListener("change", () => {
    const { value } = select;
    select.value = "";
    if (value) {
      act(value);
    }
  });
}

/** @param {string} selector @param {() => void} act */
function onClick(selector, act) {
  one(selector, HTMLButtonElement).addEventListener("click", act);
}
