// @ts-check
// A trap for scanners and input methods: what one burst of keys tells of how they are set up.
//
// Pure. The page of the self-test hands it the keydowns of one scan of the sheet of test codes,
// and shows the words of "trap.<finding>".

import { isCode } from "./code.js";

/** Fewer keys than this are no scan; a key slower than this was struck by a hand. */
const SHORTEST = 4;
const SLOWEST_MS = 60;
const ENDS = ["Enter", "NumpadEnter", "Tab"];

/** What the number row types under the Vietnamese layout of Windows and of Linux. */
const NUMBER_ROW = /^(?:[ăâêôđ₫]|\p{M})$/iu;
const VOWEL = "[aăâeêioôơuưy]";
/** What Telex or VNI would not have left standing. */
const TELEX_KEYS = new RegExp(`${VOWEL}[sfrxj]|aa|ee|oo|dd|[aou]w`, "i");
const VNI_KEYS = new RegExp(`${VOWEL}[1-8]|d9`, "i");

/** @typedef {"telex" | "vni" | "method" | "windows" | "layout"} Bender */

/**
 * One keydown, and what of it matters.
 *
 * @typedef {object} Press
 * @property {string} key
 * @property {string} code
 * @property {number} at milliseconds
 */

/**
 * What a burst tells. `text` is what the system says was typed.
 *
 * @typedef {object} Finding
 * @property {"scanner" | "hand" | "nothing"} mode
 * @property {number} msPerKey the middle one of the gaps between keys; several keys may come in
 *   one go, so this may be 0
 * @property {boolean} ends whether the scanner sends Enter or Tab
 * @property {Bender | null} bentBy what probably changed the text on its way: an input method in
 *   Telex, in VNI or in a manner that cannot be told; the Vietnamese keyboard layout; another
 * @property {string} text
 * @property {Advice} advice
 */

/** @typedef {"good" | "add_enter" | "again" | "hand" | "switch_to_e" | "choose_eng" | "choose_us"} Advice */

/**
 * @param {Press[]} presses the keydowns of one burst, in order, its end included
 * @param {string} [expected] what the code on the sheet says
 * @returns {Finding}
 */
export function judge(presses, expected) {
  const ends = ENDS.includes(presses.at(-1)?.key ?? "");
  const keys = ends ? presses.slice(0, -1) : presses;
  const finding = { mode: modeOf(keys), msPerKey: middleGap(keys), ends, text: typedText(keys) };
  const bentBy = finding.mode === "scanner" ? benderOf(keys, finding.text, expected) : null;
  return { ...finding, bentBy, advice: adviceOn({ ...finding, bentBy }, expected) };
}

/**
 * @param {Press[]} keys
 * @returns {Finding["mode"]}
 */
function modeOf(keys) {
  if (keys.length < SHORTEST) {
    return "nothing";
  }
  const span = (keys.at(-1)?.at ?? 0) - (keys[0]?.at ?? 0);
  return span / (keys.length - 1) <= SLOWEST_MS ? "scanner" : "hand";
}

/** @param {Press[]} keys */
function middleGap(keys) {
  const gaps = keys.slice(1).map((press, i) => press.at - (keys[i]?.at ?? press.at));
  gaps.sort((one, other) => one - other);
  return Math.round(gaps[gaps.length >> 1] ?? 0);
}

/** @param {Press[]} keys */
function typedText(keys) {
  /** @type {string[]} */
  const letters = [];
  for (const { key } of keys) {
    if (key === "Backspace") {
      letters.pop();
    } else if ([...key].length === 1) {
      letters.push(key);
    }
  }
  return letters.join("");
}

/**
 * A scanner never takes a letter back, and each of its letters has a key: where either is not
 * so, somebody came in between.
 *
 * @param {Press[]} keys
 * @param {string} text
 * @param {string | undefined} expected
 * @returns {Bender | null}
 */
function benderOf(keys, text, expected) {
  const onNumberRow = keys.filter(({ code }) => /^Digit\d$/.test(code));
  if (onNumberRow.some(({ key }) => NUMBER_ROW.test(key))) {
    return "windows";
  }
  const cameBetween = keys.some(
    ({ key, code }) => key === "Backspace" || key === "Process" || (isLetter(key) && !code),
  );
  if (cameBetween || /[^\x20-\x7e]/.test(text)) {
    return methodOf(text, expected);
  }
  const elsewhere = keys.some(({ key, code }) => isMoved(key, code));
  return elsewhere && !isAsMeant(text, expected) ? "layout" : null;
}

/**
 * Which keys the method has swallowed: letters are Telex's, digits VNI's. Where the code is not
 * known, those that it has left standing tell the same.
 *
 * @param {string} text
 * @param {string | undefined} expected
 * @returns {Bender}
 */
function methodOf(text, expected) {
  const telex = expected ? fewer(text, expected, /[a-z]/gi) : !TELEX_KEYS.test(text);
  const vni = expected ? fewer(text, expected, /\d/g) : !VNI_KEYS.test(text);
  if (telex === vni) {
    return "method";
  }
  return telex ? "telex" : "vni";
}

/**
 * @param {string} text
 * @param {string} expected
 * @param {RegExp} kind
 */
function fewer(text, expected, kind) {
  const plain = text.normalize("NFD").replaceAll(/[đĐ]/g, "d");
  return (plain.match(kind)?.length ?? 0) < (expected.match(kind)?.length ?? 0);
}

/**
 * @param {Omit<Finding, "advice">} finding
 * @param {string | undefined} expected
 * @returns {Advice}
 */
function adviceOn({ mode, ends, bentBy, text }, expected) {
  if (mode !== "scanner") {
    return mode === "hand" ? "hand" : "again";
  }
  if (bentBy) {
    return bentBy === "windows" ? "choose_eng" : bentBy === "layout" ? "choose_us" : "switch_to_e";
  }
  if (!isAsMeant(text, expected)) {
    return "again";
  }
  return ends ? "good" : "add_enter";
}

/**
 * Caps Lock turns the letters, which harms no code of ours.
 *
 * @param {string} text
 * @param {string | undefined} expected
 */
function isAsMeant(text, expected) {
  return expected ? text.toUpperCase() === expected.toUpperCase() : isCode(text);
}

/** @param {string} key */
function isLetter(key) {
  return [...key].length === 1;
}

/**
 * Whether a key typed another letter than the one that stands there on the US layout.
 *
 * @param {string} key
 * @param {string} code
 */
function isMoved(key, code) {
  const stands = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit(\d)$/.exec(code)?.[1];
  const shifted = stands !== undefined && /\d/.test(stands) && !/[\p{L}\d]/u.test(key);
  return stands !== undefined && isLetter(key) && key.toUpperCase() !== stands && !shifted;
}
