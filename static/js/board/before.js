// @ts-check
// Before anybody has come: how many will, by their answers, and what is to be set out for them.

import { one } from "../dom.js";
import { fill } from "../texts.js";
import { count } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { Expected } from "./types.js" */

/**
 * @param {Expected | null} expected null: somebody has come, and the count says more
 * @param {Language} language
 * @param {Texts} texts
 */
export function drawExpected(expected, language, texts) {
  one("#expected", HTMLElement).hidden = !expected;
  if (!expected) {
    return;
  }
  const values = Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [name, count(value, language)]),
  );
  one("#expected-answers", HTMLElement).textContent = fill(texts["expected_answers"] ?? "", values);
  one("#expected-likely", HTMLElement).textContent = fill(texts["expected_likely"] ?? "", values);
  for (const element of document.querySelectorAll("[data-expected]")) {
    element.textContent = values[element.getAttribute("data-expected") ?? ""] ?? "";
  }
}
