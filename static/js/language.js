// @ts-check
// The language of the pages. An organiser's page comes from the house in the language chosen
// and says its own words by `_` and `plural`: the Vietnamese sentence is the key, the English
// ones come with the page (static/locales/en.po; the rule is told in server/web/language.py).

import { fill } from "./texts.js";

/** @import { Language } from "./texts.js" */

const KEPT_SECONDS = 365 * 24 * 60 * 60;

/** As the house sent the page. @type {Language} */
export const language = document.documentElement.lang === "en" ? "en" : "vi";

/** @type {Record<string, string | string[]>} */
const english = JSON.parse(document.querySelector("#module-words")?.textContent ?? "{}");

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    choose(button.getAttribute("data-language") === "en" ? "en" : "vi");
    location.reload();
  });
}

/**
 * Keeps the choice: where the server reads it, and where the pages do that change by themselves
 * and may stand in a kiosk.
 *
 * @param {Language} chosen
 */
export function choose(chosen) {
  localStorage.setItem("language", chosen);
  // biome-ignore lint/suspicious/noDocumentCookie: the other way to write one needs a secure page
  document.cookie = `language=${chosen}; path=/; max-age=${KEPT_SECONDS}; samesite=lax`;
}

/**
 * A sentence of this page, its `{name}` places filled.
 *
 * @param {string} text
 * @param {Record<string, string | number | null | undefined>} [values]
 */
export function _(text, values = {}) {
  const said = english[text] ?? text;
  return Array.isArray(said) ? text : fill(said, values);
}

/**
 * A sentence with a count in it, `{n}`: English has a form for one and a form for more.
 *
 * @param {string} text
 * @param {number} count
 * @param {Record<string, string | number | null | undefined>} [values]
 */
export function plural(text, count, values = {}) {
  const said = english[text] ?? text;
  const form = Array.isArray(said) ? said[count === 1 ? 0 : 1] : said;
  return fill(form ?? text, { n: figure(count), ...values });
}

/** A count as official papers write it, 05, and in English plainly. @param {number} count */
export function figure(count) {
  return language === "en" ? String(count) : String(count).padStart(2, "0");
}
