// @ts-check
// How the desk looks: light or dark, and the list of its keys.

import { make, one } from "../dom.js";
import { look, nextLook } from "../look.js";
import { ACTIONS, GLOBAL_ACTIONS } from "./actions.js";
import { IN_KIOSK } from "./base.js";
import { key } from "./fields.js";

/** @import { Texts } from "../texts.js" */

/** @param {Texts} texts */
export function switchLook(texts) {
  nextLook();
  drawLook(texts);
}

/** @param {Texts} texts */
export function drawLook(texts) {
  one("#theme-text", HTMLElement).textContent = texts[`theme_${look()}`] ?? "";
  one("#theme", HTMLButtonElement).title = texts["theme"] ?? "";
}

/** @param {Texts} texts */
export function drawHelp(texts) {
  const named = [
    ...GLOBAL_ACTIONS.filter((one) => one.name !== "call"),
    ...ACTIONS.filter((one) => !one.back),
  ];
  one("#help-list", HTMLElement).replaceChildren(
    row(texts["help.type"], texts["help.type_does"]),
    row("↑ ↓", texts["help.arrows_does"]),
    row("Enter", texts["help.enter_does"]),
    row("Esc", texts["help.escape_does"]),
    row("Ctrl+Z", texts["help.undo_does"]),
    row("Shift+F7", texts["help.cards_does"]),
    row(texts["help.scan"], texts[IN_KIOSK ? "help.scan_door" : "help.scan_does"]),
    ...(IN_KIOSK ? [row("F12", texts["help.guests_does"])] : []),
    ...named.map((action) => row(action.key, texts[action.text])),
  );
}

/** @param {string | undefined} pressed @param {string | undefined} does */
function row(pressed, does) {
  return make("div", null, make("dt", null, key(pressed ?? "")), make("dd", null, does ?? ""));
}
