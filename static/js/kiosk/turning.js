// @ts-check
// What is scanned while one page takes another's place: the change waits until the burst is
// over, what had begun all the same goes on in the next page, and a code that stays before the
// camera meanwhile is not taken for another guest's.

import { isCode, isPart } from "./code.js";

/** @import { Burst, Stroke } from "./burst.js" */
/** @import { Sight } from "./sight.js" */

/** A scanner's keys come at most so far apart; those of a busy machine, in the middle of a code. */
const QUIET_MS = 100;
const STALLED_MS = 1000;
/** Somebody who leans on a key keeps nobody on a page. */
const LONGEST_MS = 2000;
const LOOK_EVERY_MS = 20;
const KEPT = "burst";
const HELD = "held";
/** The answers that a page of this window has told, by scan: the next one keeps quiet of them. */
const TOLD = "told";
const REMEMBERED = 32;
/** What is older was given up by whoever scanned. */
const KEPT_MS = 5000;
/** Until a camera is open again, and a clerk has typed her PIN, nobody looks whether a code left. */
const HELD_MS = 30_000;

let struckAt = Number.NEGATIVE_INFINITY;
let turning = false;
/** @type {Burst | null} */
let heard = null;
/** @type {Pick<Sight, "held"> | null} */
let seen = null;
let looked = false;
const left = receive();

window.addEventListener(
  "keydown",
  ({ key, ctrlKey, altKey }) => {
    if ([...key].length === 1 && !ctrlKey && !altKey) {
      struckAt = performance.now();
    }
  },
  { capture: true },
);

/**
 * Turns to another page once no burst is under way.
 *
 * @param {() => unknown} turn
 */
export async function turnPage(turn) {
  if (turning) {
    return; // struck twice: the second one is not meant for the next page
  }
  turning = true;
  const began = performance.now();
  const isBusy = () => performance.now() - struckAt < (openPart() ? STALLED_MS : QUIET_MS);
  while (isBusy() && performance.now() - began < LONGEST_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  handOn();
  try {
    await turn();
  } finally {
    turning = false;
  }
}

/** What was begun and may be a part of a code. @returns {Stroke[] | null} */
function openPart() {
  const open = heard?.unfinished ?? [];
  return isPart(open.map(({ physical }) => physical).join(""), 1) ? open : null;
}

/**
 * Goes on with the burst that the page before had begun to hear, and hands this page's on.
 * Only what may be a part of a code: nobody wants to hear again what was typed by hand.
 *
 * @param {Burst} burst
 */
export function carryOver(burst) {
  /** @type {Stroke[]} */
  const kept = left[KEPT] ?? [];
  const strokes = kept.map((stroke) => ({ ...stroke, at: stroke.at - performance.timeOrigin }));
  heard = burst;
  burst.onChange = handOn;
  if (performance.now() - (strokes.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < KEPT_MS) {
    burst.goOn(strokes);
  }
}

/**
 * The code that stayed before the camera of the page before, or null; hands this page's on. Our
 * own codes only: nothing else that is held up there is kept anywhere.
 *
 * @param {Pick<Sight, "held">} sight
 */
export function carryHeld(sight) {
  const { text, at } = left[HELD] ?? { text: null, at: 0 };
  seen = sight;
  return performance.timeOrigin + performance.now() - at < HELD_MS ? text : null;
}

/** Says what the camera has just seen; before, it is what the page before has said. */
export function noteLook() {
  looked = true;
  handOn();
}

/**
 * Leaves to the next page of this window, in the window's name, what this one knows by now: the
 * name is memory alone, while a browser's storage is a file, and no file of a kiosk holds a code.
 * Said at every stroke and every look: when a page goes, the next one has its name already.
 */
function handOn() {
  const strokes = openPart()?.map((stroke) => ({
    ...stroke,
    at: stroke.at + performance.timeOrigin,
  }));
  if (looked) {
    const at = performance.timeOrigin + performance.now();
    left[HELD] = seen?.held && isCode(seen.held) ? { text: seen.held, at } : undefined;
  }
  window.name = JSON.stringify({ [KEPT]: strokes, [HELD]: left[HELD] });
}

/**
 * Takes what the page before has left.
 *
 * @returns {Record<string, any>}
 */
function receive() {
  try {
    return { ...JSON.parse(window.name) };
  } catch {
    return {}; // a name that somebody else gave it, or none
  } finally {
    window.name = "";
  }
}

/** @param {string} scan */
export function wasTold(scan) {
  return toldScans().includes(scan);
}

/** @param {string} scan */
export function noteTold(scan) {
  const scans = new Set([...toldScans(), scan]);
  sessionStorage.setItem(TOLD, JSON.stringify([...scans].slice(-REMEMBERED)));
}

/** @returns {string[]} */
function toldScans() {
  return JSON.parse(sessionStorage.getItem(TOLD) ?? "[]");
}
