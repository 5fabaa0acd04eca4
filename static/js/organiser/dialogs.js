// @ts-check
// Small questions over the page: a reason to write, a choice to make.

import { make, one } from "../dom.js";
import { _ } from "../language.js";

for (const button of document.querySelectorAll("dialog [data-close]")) {
  button.addEventListener("click", () => button.closest("dialog")?.close(""));
}

/**
 * Asks for one line of words.
 *
 * @param {string} title
 * @param {string} [label]
 * @returns {Promise<string | null>} null: it was left
 */
export async function askReason(title, label = _("Lý do")) {
  const dialog = one("#reason", HTMLDialogElement);
  const form = one("#reason-form", HTMLFormElement);
  const input = one("input[name=reason]", HTMLInputElement, form);
  one("#reason-title", HTMLElement).textContent = title;
  one("#reason-label", HTMLElement).textContent = label;
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  input.focus();
  return await new Promise((resolve) => {
    /** @param {SubmitEvent} event */
    const submit = (event) => {
      event.preventDefault();
      if (input.value.trim()) {
        dialog.close("yes");
      } else {
        input.focus();
      }
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener(
      "close",
      () => {
        form.removeEventListener("submit", submit);
        resolve(dialog.returnValue === "yes" ? input.value.trim() : null);
      },
      { once: true },
    );
  });
}

/**
 * Puts a question with a button for each answer.
 *
 * @param {string} title
 * @param {(Node | string)[]} words
 * @param {[string, string][]} answers value and label, the first the one that is proposed
 * @returns {Promise<string>} "" where it was left
 */
export async function askChoice(title, words, answers) {
  const dialog = one("#choice", HTMLDialogElement);
  one("#choice-title", HTMLElement).textContent = title;
  one("#choice-words", HTMLElement).replaceChildren(...words);
  one("#choice-buttons", HTMLElement).replaceChildren(
    ...answers.map(([value, label], at) => {
      const button = make("button", at === 0 ? "button primary" : "button", label);
      button.value = value;
      return button;
    }),
  );
  dialog.returnValue = "";
  dialog.showModal();
  return await new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}
