// @ts-check
// From the guests' face to the clerk's: a key and a small sign in the corner, both before a PIN.

import { one } from "../dom.js";
import { keepAwake } from "./awake.js";
import { turnPage } from "./turning.js";

/**
 * Before the page is locked, since nothing hears a key after that.
 *
 * @returns {(event: KeyboardEvent) => void} takes a key that was struck earlier
 */
export function openStaffDoor() {
  keepAwake();
  window.addEventListener("keydown", onKey, { capture: true });
  one("#staff", HTMLButtonElement).addEventListener("click", enter);
  return onKey;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "F12" && !event.repeat) {
    event.preventDefault();
    enter();
  }
}

function enter() {
  turnPage(() => location.assign("desk"));
}
