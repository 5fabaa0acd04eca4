// @ts-check
// The slip prints itself once; the buttons are for a second copy.

import { one } from "../dom.js";

one("#print", HTMLButtonElement).addEventListener("click", () => print());
one("#close", HTMLButtonElement).addEventListener("click", () => close());
await document.fonts.ready;
print();
