// @ts-check
// Where the desk stands: at the server's own address, or inside a kiosk under a secret path.

import { one } from "../dom.js";
import { turnPage } from "../kiosk/turning.js";

const LEFT = "desk.left-open";
const LEFT_MS = 60_000;

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
    // A kiosk has one window; back from the slip, the guest is open again.
    sessionStorage.setItem(LEFT, JSON.stringify({ id, at: Date.now() }));
    turnPage(() => location.assign(address));
  } else {
    open(address, "slip");
  }
}

/**
 * Gives back the guest whose slip was shown a moment ago, if there is one.
 *
 * @param {(id: string) => void} reopen
 */
export function leftOpen(reopen) {
  const { id, at = 0 } = JSON.parse(sessionStorage.getItem(LEFT) ?? "{}");
  sessionStorage.removeItem(LEFT);
  if (id && Date.now() - at < LEFT_MS) {
    reopen(id);
  }
}
