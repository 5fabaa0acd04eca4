// @ts-check
// The guest who is open: who it is, how they stand, what can be done, and the form at work.

import { clock } from "../board/format.js";
import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { ACTIONS, presenceWords } from "./actions.js";
import { detail } from "./api.js";
import { key } from "./fields.js";
import { called, invited, phoneTail, post } from "./people.js";
import { chip, guestRow, shortState, stateOf } from "./results.js";

/** @import { Action } from "./actions.js" */
/** @import { Desk, Detail, HistoryEntry } from "./types.js" */

export class Panel {
  /** @type {Detail | null} */
  detail = null;
  /** @type {HTMLFormElement | null} */
  form = null;
  #desk;
  #panel = one("#panel", HTMLElement);
  #body = one("#detail", HTMLElement);
  #slot = one("#form", HTMLElement);
  #running = false;
  /** Counts how often the clerk has turned to somebody else. */
  #turn = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#body.addEventListener("click", (event) => {
      const clicked = /** @type {Element} */ (event.target).closest("[data-action], [data-id]");
      if (clicked instanceof HTMLElement && clicked.dataset["action"]) {
        this.run(ACTIONS.find((action) => action.name === clicked.dataset["action"]));
      } else if (clicked instanceof HTMLElement && clicked.dataset["id"]) {
        this.#desk.open(clicked.dataset["id"]);
      }
    });
  }

  /**
   * @param {string} id
   * @param {string} [then] an action to begin with
   */
  async open(id, then) {
    this.#turn += 1;
    const turn = this.#turn;
    this.hide();
    const opened = await detail(id);
    if (turn !== this.#turn) {
      return;
    }
    this.detail = opened;
    this.draw();
    this.#panel.scrollTop = 0;
    const action = then && this.#offered().find((one) => one.name === then);
    if (action) {
      await this.run(action);
    } else {
      this.#focus();
    }
  }

  /** Reads the guest anew, e.g. because another desk has changed something. */
  async refresh() {
    const id = this.detail?.place.id;
    const news = id ? await detail(id) : null;
    if (news && this.detail?.place.id === id) {
      this.detail = news;
      this.draw();
    }
  }

  close() {
    this.#turn += 1;
    this.hide();
    this.detail = null;
    this.draw();
  }

  /** @param {HTMLFormElement} form */
  show(form) {
    this.form = form;
    form.addEventListener("input", () => {
      form.dataset["touched"] = "yes";
    });
    this.#slot.replaceChildren(form);
    this.#layout();
    this.#panel.scrollTop = 0;
    const first = form.querySelector(
      "input:not([type=radio]):not([type=checkbox]), select, input:checked, button",
    );
    if (first instanceof HTMLElement) {
      first.focus();
    }
  }

  hide() {
    this.form = null;
    this.#slot.replaceChildren();
    this.#layout();
  }

  /** Whether nothing is being done to the guest at this moment, by key or by form. */
  get idle() {
    return this.form === null && !this.#running;
  }

  /** @param {string} pressed @returns {Action | undefined} */
  actionFor(pressed) {
    return this.#offered().find((action) => action.key === pressed);
  }

  /** @param {Action | undefined} action */
  async run(action) {
    if (!action || !this.detail || this.#running) {
      return;
    }
    this.#running = true;
    try {
      const { detail: open } = this;
      await this.#desk.wait(this.bring(action.run(this.#desk, open)), action.name === "seat");
    } catch (error) {
      this.#desk.fault(error instanceof Error ? error.message : "");
      // Most likely somebody else was first; then the page shows what holds now.
      await this.refresh().catch(() => {});
    } finally {
      this.#running = false;
    }
  }

  /**
   * Shows the form that is on its way, unless the clerk turns to somebody else meanwhile.
   *
   * @param {unknown} coming
   */
  async bring(coming) {
    const turn = this.#turn;
    const form = await coming;
    if (form instanceof HTMLFormElement && turn === this.#turn) {
      this.#desk.show(form);
    }
  }

  draw() {
    if (this.detail) {
      const focused = this.#body.contains(document.activeElement) ? document.activeElement : null;
      const action = focused?.getAttribute("data-action");
      this.#body.replaceChildren(...this.#parts(this.detail));
      const again = this.#body.querySelector(action ? `[data-action="${action}"]` : "h2");
      if (focused && again instanceof HTMLElement) {
        again.focus();
      }
    } else {
      this.#body.replaceChildren();
    }
    this.#layout();
  }

  #layout() {
    const { detail: open, form } = this;
    this.#body.hidden = !open || form !== null;
    one("#empty", HTMLElement).hidden = open !== null || form !== null;
    this.#panel.toggleAttribute("data-open", open !== null || form !== null);
  }

  /**
   * The most likely action under the finger. None where names are alike, so that the clerk
   * looks first, nor where it would take a presence back.
   */
  #focus() {
    const wait = this.detail?.place.admission || this.detail?.namesakes.length;
    const target = this.#body.querySelector(wait ? "h2" : ".action-first");
    if (target instanceof HTMLElement) {
      target.focus();
    }
  }

  #offered() {
    const { detail: open } = this;
    return open ? ACTIONS.filter((action) => action.offered(open)) : [];
  }

  /** @param {Detail} open */
  #parts(open) {
    return [
      head(open, this.#desk),
      ...(open.namesakes.length ? [namesakes(open, this.#desk)] : []),
      actions(this.#offered(), this.#desk),
      facts(open, this.#desk),
      history(open, this.#desk),
    ];
  }
}

/** @param {Detail} open @param {Desk} desk */
function head(open, desk) {
  const { place } = open;
  const texts = desk.texts();
  const name = make("h2", "detail-name", called(place, texts));
  name.tabIndex = -1;
  const state = make("p", "detail-state", presenceWords(desk, open) || shortState(place, desk));
  state.dataset["state"] = stateOf(place);
  const part = make(
    "header",
    "detail-head",
    chip(place, desk),
    state,
    name,
    make("p", "detail-post", post(place)),
  );
  if (place.kind === "walk_in") {
    part.append(make("p", "detail-for", texts["state.walk_in"] ?? ""));
  }
  if (place.substitute) {
    part.append(make("p", "detail-for", fill(texts["sub.for"] ?? "", { who: invited(place) })));
  }
  if (place.cancelled) {
    part.append(make("p", "detail-for", place.cancelled));
  }
  return part;
}

/**
 * Whoever is called the same, side by side with whom the clerk has chosen.
 *
 * @param {Detail} open
 * @param {Desk} desk
 */
function namesakes({ place, namesakes: others }, desk) {
  const n = String(others.length + 1).padStart(2, "0");
  const own = guestRow(place, desk);
  own.setAttribute("aria-current", "true");
  delete own.dataset["id"];
  const rows = others.map((other) => {
    const button = make("button", "guest-button", guestRow(other, desk));
    button.type = "button";
    return button;
  });
  const sentence = make("p", "same-head", fill(desk.texts()["same"] ?? "", { n }));
  return make("section", "same", sentence, make("div", "same-side", own, ...rows));
}

/** @param {Action[]} offered @param {Desk} desk */
function actions(offered, desk) {
  const texts = desk.texts();
  const buttons = offered.map((action, index) => {
    const button = make(
      "button",
      "button action",
      make("span", null, texts[action.text] ?? ""),
      key(action.key),
    );
    button.type = "button";
    button.dataset["action"] = action.name;
    button.setAttribute("aria-keyshortcuts", action.key);
    button.classList.toggle("action-first", index === 0);
    return button;
  });
  return make("div", "actions", ...buttons);
}

/** @param {Detail} open @param {Desk} desk */
function facts(open, desk) {
  const { place, documents } = open;
  const texts = desk.texts();
  const given = documents && fill(texts["d.documents_at"] ?? "", { at: clock(documents.at) });
  const rsvp = [texts[`rsvp.${place.rsvp}`], place.rsvp_reason].filter(Boolean).join(": ");
  /** @type {[string, string | null | undefined][]} */
  const rows = [
    ["d.seat", open.seat ?? texts["d.seat_none"]],
    ["d.support", place.support],
    ["d.award", place.award],
    ["d.phone", phoneTail(place) || texts["d.phone_none"]],
    ["d.code", open.desk_code],
    ["d.documents", given ?? texts["d.documents_none"]],
    ["d.rsvp", place.kind === "walk_in" ? null : rsvp],
    ["d.note", place.note],
  ];
  return make(
    "dl",
    "facts",
    ...rows
      .filter(([, text]) => text)
      .map(([name, text]) =>
        make(
          "div",
          `fact-${name.slice(2)}`,
          make("dt", null, texts[name] ?? ""),
          make("dd", null, text ?? ""),
        ),
      ),
  );
}

/** @param {Detail} open @param {Desk} desk */
function history({ history: entries, alone }, desk) {
  const texts = desk.texts();
  const list = make("ol", "history", ...entries.map((entry) => historyRow(entry, desk)));
  const nothing = make("p", "nothing", texts["d.history_none"] ?? "");
  return make(
    "section",
    "past",
    make("h3", null, texts["d.history"] ?? ""),
    ...(alone ? [make("p", "past-alone", texts["d.alone"] ?? "")] : []),
    entries.length ? list : nothing,
  );
}

/** @param {HistoryEntry} entry @param {Desk} desk */
function historyRow(entry, desk) {
  const texts = desk.texts();
  const what =
    entry.kind === "changed"
      ? (texts[`h.${entry.what}`] ?? texts["h.other"])
      : texts[`h.${entry.kind}`];
  const reason = texts[`r.${entry.reason}`] ?? "";
  return make(
    "li",
    null,
    make("time", null, clock(entry.at)),
    make("span", "history-what", fill(what ?? "", { reason })),
    make(
      "span",
      "history-who",
      [entry.who, texts[`entered.${entry.entered}`], entry.remark].filter(Boolean).join(" · "),
    ),
  );
}
