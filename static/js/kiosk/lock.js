// @ts-check
// Keeps guests, and scanners that send control characters, inside the page: whatever a browser
// would do by itself, it does not do here.

/** Everything that is typed, dragged, zoomed, selected or asked of a menu. */
const REFUSED = [
  "keydown",
  "keypress",
  "keyup",
  "beforeinput",
  "compositionstart",
  "contextmenu",
  "auxclick",
  "dragstart",
  "dragenter",
  "dragover",
  "drop",
  "selectstart",
  "copy",
  "cut",
  "paste",
  "wheel",
  "touchmove",
  "gesturestart",
];

/**
 * @param {Window} window
 * @param {(event: KeyboardEvent) => void} onKey sees every keydown first
 */
export function lock(window, onKey) {
  window.addEventListener("keydown", onKey, { capture: true });
  for (const kind of REFUSED) {
    window.addEventListener(kind, refuse, { capture: true, passive: false });
  }
  // A press would move the focus to a button, where the scanner's Enter would press it again;
  // the side buttons of a mouse would go back a page.
  window.addEventListener("mousedown", refuse, { capture: true });
  window.addEventListener("mouseup", refuse, { capture: true });
}

/** @param {Event} event */
function refuse(event) {
  event.preventDefault();
  if (event instanceof KeyboardEvent) {
    event.stopImmediatePropagation();
  }
}
