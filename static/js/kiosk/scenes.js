// @ts-check
// What stands on the guest's face for each answer: which tone, which sign, which words.

/** @import { Answer, Guest, Sentences } from "./types.js" */
/** @import { Language, Texts } from "../texts.js" */

/** @typedef {"present" | "already" | "desk" | "rest"} Tone */

/**
 * One picture of the face. `kind` says which of the three layouts it uses.
 *
 * @typedef {object} Scene
 * @property {string} screen
 * @property {"idle" | "welcome" | "message"} kind
 * @property {Tone} tone
 * @property {string} sign
 * @property {Answer} [answer]
 */

/** @type {Record<string, [Scene["kind"], Tone, string]>} */
const SCREENS = {
  start: ["idle", "rest", "mark"],
  idle: ["idle", "rest", "mark"],
  busy: ["message", "rest", "wait"],
  paused: ["message", "rest", "desk"],
  not_saved: ["message", "rest", "desk"],
  ok: ["welcome", "present", "present"],
  unnamed: ["welcome", "present", "present"],
  press: ["welcome", "present", "present"],
  already: ["message", "already", "already"],
  already_far: ["message", "desk", "desk"],
  unknown: ["message", "desk", "again"],
  revoked: ["message", "desk", "desk"],
  cancelled: ["message", "desk", "desk"],
  wrong_event: ["message", "desk", "desk"],
  too_early: ["message", "desk", "clock"],
  closed: ["message", "desk", "clock"],
  idcard: ["message", "desk", "card"],
  other_qr: ["message", "desk", "again"],
  ime: ["message", "desk", "again"],
  unreadable: ["message", "desk", "bright"],
};

const TO_ORGANISATION = /^(.*? (?:đại biểu|phóng viên|delegate of)|Welcome,) (.+?)(?:\. (.*))?$/s;

/**
 * @param {string} screen
 * @param {Answer} [answer]
 * @returns {Scene}
 */
export function sceneOf(screen, answer) {
  const [kind, tone, sign] = SCREENS[screen] ?? ["message", "desk", "desk"];
  return answer ? { screen, kind, tone, sign, answer } : { screen, kind, tone, sign };
}

/**
 * The answer's sentences in a language; Vietnamese where the other is missing.
 *
 * @param {Answer | undefined} answer
 * @param {Language} language
 * @returns {Sentences}
 */
export function sentences(answer, language) {
  const { en, ...vi } = answer?.lines ?? {};
  return language === "en" && en ? en : vi;
}

/**
 * A greeting in three parts, so that the middle can be set large.
 *
 * @param {string} greeting
 * @param {Guest | null | undefined} guest
 * @returns {{ lead: string, name: string, rest: string, kind: "person" | "organisation" | "none" }}
 */
export function partGreeting(greeting, guest) {
  for (const [text, kind] of /** @type {const} */ ([
    [guest?.name, "person"],
    [guest?.organisation, "organisation"],
  ])) {
    const at = text ? greeting.indexOf(text) : -1;
    if (text && at >= 0) {
      const before = greeting.slice(0, at);
      const address = kind === "person" ? addressBefore(before) : "";
      return {
        lead: before.slice(0, before.length - address.length).trim(),
        name: address + text,
        rest: greeting.slice(at + text.length).replace(/^[\s.,]+/, ""),
        kind,
      };
    }
  }
  // Nobody is named, and the organisation came only inside the sentence.
  const [, lead = "", name = greeting, rest = ""] = TO_ORGANISATION.exec(greeting) ?? [];
  return { lead, name, rest, kind: lead ? "organisation" : "none" };
}

/** @param {string} text */
function addressBefore(text) {
  return /(?:Ông|Bà|Đồng chí|Quý đại biểu|Mr|Ms)\s+$/.exec(text)?.[0] ?? "";
}

/**
 * The words of a message: ready sentences where there are some, else the fixed text.
 *
 * @param {Scene} scene
 * @param {Language} language
 * @param {Texts} texts
 * @returns {string[]} one entry per sentence
 */
export function messageOf(scene, language, texts) {
  const lines = sentences(scene.answer, language);
  const ready =
    lines.message ?? [lines.greeting, lines.status, lines.seat].filter(Boolean).join(". ");
  const text = ready || texts[scene.screen] || texts["paused"] || "";
  const parts = inSentences(text);
  // Where the plate shows the seat, the sentence need not say it once more.
  const plate = seatParts(scene.answer, language, texts).length > 0;
  return plate ? parts.filter((part) => !/^(Vị trí|Seat): /.test(part)) : parts;
}

/**
 * Sentences apart, without their full stops: each stands on lines of its own.
 *
 * @param {string} text
 */
export function inSentences(text) {
  return text.split(/(?<=[.…]) (?=\p{Lu})/u).map((sentence) => sentence.replace(/\.$/, ""));
}

/**
 * A seat as label and figure, largest first in meaning: row, number, side.
 *
 * @param {Answer | undefined} answer
 * @param {Language} language
 * @param {Texts} texts
 * @returns {{ label: string, figure: string }[]} empty for a place that is in no row
 */
export function seatParts(answer, language, texts) {
  const seat = answer?.seat;
  if (!seat?.row || seat.head || seat.number === null || seat.number === undefined) {
    return [];
  }
  const side = sentences(answer, language).side ?? seat.side;
  return [
    { label: texts[seat.table ? "table" : "row"] ?? "", figure: seat.row },
    {
      label: texts["seat"] ?? "",
      figure: seat.table ? String(seat.number) : String(seat.number).padStart(2, "0"),
    },
    ...(side ? [{ label: "", figure: side }] : []),
  ];
}
