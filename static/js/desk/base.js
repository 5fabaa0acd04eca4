// @ts-check
// Where the desk stands: at the server's own address, or inside a kiosk under a secret path.

import { one } from "../dom.js";

/** What comes before every path; empty at the server. */
export const BASE = one(".desk-page, .slip", HTMLElement).dataset["base"] ?? "";

/** Whether this is the clerk's face of a kiosk. */
export const IN_KIOSK = BASE !== "";
