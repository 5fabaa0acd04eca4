// @ts-check
// How the desk writes people: by whom a place is taken, and who is called alike.

/** @import { Texts } from "../texts.js" */
/** @import { Card, Person, Place } from "./types.js" */

const TONES = /[\u0300\u0309\u0303\u0301\u0323]/g;

/** Who is expected on a place: the stand-in once one is recorded. @param {Place} place */
export function coming(place) {
  const { substitute, name, honorific, title } = place;
  return substitute ?? (name ? { name, honorific, title } : null);
}

/** @param {Person | null | undefined} person */
export function addressed(person) {
  return person ? [person.honorific, person.name].filter(Boolean).join(" ") : "";
}

/**
 * Name, or, where nobody is named, what the list asks for.
 *
 * @param {Place} place
 * @param {Texts} texts
 */
export function called(place, texts) {
  return addressed(coming(place)) || place.expects || texts["d.unnamed"] || "";
}

/** Title and unit; "Phó Chủ tịch UBND tỉnh" of "UBND tỉnh" is not said twice. @param {Place} place */
export function post(place) {
  return postOf(coming(place)?.title, place.organisation);
}

/**
 * @param {string | null | undefined} title
 * @param {string | null | undefined} organisation
 */
export function postOf(title, organisation) {
  const twice = organisation && title?.endsWith(organisation);
  return [title, twice ? "" : organisation].filter(Boolean).join(", ");
}

/** The invited person in full: title, name, unit. @param {Place} place */
export function invited(place) {
  const name = addressed(place.name ? { name: place.name, honorific: place.honorific } : null);
  return [name || place.expects, postOf(place.title, place.organisation)]
    .filter(Boolean)
    .join(", ");
}

/** @param {Card} card @param {Texts} texts */
export function calledOn(card, texts) {
  return (
    addressed(card.guest) || card.expects || (card.invitation ? (texts["d.unnamed"] ?? "") : "")
  );
}

/** The last digits of a phone: enough to tell two people apart, too few to call. @param {Place} place */
export function phoneTail(place) {
  return place.phone?.slice(-4) ?? "";
}

/**
 * What two people share who are called the same or sound so: Thuý and Thúy, Vi and Vy.
 *
 * @param {string} name
 */
export function soundKey(name) {
  return name
    .toLowerCase()
    .split(/\s+/)
    .map((word) => {
      const marks = word.normalize("NFD");
      const tone = marks.match(TONES)?.[0] ?? "";
      const bare = marks.replace(TONES, "").normalize("NFC");
      return bare.replace(/^(qu|[^aăâeêioôơuưy]*)y$/, "$1i") + tone;
    })
    .join(" ");
}

/** What a clerk types without accents. @param {string} text */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
}
