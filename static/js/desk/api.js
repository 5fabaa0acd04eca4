// @ts-check
// The way from the desk to the server. A change carries an id of its own, so that it may be
// sent again until it is answered and is still done once.

import { BASE, IN_KIOSK } from "./base.js";

/** @import { Card, Detail, Hall, Place, SeatWords, Units } from "./types.js" */

const DEADLINE_MS = 5000;
/** A server that is started anew on a slow machine is back before the last of them. */
const WAITS_MS = [400, 800, 1600, 3000, 3000, 3000];

/** What the server says against a request, in a sentence for people. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} status 0: no answer came
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Told whenever an answer is late. @type {(waiting: boolean) => void} */
let onWaiting = () => {};

/** What goes with an act that happened earlier. @type {() => object} */
let late = () => ({});

/** What has an hour of its own: who came, and that it was a mistake. */
const TIMED = /\/(admission|walk-ins|admissions)$/;

/** @param {() => object} tell gives the hour of what is done from now on, or throws */
export function tellLate(tell) {
  late = tell;
}

/** @param {(waiting: boolean) => void} tell */
export function tellWaiting(tell) {
  onWaiting = tell;
}

/**
 * @param {string} query
 * @param {AbortSignal} signal
 * @returns {Promise<{ guests: Place[] }>}
 */
export async function search(query, signal) {
  return await ask("GET", `/api/guests?q=${encodeURIComponent(query)}`, undefined, signal);
}

/** @param {string} id @returns {Promise<Detail>} */
export async function detail(id) {
  return await ask("GET", place(id));
}

/** @returns {Promise<{ seq: number, cards: Card[], alone?: boolean }>} */
export async function cards() {
  return await ask("GET", "/api/desk/cards");
}

/** @returns {Promise<Hall>} */
export async function hall() {
  return await ask("GET", "/api/seats");
}

/** @returns {Promise<Units>} */
export async function units() {
  return await ask("GET", "/api/admissions");
}

/**
 * @param {string} id
 * @param {string} [title] of a stand-in
 * @returns {Promise<{ kept: SeatWords | null, fitting: SeatWords[] }>}
 */
export async function fittingSeats(id, title) {
  const query = title === undefined ? "" : `?title=${encodeURIComponent(title)}`;
  return await ask("GET", `${place(id)}/seats${query}`);
}

/**
 * Sends a change about one invited place.
 *
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} id
 * @param {string} noun
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function change(method, id, noun, body = {}) {
  return await send(method, `${place(id)}/${noun}`, body);
}

/**
 * Sends a change under a fresh id, again and again while no answer comes.
 *
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function send(method, path, body = {}) {
  const action = { scan_id: uuid(), ...(TIMED.test(path) ? late() : {}), ...body };
  try {
    for (const wait of WAITS_MS) {
      try {
        return await ask(method, path, action);
      } catch (error) {
        if (error instanceof Refused && !isPassing(error)) {
          throw error;
        }
        onWaiting(true);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return await ask(method, path, action);
  } finally {
    onWaiting(false);
  }
}

/**
 * Whether it may be otherwise in a moment. A kiosk's own refusal to save is told at once: the
 * clerk takes to paper.
 *
 * @param {Refused} error
 */
function isPassing(error) {
  return error.status === 0 || (error.status === 503 && !IN_KIOSK);
}

/** Over plain HTTP in a hall's network a browser offers no randomUUID. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  hex[6] = `4${hex[6]?.[1]}`;
  hex[8] = `a${hex[8]?.[1]}`;
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {string} id */
function place(id) {
  return `/api/invitations/${encodeURIComponent(id)}`;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {AbortSignal} [signal]
 */
async function ask(method, path, body, signal = AbortSignal.timeout(DEADLINE_MS)) {
  /** @type {RequestInit} */
  const request = { method, signal };
  if (body) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  const answer = await fetch(BASE + path, request).catch(() => {
    throw new Refused("", 0);
  });
  return await read(answer);
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 401) {
    // The session has ended: the server sends this page to the sign-in.
    location.reload();
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(said.message ?? "", answer.status);
  }
  return said;
}
