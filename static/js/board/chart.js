// @ts-check
// How guests arrive, as a line of our own: what was, and where it leads by the opening.

import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { clock, count } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { Headcount, Morning } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 300;
const MINUTE = 60_000;
/** An opening further away than this is named in words only: the curve would be a dot. */
const FARTHEST_MS = 4 * 60 * MINUTE;

/**
 * @typedef {object} Frame what the picture covers
 * @property {number} since
 * @property {number} until
 * @property {number} top how many guests fill the height
 */

/**
 * @param {Morning["arrivals"]} arrivals
 * @param {Headcount} headcount
 * @param {Language} language
 * @param {Texts} texts
 */
export function drawArrivalsChart(arrivals, headcount, language, texts) {
  const { curve } = arrivals;
  one("#pace-words", HTMLElement).textContent = words(arrivals, headcount, language, texts);
  const picture = one("#pace-picture", HTMLElement);
  picture.hidden = !curve;
  if (!curve) {
    return;
  }
  const frame = frameOf(arrivals, headcount);
  const past = points(curve, frame, Date.parse(headcount.at));
  const last = past.at(-1) ?? [0, HEIGHT];
  picture.replaceChildren(
    svg(
      draw("path", "pace-area", { d: `${path(past)}L${last[0]} ${HEIGHT}L0 ${HEIGHT}Z` }),
      draw("path", "pace-line", { d: path(past) }),
      ...future(arrivals, frame, last),
    ),
    ...labels(arrivals, frame, headcount, texts),
  );
}

/**
 * @param {Morning["arrivals"]} arrivals
 * @param {Headcount} headcount
 * @param {Language} language
 * @param {Texts} texts
 */
function words({ starts, forecast, curve }, headcount, language, texts) {
  if (!starts) {
    return texts["pace_unset"] ?? "";
  }
  const at = clock(starts);
  if (forecast) {
    const pace = forecast.per_minute.toFixed(1);
    return fill(texts["forecast"] ?? "", {
      at,
      pace: language === "vi" ? pace.replace(".", ",") : pace,
      here: count(forecast.here, language),
    });
  }
  const begun = Date.parse(headcount.at) >= Date.parse(starts);
  return fill(texts[begun ? "pace_begun" : curve ? "pace_starts" : "pace_nobody"] ?? "", { at });
}

/**
 * @param {Morning["arrivals"]} arrivals
 * @param {Headcount} headcount
 * @returns {Frame}
 */
function frameOf({ curve, starts, forecast }, headcount) {
  const since = Date.parse(curve?.since ?? headcount.at);
  const end = since + (curve?.totals.length ?? 1) * (curve?.minutes ?? 5) * MINUTE;
  const opening = starts ? Date.parse(starts) : end;
  const near = opening > since && opening - end < FARTHEST_MS;
  return {
    since,
    until: near ? Math.max(end, opening) : end,
    top: Math.max(headcount.invited, curve?.totals.at(-1) ?? 0, forecast?.here ?? 0, 1),
  };
}

/**
 * Where the line has been; the last step ends now and not at its full length.
 *
 * @param {NonNullable<Morning["arrivals"]["curve"]>} curve
 * @param {Frame} frame
 * @param {number} now
 * @returns {[number, number][]}
 */
function points({ minutes, totals }, frame, now) {
  const ends = totals.map((_, at) => frame.since + (at + 1) * minutes * MINUTE);
  const moments = ends.map((end) => Math.min(end, Math.max(now, end - minutes * MINUTE)));
  return [
    [0, HEIGHT],
    ...moments.map(
      (at, n) => /** @type {[number, number]} */ ([across(at, frame), up(totals[n] ?? 0, frame)]),
    ),
  ];
}

/**
 * @param {Morning["arrivals"]} arrivals
 * @param {Frame} frame
 * @param {[number, number]} last
 */
function future({ starts, forecast }, frame, last) {
  const opening = starts ? Date.parse(starts) : Number.NaN;
  if (!(opening > frame.since && opening <= frame.until)) {
    return [];
  }
  const x = across(opening, frame);
  const line = draw("path", "pace-opening", { d: `M${x} 0V${HEIGHT}` });
  const lead = forecast && path([last, [x, up(forecast.here, frame)]]);
  return lead ? [line, draw("path", "pace-forecast", { d: lead })] : [line];
}

/**
 * @param {Morning["arrivals"]} arrivals
 * @param {Frame} frame
 * @param {Headcount} headcount
 * @param {Texts} texts
 */
function labels({ starts }, frame, headcount, texts) {
  const from = make("span", "pace-label pace-from", clock(frame.since));
  const to = make("span", "pace-label pace-to", clock(frame.until));
  const top = make("span", "pace-label pace-top", `${headcount.invited} ${texts["chart_invited"]}`);
  top.style.setProperty("--up", `${(100 * headcount.invited) / frame.top}%`);
  const opening = starts ? Date.parse(starts) : Number.NaN;
  if (opening > frame.since && opening < frame.until) {
    const mark = make("span", "pace-label pace-at", clock(opening));
    mark.style.setProperty("--across", `${across(opening, frame) / 10}%`);
    return [from, mark, to, top];
  }
  return [from, to, top];
}

/** @param {number} at @param {Frame} frame */
function across(at, { since, until }) {
  return Math.round((WIDTH * (at - since)) / (until - since));
}

/** @param {number} guests @param {Frame} frame */
function up(guests, { top }) {
  return Math.round(HEIGHT * (1 - guests / top));
}

/** @param {[number, number][]} way */
function path(way) {
  return way.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
}

/** @param {...Element} children */
function svg(...children) {
  const picture = draw("svg", "pace-svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  picture.append(...children);
  return picture;
}

/**
 * @param {string} name
 * @param {string} className
 * @param {Record<string, string>} attributes
 */
function draw(name, className, attributes) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", className);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
