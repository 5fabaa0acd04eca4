// @ts-check
// The fixed texts of the pages, in the two languages. Sentences with values in them come
// ready from the house; these are the words around them.

/** @typedef {"vi" | "en"} Language */
/** @typedef {Record<string, string>} Texts */

/**
 * Both languages of one page. Retried for ever: a page without words is of no use.
 *
 * @param {"kiosk" | "board" | "desk"} page
 * @returns {Promise<Record<Language, Texts>>}
 */
export async function loadTexts(page) {
  const [vi, en] = await Promise.all([load("vi"), load("en")]);
  return { vi: vi[page] ?? {}, en: en[page] ?? {} };
}

/**
 * Fills `{name}` places.
 *
 * @param {string} text
 * @param {Record<string, string | number | null | undefined>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * @param {Language} language
 * @returns {Promise<Record<string, Texts>>}
 */
async function load(language) {
  for (;;) {
    try {
      const answer = await fetch(new URL(`../locales/${language}.json`, import.meta.url));
      if (answer.ok) {
        return await answer.json();
      }
    } catch {
      // The house is away for the moment; ask again below.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
