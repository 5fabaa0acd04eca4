// @ts-check
// The line that says what was just done, with the way back.

import { one } from "../dom.js";

const SHOWN_MS = 12_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let gone;
/** @type {(() => void) | undefined} */
let back;

one("#told-close", HTMLButtonElement).addEventListener("click", hide);
one("#told-back", HTMLButtonElement).addEventListener("click", () => takeBack());
document.addEventListener("keydown", (event) => {
  const writing =
    event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !writing && back) {
    event.preventDefault();
    takeBack();
  }
});

/**
 * @param {string} text
 * @param {{ takeBack?: () => void, kind?: "done" | "fault" }} [how]
 */
export function tell(text, how = {}) {
  clearTimeout(gone);
  back = how.takeBack ?? (how.kind === "fault" ? back : undefined);
  const line = one("#told", HTMLElement);
  line.dataset["kind"] = how.kind ?? "done";
  line.hidden = false;
  one("#told-words", HTMLElement).textContent = text;
  one("#told-back", HTMLButtonElement).hidden = !how.takeBack;
  if (how.kind !== "fault") {
    gone = setTimeout(hide, SHOWN_MS);
  }
}

function hide() {
  one("#told", HTMLElement).hidden = true;
}

function takeBack() {
  const action = back;
  back = undefined;
  hide();
  action?.();
}
