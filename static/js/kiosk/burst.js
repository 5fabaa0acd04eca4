// @ts-check
// From keystrokes to scanned texts: what a keyboard-wedge scanner meant, however the keyboard
// layout, Caps Lock or an input method has bent it.
//
// Each stroke is kept twice: as the system says it was typed, and as the key would read on the
// US layout that scanners assume. Whichever of the two is a code is sent; whose it is, the
// rulebook says. Two scanners may type at the same time: codes one behind the other are taken
// apart where each is whole, and keys that were mixed are one text that nobody can read.

import { BY_MACHINE_MS, CODE_LENGTH, isCode, isPart, SHORTEST_STRUCK } from "./code.js";
import { HeldDown } from "./held-down.js";

const LONGEST = 512;
/** Fewer keys than this are a hand or a cat, not a scanner. */
const SHORTEST = 4;
/** A scanner needs 1 to 20 ms a key, and some hesitate; a fast typist needs 80. */
const SLOWEST_MS = 60;
/** Silence that ends a text which has a code's length, and silence that ends any other. */
const SILENCE_MS = 90;
const PATIENCE_MS = 1000;
/** A silence that is noticed so late was no silence: the page was busy, and keys may wait. */
const LATE_MS = 40;
const MOST_LATE = 3;
/** Longer than this no key is late, and what was scanned is nobody's to keep. */
const CUT_KEPT_MS = 5000;

/** A page is new for so long: the first letters of a scan may have fallen before it. */
const NEW_MS = 3000;

/** What may stand around a code's letters: an AIM prefix, e.g. `]Q1`; groups set apart. */
const AROUND = /\][A-Z][0-9A-Z]|[ -]/gi;

/**
 * @typedef {object} Stroke
 * @property {string} typed
 * @property {string} physical
 * @property {number} at milliseconds
 */

/** @typedef {Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "timeStamp" | "repeat" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "getModifierState">} Key */

export class Burst {
  /** Called when what is unfinished may be another. @type {() => void} */
  onChange = () => undefined;
  /** @type {Stroke[]} */
  #strokes = [];
  /** What silence ended although it was no code. @type {Stroke[]} */
  #cut = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  #heldDown = new HeldDown();
  #onText;

  /**
   * @param {(text: string, msPerKey: number, remainder: boolean) => void} onText called once for
   *   each scanned text; `remainder`: the last letters of a code, be they few
   */
  constructor(onText) {
    this.#onText = onText;
  }

  /** @param {Key} key a keydown, in the order of typing */
  press(key) {
    if (this.#heldDown.repeats(key) || isCommand(key)) {
      return;
    }
    if (["Enter", "NumpadEnter", "Tab"].includes(key.code || key.key)) {
      this.#end(key.timeStamp);
      this.#cut = [];
    } else if (key.key === "Backspace") {
      // An input method takes back what it is about to replace; the bent text must show.
      this.#strokes.pop();
      this.#wait();
    } else {
      this.#add(key);
    }
    this.onChange();
  }

  /** What was typed and is neither a text yet nor given up. */
  get unfinished() {
    return this.#strokes.length > 0 ? this.#strokes : this.#cut;
  }

  /**
   * Goes on with what another page has heard.
   *
   * @param {Stroke[]} strokes
   */
  goOn(strokes) {
    if (strokes.length > 0) {
      this.#strokes = [...strokes, ...this.#strokes];
      this.#wait();
      this.onChange();
    }
  }

  /** @param {Key} key */
  #add(key) {
    const physical = physicalCharacter(key.code, key.shiftKey);
    const typed = isCharacter(key) ? key.key : physical;
    if (!typed) {
      return;
    }
    this.#resume(key.timeStamp);
    if (this.#strokes.length < LONGEST) {
      this.#strokes.push({ typed, physical: physical || typed, at: key.timeStamp });
    }
    this.#wait();
  }

  /**
   * Goes on with a burst that was cut: its keys came late, but by their own time there was no
   * silence between them.
   *
   * @param {number} at milliseconds
   */
  #resume(at) {
    const last = this.#cut.at(-1);
    if (last && this.#strokes.length === 0 && at - last.at <= SILENCE_MS) {
      this.#strokes = this.#cut;
      this.#cut = [];
    }
  }

  #wait() {
    const complete = codesIn(readStrokes(this.#strokes)).length > 0;
    this.#listen(complete ? SILENCE_MS : PATIENCE_MS, 0);
  }

  /**
   * @param {number} ms
   * @param {number} late how often the page was busy when it should have listened
   */
  #listen(ms, late) {
    clearTimeout(this.#silence);
    const due = performance.now() + ms;
    this.#silence = setTimeout(() => {
      if (performance.now() - due > LATE_MS && late < MOST_LATE) {
        this.#listen(SILENCE_MS, late + 1);
      } else {
        this.#cut = this.#end();
        this.#silence = setTimeout(() => {
          this.#cut = [];
          this.onChange();
        }, CUT_KEPT_MS);
        this.onChange();
      }
    }, ms);
  }

  /**
   * Two parts that make up a code were one scan, however long the system held the second back:
   * the check letters of a code agree with no other code's.
   *
   * @param {number} [enterAt] when the scanner ended it, in milliseconds
   * @returns {Stroke[]} what is no code, and may be the first part of one
   */
  #end(enterAt = Number.POSITIVE_INFINITY) {
    clearTimeout(this.#silence);
    const strokes = this.#strokes;
    const whole = [...this.#cut, ...strokes];
    this.#strokes = [];
    const stands = codesIn(readStrokes(strokes)).length > 0;
    const joined = !stands && codesIn(readStrokes(whole)).length > 0;
    const remainder = !stands && !joined && isRemainder(strokes, enterAt);
    const texts = remainder ? [readStrokes(strokes)] : scannedTexts(joined ? whole : strokes);
    for (const text of texts) {
      this.#onText(text, pace(strokes), remainder);
    }
    return stands || joined ? [] : whole.slice(-LONGEST);
  }
}

