// @ts-check
// What every page of the organisers has: the menu, light or dark, buttons that copy.

import { _ } from "../language.js";
import { look, nextLook } from "../look.js";
import "./menu.js";
import { tell } from "./told.js";

const WORDS = { auto: _("Theo máy"), light: _("Nền sáng"), dark: _("Nền tối") };

document.querySelector("#theme")?.addEventListener("click", switchLook);
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  const source = button && document.getElementById(button.getAttribute("data-copy") ?? "");
  if (source) {
    copy(source);
  }
});
drawLook();

function switchLook() {
  nextLook();
  drawLook();
}

function drawLook() {
  const text = document.querySelector("#theme-text");
  const button = document.querySelector("#theme");
  if (text && button instanceof HTMLElement) {
    text.textContent = _("Giao diện: {look}", { look: WORDS[look()] });
    button.title = text.textContent;
  }
}

/**
 * Over plain HTTP in a hall's network a browser offers no clipboard, only the old command.
 *
 * @param {HTMLElement} source
 */
async function copy(source) {
  const text = source instanceof HTMLTextAreaElement ? source.value : (source.textContent ?? "");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (source instanceof HTMLTextAreaElement) {
      source.select();
    } else {
      getSelection()?.selectAllChildren(source);
    }
    document.execCommand("copy");
  }
  tell(_("Đã sao chép."));
}
