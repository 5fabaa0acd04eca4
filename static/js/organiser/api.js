// @ts-check
// The way from the organisers' pages to the server. A change carries an id of its own, so that
// it may be sent again and is still done once; an edit of what somebody else has changed
// meanwhile comes back with what they did.

import { _ } from "../language.js";

/** @import { Listed, ListedPlace, Sendings, StaleRow } from "./types.js" */

const DEADLINE_MS = 15_000;
const RETRIES_MS = [500, 1500];

/** What the server says against a request, in a sentence for people. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} status 0: no answer came
   * @param {StaleRow[]} [stale] what somebody else has changed meanwhile
   */
  constructor(message, status, stale = []) {
    super(message || _("Chưa kết nối được máy chủ; xin thử lại."));
    this.status = status;
    this.stale = stale;
  }
}

/** @param {number} after @returns {Promise<Listed>} */
export async function listed(after) {
  return await ask("GET", after < 0 ? "/api/places" : `/api/places?after=${after}`);
}

/** @returns {Promise<Sendings>} */
export async function sendings() {
  return await ask("GET", "/api/sendings");
}

/** @param {string} id @param {number} version @param {object} values @returns {Promise<{ places: ListedPlace[] }>} */
export async function edit(id, version, values) {
  return await send("PUT", place(id), { version, ...values });
}

/**
 * @param {string} id
 * @returns {Promise<any>}
 */
export async function detail(id) {
  return await ask("GET", `/api/invitations/${encodeURIComponent(id)}`);
}

/** @param {string} id */
export function place(id) {
  return `/api/places/${encodeURIComponent(id)}`;
}

/**
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function send(method, path, body = {}) {
  const action = { scan_id: uuid(), ...body };
  for (const wait of RETRIES_MS) {
    try {
      return await ask(method, path, action);
    } catch (error) {
      if (!(error instanceof Refused) || (error.status !== 0 && error.status !== 503)) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return await ask(method, path, action);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {number} [deadline] ms
 * @returns {Promise<any>}
 */
export async function ask(method, path, body, deadline = DEADLINE_MS) {
  /** @type {RequestInit} */
  const request = { method, signal: AbortSignal.timeout(deadline) };
  if (body) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  const answer = await fetch(path, request).catch(() => {
    throw new Refused("", 0);
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) {
    throw new Refused(
      _("Phiên làm việc đã hết hạn. Xin đăng nhập lại ở trang đầu."),
      answer.status,
    );
  }
  if (!answer.ok) {
    throw new Refused(said.message ?? "", answer.status, said.stale);
  }
  return said;
}

/** Over plain HTTP in an office's network a browser offers no randomUUID. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  hex[6] = `4${hex[6]?.[1]}`;
  hex[8] = `a${hex[8]?.[1]}`;
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
