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

/** What a desk's page leaves to nobody but itself: it is worked by hand, and has text fields. */
const REFUSED_AT_DESK = [
  "contextmenu",
  "auxclick",
  "dragstart",
  "dragenter",
  "dragover",
  "drop",
  "gesturestart",
];
/** A browser's own keys: load, print, find, save, open, leave, zoom, full screen, look inside. */
const BROWSERS_KEYS = /^(F5|F6|F11|F12|Browser\w+)$/;
const FIELDS_KEYS = new Set(["a", "c", "v", "x", "z", "backspace", "delete"]);

/**
 * The same for the clerk's face: she types and chooses, and stays where she is.
 *
 * @param {Window} window
 */
export function lockDesk(window) {
  window.addEventListener("keydown", refuseBrowsersKey, { capture: true });
  for (const kind of REFUSED_AT_DESK) {
    window.addEventListener(kind, refuse, { capture: true, passive: false });
  }
  window.addEventListener("wheel", refuseZoom, { capture: true, passive: false });
  window.addEventListener("selectstart", refuseSelection, { capture: true });
}

/** @param {KeyboardEvent} event */
function refuseBrowsersKey(event) {
  const key = event.key.toLowerCase();
  const command = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  const moves = event.altKey && ["arrowleft", "arrowright", "home", "f4"].includes(key);
  const edits = FIELDS_KEYS.has(key) || key.startsWith("arrow") || key === "home" || key === "end";
  if (BROWSERS_KEYS.test(event.key) || moves || (command && !edits)) {
    event.preventDefault();
  }
}

/** @param {WheelEvent} event */
function refuseZoom(event) {
  if (event.ctrlKey) {
    event.preventDefault();
  }
}

/** @param {Event} event */
function refuseSelection(event) {
  const field =
    event.target instanceof HTMLElement ? event.target.closest("input, textarea") : null;
  if (!field) {
    event.preventDefault();
  }
}

/** @param {Event} event */
function refuse(event) {
  event.preventDefault();
  if (event instanceof KeyboardEvent) {
    event.stopImmediatePropagation();
  }
}
