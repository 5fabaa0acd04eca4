// @ts-check
// Edits on their way: sent with the version that was seen, taken back in their order, and put
// to the editor where somebody else was first.

import { make } from "../../dom.js";
import { _ } from "../../language.js";
import { place as at, edit, Refused, send } from "../api.js";
import { askChoice } from "../dialogs.js";
import { tell } from "../told.js";
import { fullName, when } from "./words.js";

/** @import { ListedPlace, StaleRow, Values } from "../types.js" */
/** @import { Book } from "./book.js" */

/**
 * One step that can be taken back: what each of its places was before.
 *
 * @typedef {{ what: string, before: { id: string, values: Values }[] }} Step
 */

export class Edits {
  #book;
  #draw;
  /** @type {Step[]} */
  #steps = [];

  /** @param {Book} book @param {() => void} draw */
  constructor(book, draw) {
    this.#book = book;
    this.#draw = draw;
  }

  /**
   * @param {ListedPlace} place as it was seen
   * @param {Values} values
   * @param {string} [what] said when it is done
   * @returns {Promise<boolean>} whether it is done
   */
  async change(place, values, what = _("Đã sửa {place}.", { place: fullName(place) })) {
    try {
      await this.#send(place, values);
    } catch (error) {
      return await this.#fail(error, place, values, what);
    }
    this.#done(what, [{ id: place.id, values: before(place, values) }]);
    return true;
  }

  /**
   * Gives many places the same values, all or none.
   *
   * @param {ListedPlace[]} places
   * @param {Values} values
   * @param {string} what
   */
  async changeMany(places, values, what) {
    const seen = places.map(({ id, version }) => ({ id, version }));
    try {
      const answer = await send("PUT", "/api/places", { places: seen, set: values });
      this.#book.put(answer.places);
      this.#done(
        what,
        places.map((place) => ({ id: place.id, values: before(place, values) })),
      );
    } catch (error) {
      this.#say(error);
    }
    this.#draw();
  }

  /** @param {ListedPlace} kept @param {ListedPlace} other */
  async merge(kept, other) {
    try {
      const body = { other: other.id, version: kept.version, other_version: other.version };
      const answer = await send("POST", `${at(kept.id)}/merge`, body);
      this.#book.put(answer.places);
      tell(
        _("Đã gộp {other} vào {kept} ({name}). Phiếu mời của {other} đã hủy.", {
          other: other.id,
          kept: kept.id,
          name: fullName(kept),
        }),
      );
    } catch (error) {
      this.#say(error);
    }
    this.#draw();
  }

  /** @param {ListedPlace} place @param {Values} values */
  async #send(place, values) {
    const answer = await edit(place.id, place.version, values);
    this.#book.put(answer.places);
    this.#draw();
  }

  /** @param {string} what @param {Step["before"]} steps */
  #done(what, steps) {
    this.#steps.push({ what, before: steps });
    this.#tell(what);
  }

  /** @param {string} text */
  #tell(text) {
    tell(text, this.#steps.length > 0 ? { takeBack: () => this.#takeBack() } : {});
  }

  async #takeBack() {
    const step = this.#steps.pop();
    for (const { id, values } of step?.before ?? []) {
      const place = this.#book.places.get(id);
      if (!place) {
        continue;
      }
      try {
        await this.#send(place, values);
      } catch (error) {
        await this.#fail(error, place, values, "");
        return;
      }
    }
    this.#tell(_("Đã hoàn tác: {what}", { what: step?.what ?? "" }));
  }

  /**
   * @param {unknown} error
   * @param {ListedPlace} place
   * @param {Values} values
   * @param {string} what
   * @returns {Promise<boolean>}
   */
  async #fail(error, place, values, what) {
    const [stale] = error instanceof Refused ? error.stale : [];
    if (!stale) {
      this.#say(error);
      this.#draw();
      return false;
    }
    this.#book.put([stale.place]);
    this.#draw();
    const answer = await askChoice(_("Người khác vừa sửa dòng này"), words(stale, place, values), [
      ["mine", _("Ghi phần của tôi lên bản mới")],
      ["theirs", _("Bỏ phần của tôi")],
    ]);
    return answer === "mine" && (await this.change(stale.place, values, what || undefined));
  }

  /** @param {unknown} error */
  #say(error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    const who = error.stale.map((row) => `${row.place.id} ${fullName(row.place)}`).join("; ");
    if (error.stale.length > 0) {
      this.#book.put(error.stale.map((row) => row.place));
    }
    tell(who ? `${error.message} (${who})` : error.message, { kind: "fault" });
  }
}

/** @param {ListedPlace} place @param {Values} values @returns {Values} */
function before(place, values) {
  /** @type {Values} */
  const found = {};
  for (const key of Object.keys(values)) {
    found[key] = key === "award" ? awardKind(place) : shownOf(place, key);
  }
  if ("cancelled" in values && place.cancelled === null) {
    found["seat"] = place.seat; // a place that is withdrawn loses its seat
  }
  return found;
}

/** @param {ListedPlace} place */
export function awardKind(place) {
  if (place.award === null) {
    return "none";
  }
  return place.award === "Cá nhân" ? "single" : "collective";
}

/** @param {ListedPlace} place @param {string} key @returns {string | number | null} */
function shownOf(place, key) {
  if (key === "title" && !place.name) {
    return place.expects;
  }
  return /** @type {any} */ (place)[key] ?? null;
}

/** @param {StaleRow} stale @param {ListedPlace} seen @param {Values} values */
function words(stale, seen, values) {
  const theirs = stale.changes.map((change) => {
    const who = `${change.who ?? _("Người khác")}, ${when(change.at)}`;
    return make("li", null, make("b", null, who), make("span", "pre", change.remark ?? ""));
  });
  const mine = Object.entries(values).map(([key, value]) =>
    make("li", null, `${shownOf(seen, key) ?? _("(trống)")} → ${value ?? _("(trống)")}`),
  );
  return [
    make("p", null, fullName(stale.place), `, ${stale.place.organisation}`),
    make("h3", null, _("Đã có người sửa")),
    make("ul", "changes", ...theirs),
    make("h3", null, _("Phần của tôi, chưa ghi")),
    make("ul", "changes", ...mine),
  ];
}