/**
 * What a finished burst hands on: nothing for a hand's typing, one text, or joined codes apart.
 *
 * @param {Stroke[]} strokes
 * @returns {string[]}
 */
export function scannedTexts(strokes) {
  const codes = codesIn(readStrokes(strokes));
  const parts = betweenPauses(strokes);
  const first = parts.findIndex((part) => codesIn(readStrokes(part)).length > 0);
  if (codes.length === 0 && parts.length > 1 && first >= 0) {
    // Keys that somebody leaned on before the scan must not spoil it.
    return parts.slice(first).flatMap(scannedTexts);
  }
  const scanned = strokes.length >= SHORTEST && pace(strokes) <= SLOWEST_MS;
  const text = scanned ? [readStrokes(strokes)].filter((read) => read.trim() !== "") : [];
  return codes.length > 0 ? codes : text;
}

/**
 * The codes of which a text is made up and nothing else; the same one twice is one.
 *
 * @param {string} text
 * @returns {string[]} empty where any part is not a whole code
 */
function codesIn(text) {
  const letters = text.replace(AROUND, "");
  const parts = letters.match(new RegExp(`.{1,${CODE_LENGTH}}`, "gs")) ?? [];
  return parts.every(isCode) ? [...new Set(parts)] : [];
}

/**
 * Whether these are the end of a scan that began before the page could hear it: at a machine's
 * pace up to its Enter, and on a page that is new. At any other time so few are a hand or a cat.
 *
 * @param {Stroke[]} strokes
 * @param {number} enterAt milliseconds
 */
function isRemainder(strokes, enterAt) {
  const began = strokes[0]?.at ?? Number.POSITIVE_INFINITY;
  const struck = enterAt - began <= BY_MACHINE_MS * strokes.length;
  const few = strokes.length < SHORTEST_STRUCK; // more are known without that
  return few && began < NEW_MS && struck && isPart(readStrokes(strokes), 1);
}

/** @param {Stroke[]} strokes */
function readStrokes(strokes) {
  const typed = strokes.map((s) => s.typed).join("");
  const physical = strokes.map((s) => s.physical).join("");
  if (codesIn(typed).length > 0) {
    return typed;
  }
  const bentByLayout = !isPlain(typed) && isPlain(physical);
  return codesIn(physical).length > 0 || bentByLayout ? physical : typed;
}

/**
 * @param {Stroke[]} strokes
 * @returns {Stroke[][]}
 */
function betweenPauses(strokes) {
  /** @type {Stroke[][]} */
  const parts = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const stroke of strokes) {
    if (stroke.at - before > SILENCE_MS) {
      parts.push([]);
    }
    parts.at(-1)?.push(stroke);
    before = stroke.at;
  }
  return parts;
}

/** @param {Stroke[]} strokes */
function pace(strokes) {
  const span = (strokes.at(-1)?.at ?? 0) - (strokes[0]?.at ?? 0);
  return span / Math.max(strokes.length - 1, 1);
}

/** @param {string} text */
function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
}

/** @param {Key} key */
function isCharacter(key) {
  return !key.isComposing && [...key.key].length === 1;
}

/**
 * Control characters come as Ctrl with a letter. AltGr reads as Ctrl+Alt, yet types.
 *
 * @param {Key} key
 */
function isCommand(key) {
  const chord = key.ctrlKey || key.altKey || key.metaKey;
  return chord && !key.getModifierState("AltGraph");
}

/**
 * @param {string} code
 * @param {boolean} shifted
 * @returns {string} empty for a key that types nothing
 */
function physicalCharacter(code, shifted) {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) {
    return shifted ? letter : letter.toLowerCase();
  }
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (digit) {
    return shifted && code.startsWith("Digit") ? (")!@#$%^&*("[Number(digit)] ?? "") : digit;
  }
  return MARKS[code]?.[shifted ? 1 : 0] ?? "";
}

/** @type {Record<string, string>} */
const MARKS = {
  Space: "  ",
  Minus: "-_",
  Equal: "=+",
  BracketLeft: "[{",
  BracketRight: "]}",
  Backslash: "\\|",
  IntlBackslash: "\\|",
  Semicolon: ";:",
  Quote: "'\"",
  Backquote: "`~",
  Comma: ",<",
  Period: ".>",
  Slash: "/?",
  NumpadAdd: "++",
  NumpadSubtract: "--",
  NumpadMultiply: "**",
  NumpadDivide: "//",
  NumpadDecimal: "..",
};
