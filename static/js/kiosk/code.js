// @ts-check
// Whether a text is one of our codes, by its letters alone: whose it is, only the house knows.

const ALPHABET = "BCFGHJKLMNPRSTVX";
export const CODE_LENGTH = 36;
const MODULUS = 223;

/**
 * Whether these are the letters of one whole code, its two check letters included.
 *
 * @param {string} text
 */
export function isCode(text) {
  const letters = text.toUpperCase();
  return (
    letters.length === CODE_LENGTH &&
    [...letters].every((letter) => ALPHABET.includes(letter)) &&
    letters.endsWith(checkLetters(letters.slice(0, -2)))
  );
}

/** So many consonants in a row are no word of any language. */
const SHORTEST_PART = 12;
/** Fewer may be initials; but no hand strikes six keys so fast. */
export const SHORTEST_STRUCK = 6;
export const BY_MACHINE_MS = 25;

/**
 * Whether these can only be a part of a code, or several: a scan that was torn or mixed.
 *
 * @param {string} text
 * @param {number} [shortest]
 */
export function isPart(text, shortest = SHORTEST_PART) {
  const letters = [...text.toUpperCase()];
  return letters.length >= shortest && letters.every((letter) => ALPHABET.includes(letter));
}

/**
 * The same for what keys have typed, of which their pace tells more; of a remainder (Burst) all is
 * known already.
 *
 * @param {string} text
 * @param {number} msPerKey
 * @param {boolean} remainder
 */
export function isTyped(text, msPerKey, remainder) {
  return remainder || isPart(text, msPerKey <= BY_MACHINE_MS ? SHORTEST_STRUCK : SHORTEST_PART);
}

/**
 * The same sum as the house's own (server/invitations.py).
 *
 * @param {string} body
 */
function checkLetters(body) {
  let total = 0;
  let weight = 1;
  for (const letter of body) {
    total = (total + weight * ALPHABET.indexOf(letter)) % MODULUS;
    weight = (weight * 3) % MODULUS;
  }
  const first = othersThan(body.slice(-1)).charAt(Math.floor(total / 15));
  return first + othersThan(first).charAt(total % 15);
}

/** @param {string} letter */
function othersThan(letter) {
  return ALPHABET.replace(letter, "");
}
