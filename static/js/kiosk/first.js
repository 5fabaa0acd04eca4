// @ts-check
// The first words of every page of the kiosk, written into it by kiosk/bridge.py: a scanner that
// types while the page's files are still on their way is heard from the moment the page stands.
// early.js takes over what was kept here.
(() => {
  /** @type {KeyboardEvent[]} */
  const kept = [];
  const keep = (/** @type {KeyboardEvent} */ event) => {
    event.preventDefault();
    kept.push(event);
  };
  addEventListener("keydown", keep, { capture: true });
  Object.assign(window, {
    keptFirst() {
      removeEventListener("keydown", keep, { capture: true });
      return kept;
    },
  });
})();
