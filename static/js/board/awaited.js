// @ts-check
// Whether it can begin: leaders here and awaited, award recipients and units that are missing.
// Organisers' alone: who is absent stands on no page that others may see.

import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { clock, count, person } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { AwaitedDocument, AwaitedPlace } from "./types.js" */

const ASK_EVERY_MS = 10_000;
const SOON_MS = 1500;
const DEADLINE_MS = 5000;

export class Awaited {
  /** @type {AwaitedDocument | null} */
  #told = null;
  #words;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {() => [Language, Texts]} words what the page speaks at the moment */
  constructor(words) {
    this.#words = words;
    setInterval(() => this.#ask(), ASK_EVERY_MS);
    this.#ask();
  }

  /** Something has happened: ask once for all that happens within a moment. */
  follow() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#ask();
    }, SOON_MS);
  }

  draw() {
    const [language, texts] = this.#words();
    const told = this.#told;
    one("#ready-panels", HTMLElement).hidden = !told;
    if (!told) {
      return;
    }
    const { invited, leaders, awards, units } = told;
    const missing = {
      leaders: leaders.filter((place) => !place.here_at),
      awards: awards.filter((place) => !place.here_at),
    };
    this.#drawVerdict(invited, missing.leaders.length, missing.awards.length, units.length);
    const here = leaders.filter((place) => place.here_at);
    const shown = [...missing.leaders, ...here];
    drawPanel("leaders", `${here.length}/${leaders.length}`, shown.length, () =>
      shown.map((place) => row(place, texts)),
    );
    const recipients = missing.awards;
    drawPanel("awards", count(recipients.length, language), recipients.length, () =>
      recipients.map((place) => row(place, texts)),
    );
    drawPanel("units", count(units.length, language), units.length, () =>
      units.map((unit) =>
        make(
          "li",
          "awaited-unit",
          make("span", "awaited-name", unit.organisation),
          make("span", "awaited-state", fill(texts["unit_places"] ?? "", { n: unit.invited })),
        ),
      ),
    );
  }

  /** @param {number} invited @param {number} leaders @param {number} awards @param {number} units */
  #drawVerdict(invited, leaders, awards, units) {
    const [language, texts] = this.#words();
    const parts = Object.entries({ leaders, awards, units })
      .filter(([, n]) => n > 0)
      .map(([what, n]) => fill(texts[`lacks_${what}`] ?? "", { n: count(n, language) }));
    const isReady = invited > 0 && parts.length === 0;
    const words =
      parts.length > 0
        ? fill(texts["lacks"] ?? "", { what: parts.join(", ") })
        : (texts[isReady ? "lacks_nobody" : "lacks_list"] ?? "");
    const said = one("#ready-words", HTMLElement);
    if (said.textContent !== words) {
      said.textContent = words;
    }
    one("#ready-sign", HTMLElement).textContent = isReady ? "✓" : "!";
    one("#ready", HTMLElement).toggleAttribute("data-lacks", !isReady);
  }

  async #ask() {
    try {
      const answer = await fetch("/api/awaited", { signal: AbortSignal.timeout(DEADLINE_MS) });
      if (answer.ok) {
        this.#told = await answer.json();
        this.draw();
      } else if (answer.status === 401 || answer.status === 403) {
        // Left alone for long: the screen may be anybody's by now.
        this.#told = null;
        this.draw();
        one("#ready-words", HTMLElement).textContent = this.#words()[1]["ready_signed_out"] ?? "";
      }
    } catch {
      // The line at the head of the page says that the server is away.
    }
  }
}

/**
 * @param {string} id
 * @param {string} figure
 * @param {number} rows
 * @param {() => HTMLElement[]} draw
 */
function drawPanel(id, figure, rows, draw) {
  one(`#${id}-count`, HTMLElement).textContent = figure;
  const list = one(`#${id}`, HTMLElement);
  list.hidden = rows === 0;
  list.replaceChildren(...draw());
}

/**
 * @param {AwaitedPlace} place
 * @param {Texts} texts
 */
function row(place, texts) {
  const { name, post } = person(
    /** @type {any} */ (place),
    place.expects ?? texts["unnamed"] ?? "",
  );
  const said = place.here_at
    ? fill(texts["here_at"] ?? "", { at: clock(place.here_at) })
    : (texts[place.rsvp === "not_coming" ? "rsvp_not_coming" : "not_here"] ?? "");
  const item = make(
    "li",
    "awaited-place",
    make("span", "awaited-name", name),
    make("span", "awaited-state", said),
    make("span", "awaited-post", post),
  );
  item.toggleAttribute("data-here", Boolean(place.here_at));
  return item;
}
