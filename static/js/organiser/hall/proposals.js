// @ts-check
// What the rule proposes: the whole hall seated by protocol, seen before it is done; and empty
// seats in front, filled one by one.

import { make, one } from "../../dom.js";
import { _, figure, plural } from "../../language.js";
import { ask } from "../api.js";
import { tell } from "../told.js";
import { complain, isOutOfReach } from "./steps.js";
import { called, post } from "./words.js";

/** @import { Floor } from "./floor.js" */
/** @import { Steps } from "./steps.js" */
/** @import { Move, Offer, PlannedMove, Reseating } from "./types.js" */

export class Proposals {
  #dialog = one("#plan", HTMLDialogElement);
  #offers = one("#offers", HTMLElement);
  #late = one("#late", HTMLInputElement);
  #shown = false;

  /** @param {Floor} floor @param {Steps} steps */
  constructor(floor, steps) {
    this.floor = floor;
    this.steps = steps;
    one("#assign", HTMLButtonElement).addEventListener("click", () => this.#propose());
    one("#close-up", HTMLButtonElement).addEventListener("click", () => this.#open());
    this.#late.addEventListener("change", () => this.refresh());
  }

  /** Asks anew who may move up, where that is looked at. */
  async refresh() {
    if (!this.#shown) {
      return;
    }
    try {
      const late = this.#late.checked ? "1" : "0";
      /** @type {{ offers: Offer[] }} */
      const { offers } = await ask("GET", `/api/hall/moves-up?late=${late}`);
      this.#drawOffers(offers);
    } catch (error) {
      if (!isOutOfReach(error)) {
        complain(error);
      }
    }
  }

  async #propose() {
    try {
      /** @type {Reseating} */
      const plan = await ask("GET", "/api/hall/plan");
      if (plan.moves.length === 0 && plan.doubts.length === 0) {
        tell(_("Chỗ ngồi đã đúng theo lễ tân; không có gì thay đổi."));
        return;
      }
      this.#drawPlan(plan);
      if (await this.#confirmed()) {
        await this.#assign(plan.moves);
      }
    } catch (error) {
      complain(error);
    }
  }

  /** @param {Reseating} plan */
  #drawPlan({ moves, kept, kept_free: free, doubts }) {
    one("#plan-sum", HTMLElement).textContent = _("{sum}; {n} giữ nguyên.", {
      sum: sumOf(moves),
      n: figure(kept),
    });
    one("#plan-doubts", HTMLElement).replaceChildren(
      ...doubts.map(({ message }) => make("li", null, message)),
      ...free.map(({ seat, reason }) => make("li", null, `${seat}: ${reason}`)),
    );
    one("#plan-rows", HTMLElement).replaceChildren(...moves.map((move) => this.#planRow(move)));
    one("#plan-table", HTMLElement).hidden = moves.length === 0;
    one("#plan-yes", HTMLButtonElement).hidden = moves.length === 0;
  }

  /** @param {PlannedMove} move */
  #planRow({ invitation, from, to, reason }) {
    const guest = this.floor.guests.get(invitation);
    const who = make("th", null, guest ? called(guest) : invitation);
    who.scope = "row";
    if (guest) {
      who.append(make("span", "plan-post", post(guest)));
    }
    const seats = make("td", "plan-seats", `${from ?? _("Chưa có ghế")} → `);
    seats.append(make("b", null, to ?? _("chờ xếp")));
    return make("tr", null, who, seats, make("td", null, reason));
  }

  /** @returns {Promise<boolean>} */
  async #confirmed() {
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    return await new Promise((resolve) => {
      const closed = () => resolve(this.#dialog.returnValue === "yes");
      this.#dialog.addEventListener("close", closed, { once: true });
    });
  }

  /** @param {PlannedMove[]} planned */
  async #assign(planned) {
    const moves = planned.map(({ invitation, from, to }) => ({ invitation, from, to }));
    await this.steps.move(moves, _("Đã xếp chỗ theo lễ tân: {sum}.", { sum: sumOf(planned) }));
  }

  #open() {
    this.#shown = !this.#shown;
    one("#front", HTMLElement).hidden = !this.#shown;
    one("#close-up", HTMLButtonElement).setAttribute("aria-expanded", String(this.#shown));
    this.refresh();
  }

  /** @param {Offer[]} offers */
  #drawOffers(offers) {
    one("#offers-none", HTMLElement).hidden = offers.length > 0;
    this.#offers.replaceChildren(...offers.map((offer) => this.#offer(offer)));
  }

  /** @param {Offer} offer */
  #offer(offer) {
    const { seat, invitation, from, holder, reason } = offer;
    const guest = this.floor.guests.get(invitation);
    const name = guest ? called(guest) : invitation;
    const other = this.floor.guests.get(holder ?? "");
    const take = make("button", "button", _("Mời lên {seat}", { seat }));
    take.type = "button";
    take.setAttribute("aria-label", _("Mời {name} từ {from} lên {seat}", { name, from, seat }));
    take.addEventListener("click", () => this.#take(offer, name));
    return make(
      "li",
      "offer",
      make("p", "offer-name", `${from} → ${seat}: ${name}`),
      make("p", "offer-why", reason),
      ...(other
        ? [
            make(
              "p",
              "offer-why",
              _("{who} nếu đến sẽ ngồi {seat}.", { who: called(other), seat: from }),
            ),
          ]
        : []),
      take,
    );
  }

  /** @param {Offer} offer @param {string} name */
  async #take({ seat, invitation, from, holder }, name) {
    /** @type {Move[]} */
    const moves = [{ invitation, from, to: seat }];
    if (holder) {
      moves.push({ invitation: holder, from: seat, to: from });
    }
    await this.steps.move(
      moves,
      _("Đã mời {name} từ ghế {from} lên ghế {seat}.", { name, from, seat }),
    );
    await this.refresh();
  }
}

/** @param {PlannedMove[]} moves */
function sumOf(moves) {
  const moved = moves.filter(({ from, to }) => from && to).length;
  const fresh = moves.filter(({ from }) => !from).length;
  const out = moves.filter(({ to }) => !to).length;
  const words = [plural("{n} đổi chỗ", moved), plural("{n} có chỗ mới", fresh)];
  return [...words, ...(out > 0 ? [_("{n} phải chờ xếp", { n: figure(out) })] : [])].join(", ");
}
