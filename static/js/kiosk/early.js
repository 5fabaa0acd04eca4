// @ts-check
// Keeps the keys that are struck while a page is still being loaded: a scanner waits for nobody.
// It imports nothing, so that it is at work long before what it keeps them for; and what a browser
// would do by itself at a key, it does not do here either.

/** @type {KeyboardEvent[]} what first.js has kept, where the kiosk has written it into the page */
let kept = "keptFirst" in window && window.keptFirst instanceof Function ? window.keptFirst() : [];

window.addEventListener("keydown", keep, { capture: true });

/** Those that were struck so far, for whoever hears the keys from now on. */
export function earlyKeys() {
  window.removeEventListener("keydown", keep, { capture: true });
  const keys = kept;
  kept = [];
  return keys;
}

/** @param {KeyboardEvent} event */
function keep(event) {
  event.preventDefault();
  kept.push(event);
}
