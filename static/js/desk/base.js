// @ts-check
// Where the desk stands: at the server's own address, or inside a kiosk under a secret path.

import { one } from "../dom.js";

/** What comes before every path; empty at the server. */
export const BASE = one(".desk-page, .slip", HTMLElement).dataset["base"] ?? "";

/** Whether this is the clerk's face of a kiosk. */
export const IN_KIOSK = BASE !== "";

/**
 * Where a code is drawn as QR.
 *
 * @param {string} code
 */
export function pictureOf(code) {
  return IN_KIOSK ? `${BASE}/staff/qr/${code}` : `/i/${code}/qr.svg`;
}

/**
 * Opens the slip of a guest's seat; with `made`, that of the code that was given anew. It
 * prints itself.
 *
 * @param {string} id
 * @param {{ code: string, desk_code: string }} [made]
 */
export function showSlip(id, made) {
  const code = made ? `#${encodeURIComponent(`${made.code}/${made.desk_code}`)}` : "";
  const address = `${BASE}/desk/slip/${encodeURIComponent(id)}${code}`;
  if (IN_KIOSK) {
    location.assign(address); // a kiosk has one window
  } else {
    open(address, "slip");
  }
}
