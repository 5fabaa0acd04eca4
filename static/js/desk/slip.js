// @ts-check
// The slip prints itself once; the buttons are for a second copy.

import { one } from "../dom.js";
import { lockDesk } from "../kiosk/lock.js";
import { IN_KIOSK } from "./base.js";

one("#print", HTMLButtonElement).addEventListener("click", () => print());
one("#close", HTMLButtonElement).addEventListener("click", leave);
if (IN_KIOSK) {
  lockDesk(window);
  addEventListener("keydown", (event) => event.key === "Escape" && leave());
}
await document.fonts.ready;
print();

/** A window of its own is closed; a kiosk has only one, and goes back to the desk. */
function leave() {
  if (IN_KIOSK) {
    history.back();
  } else {
    close();
  }
}
