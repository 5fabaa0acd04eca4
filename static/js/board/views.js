// @ts-check
// Draws what the ledger knows into the board's panels.

import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { drawExpected } from "./before.js";
import { drawArrivalsChart } from "./chart.js";
import { clock, count, inkOn, percent, person, roman } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { Ledger } from "./ledger.js" */
/** @import { BoardEvent, Group, Headcount } from "./types.js" */

/** Beyond this many in one group a square would be a hair's breadth. */
const MOST_SQUARES = 60;
/** How long a new arrival stays marked. */
const FRESH_MS = 4000;

/** Sequence numbers that have been on screen before. @type {Set<number>} */
const seen = new Set();

/**
 * @param {Ledger} ledger
 * @param {Language} language
 * @param {Texts} texts
 */
export function drawBoard(ledger, language, texts) {
  one("#event", HTMLElement).textContent = ledger.event;
  drawNotices(ledger.notices);
  if (ledger.headcount) {
    drawCount(ledger.headcount, language);
    drawGroups(ledger, ledger.headcount, language, texts);
  }
  if (ledger.headcount && ledger.morning) {
    one("#pace", HTMLElement).hidden = false;
    drawArrivalsChart(ledger.morning.arrivals, ledger.headcount, language, texts);
    drawExpected(ledger.morning.expected, language, texts);
  }
  drawClashes(ledger, texts);
  drawArrivals(ledger, texts);
  drawChain(ledger, texts);
}

/** @param {string[]} notices */
function drawNotices(notices) {
  const list = one("#notices", HTMLElement);
  list.hidden = notices.length === 0;
  list.replaceChildren(...notices.map((notice) => make("li", null, notice)));
}

/**
 * @param {Headcount} headcount
 * @param {Language} language
 */
function drawCount(headcount, language) {
  const { press } = headcount;
  /** @type {Record<string, string>} */
  const figures = {
    present: String(headcount.present),
    invited: String(headcount.invited),
    rate: percent(headcount.rate, language),
    absent: count(headcount.absent, language),
    excused: count(headcount.excused, language),
    unexplained: count(headcount.unexplained, language),
    substitutes: count(headcount.substitutes, language),
    walk_ins: count(headcount.walk_ins, language),
    press: `${count(press.present, language)}/${count(press.invited, language)}`,
  };
  for (const element of document.querySelectorAll("[data-figure]")) {
    element.textContent = figures[element.getAttribute("data-figure") ?? ""] ?? "";
  }
  const share = (/** @type {number} */ part) => `${(100 * part) / Math.max(headcount.invited, 1)}%`;
  const bar = one("#fill", HTMLElement);
  bar.style.setProperty("--present", share(headcount.present));
  bar.style.setProperty("--excused", share(headcount.excused));
  one("#sentence", HTMLElement).textContent = headcount.sentence;
}

/**
 * @param {Ledger} ledger
 * @param {Headcount} headcount
 * @param {Language} language
 * @param {Texts} texts
 */
function drawGroups(ledger, headcount, language, texts) {
  const list = one("#group-list", HTMLElement);
  const largest = Math.max(1, ...Object.values(headcount.by_group).map((g) => g.invited));
  list.replaceChildren(
    ...ledger.groups.map((group) => {
      const counts = headcount.by_group[group.code] ?? { invited: 0, present: 0 };
      const name = language === "en" ? (group.name_en ?? group.name) : group.name;
      const spoken = fill(texts["group_counts"] ?? "", counts);
      const figures = make("span", "group-figures", make("b", null, String(counts.present)));
      figures.append(`/${counts.invited}`);
      figures.setAttribute("aria-hidden", "true");
      const row = make(
        "li",
        "group",
        chip(group),
        make("span", "group-name", name),
        figures,
        places(counts, largest),
        make("span", "spoken-only", spoken),
      );
      row.dataset["group"] = group.code;
      row.toggleAttribute("data-full", counts.invited > 0 && counts.present >= counts.invited);
      row.toggleAttribute("data-press", group.press);
      return row;
    }),
  );
}

/**
 * One square for each place; where they would be too small to see, one bar.
 *
 * @param {{ invited: number, present: number }} counts
 * @param {number} largest places in the largest group, which fills the width
 */
