// @ts-check
// The way from the staff's pages to the kiosk behind them.

const DEADLINE_MS = 4000;

/**
 * How it stands with the clerk's face.
 *
 * @typedef {object} StaffState
 * @property {boolean} pin_set
 * @property {boolean} open
 * @property {number} wait_s for how long no PIN is looked at
 * @property {number} idle_s after which the clerk's face locks itself
 * @property {boolean} desk whether there is a list to work with
 * @property {"kiosk" | "reception" | null} role what the key is for; null: not known yet
 * @property {string} station
 * @property {boolean} online
 * @property {number} waiting
 * @property {number} parked
 * @property {boolean} disk_ok
 * @property {string | null} trouble why the server will not have this machine, and what to do
 * @property {string | null} scanner_trouble what is wrong with a serial scanner, and what to do
 * @property {boolean} refused the PIN was not accepted
 */

/**
 * @param {string} base
 * @param {"state" | "open" | "close" | "presence" | "end"} what
 * @param {object} [body]
 * @returns {Promise<StaffState>}
 */
export async function askStaff(base, what, body) {
  /** @type {RequestInit} */
  const request = { signal: AbortSignal.timeout(DEADLINE_MS) };
  if (body) {
    request.method = "POST";
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  const answer = await fetch(`${base}/staff/${what}`, request);
  return await answer.json();
}