function places({ invited, present }, largest) {
  const row = make("span", "places");
  if (largest > MOST_SQUARES) {
    row.style.setProperty("--width", `${(100 * invited) / largest}%`);
    row.style.setProperty("--taken", `${(100 * present) / Math.max(invited, 1)}%`);
    row.classList.add("places-bar");
    return row;
  }
  row.style.setProperty("--columns", String(largest));
  for (let place = 0; place < invited; place += 1) {
    row.append(make("span", place < present ? "taken" : "free"));
  }
  return row;
}

/** @param {Group} group */
function chip(group) {
  const number = make("span", "chip-number", roman(group.number));
  number.style.setProperty("--chip", group.colour);
  number.style.setProperty("--chip-ink", inkOn(group.colour));
  return make("span", "chip", number, make("span", "chip-code", group.code));
}

/**
 * @param {Ledger} ledger
 * @param {Texts} texts
 */
function drawClashes(ledger, texts) {
  one("#clashes", HTMLElement).hidden = ledger.clashes.length === 0;
  one("#clash-list", HTMLElement).replaceChildren(
    ...ledger.clashes.map((event) => {
      const { name, post } = person(event, texts["unnamed"] ?? "");
      return make(
        "li",
        "clash",
        make("p", "clash-name", name),
        make("p", "clash-post", post),
        make(
          "dl",
          "clash-doors",
          ...(event.first ? [door(texts["clash_first"], event.first)] : []),
          door(texts["clash_second"], event),
        ),
      );
    }),
  );
}

/**
 * @param {string | undefined} label
 * @param {{ at: string, station?: string | null }} entry
 */
function door(label, entry) {
  const time = make("b", "clash-time", clock(entry.at));
  const place = make("dd", null, time, ` ${entry.station ?? ""}`);
  return make("div", null, make("dt", null, label ?? ""), place);
}

/**
 * @param {Ledger} ledger
 * @param {Texts} texts
 */
function drawArrivals(ledger, texts) {
  const groups = new Map(ledger.groups.map((group) => [group.code, group]));
  one("#arrivals-none", HTMLElement).hidden = ledger.arrivals.length > 0 || !ledger.headcount;
  const first = seen.size === 0;
  one("#arrival-list", HTMLElement).replaceChildren(
    ...ledger.arrivals.map((event) => {
      const row = arrival(event, groups.get(event.group ?? ""), texts);
      if (!seen.has(event.seq)) {
        seen.add(event.seq);
        markFresh(row, first);
      }
      return row;
    }),
  );
}

/**
 * @param {BoardEvent} event
 * @param {Group | undefined} group
 * @param {Texts} texts
 */
function arrival(event, group, texts) {
  const { name, post } = person(event, texts["unnamed"] ?? "");
  const undone = event.kind === "undone";
  const where = [event.seat && `${texts["seat"]} ${event.seat}`, event.station].filter(Boolean);
  const row = make(
    "li",
    "arrival",
    make("time", "arrival-time", clock(event.at)),
    make("span", "arrival-name", name),
    make("span", "arrival-post", undone ? (texts["undone"] ?? "") : post),
    make("span", "arrival-where", where.join(" · ")),
  );
  if (group) {
    row.append(chip(group));
  }
  row.dataset["seq"] = String(event.seq);
  row.dataset["kind"] = event.kind;
  return row;
}

/**
 * The head of the chain, for people to hold as well: whoever edits history cannot edit memory.
 *
 * @param {Ledger} ledger
 * @param {Texts} texts
 */
function drawChain({ chain }, texts) {
  const hash = chain?.hash.slice(0, 16).replace(/(.{4})(?=.)/g, "$1 ") ?? "";
  one("#chain", HTMLElement).textContent = chain
    ? fill(texts["chain"] ?? "", { seq: chain.seq, hash })
    : "";
}

/**
 * @param {HTMLElement} row
 * @param {boolean} first the board has just been opened: nothing on it is news
 */
function markFresh(row, first) {
  if (!first) {
    row.setAttribute("data-fresh", "");
    setTimeout(() => row.removeAttribute("data-fresh"), FRESH_MS);
  }
}
