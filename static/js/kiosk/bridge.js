// @ts-check
// The way from the page to the kiosk behind it. Only this module knows the addresses.

/** @import { Answer, State } from "./types.js" */

/** How often the kiosk is asked whether it is still there, and how long it may think. */
const ASK_EVERY_MS = 2000;
const ASK_AGAIN_MS = 500;
const DEADLINE_MS = 1000;
/** A scan in flight is given up after this; by then the guest has long been asked to the desk. */
const SCAN_GIVEN_UP_MS = 15_000;

/**
 * @typedef {object} Listener
 * @property {boolean} [recent] whether answers of a moment ago are told as well, for a page that
 *   greets a guest whose scan another one sent
 * @property {boolean} [face] whether this is the page of the second screen
 * @property {(state: State) => void} onState
 * @property {(answer: Answer) => void} onAnswer answers to all scans, whoever sent them; also
 *   those that `scan` gives
 * @property {() => void} onLost the kiosk did not answer within a second
 */

/** @param {URL} base the address under which the kiosk serves this page */
export function openBridge(base) {
  const state = new URL("state", base);
  return {
    /**
     * Lets the organisers know how the camera is, with the next question.
     *
     * @param {string} condition
     */
    tellCamera(condition) {
      state.searchParams.set("camera", condition);
    },

    /**
     * Hands over one scanned text.
     *
     * @param {string} text
     * @param {"keyboard" | "camera"} source
     * @returns {Promise<Answer>}
     */
    async scan(text, source) {
      return await ask(new URL("scan", base), SCAN_GIVEN_UP_MS, {
        method: "POST",
        keepalive: true, // also where another page comes in between
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text, source }),
      });
    },

    /** @param {Listener} listener */
    listen(listener) {
      const stream = new URL("events", base);
      for (const name of /** @type {const} */ (["recent", "face"])) {
        listener[name] && stream.searchParams.set(name, "");
      }
      listener.face && state.searchParams.set("face", "");
      follow(stream, listener);
      watch(state, listener);
    },
  };
}

/**
 * @param {URL} address
 * @param {Listener} listener
 */
function follow(address, listener) {
  const stream = new EventSource(address);
  stream.addEventListener("state", (event) => listener.onState(JSON.parse(event.data)));
  stream.addEventListener("answer", (event) => listener.onAnswer(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    // The browser comes back from a cut by itself, but an error page ends the stream for good.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(() => follow(address, listener), ASK_AGAIN_MS);
    }
  });
}

/**
 * A stream that stays open says nothing about a kiosk that hangs, so the page asks as well; and
 * whoever does not ask any more hangs itself, and is loaded anew (kiosk/revival.py).
 *
 * @param {URL} address
 * @param {Listener} listener
 */
async function watch(address, listener) {
  for (;;) {
    let pause = ASK_EVERY_MS;
    // Out of sight a browser lets a page's clocks run slowly: it is not to be missed then.
    document.hidden ? address.searchParams.set("rests", "") : address.searchParams.delete("rests");
    try {
      listener.onState(await ask(address, DEADLINE_MS));
    } catch {
      listener.onLost();
      pause = ASK_AGAIN_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * @param {URL} address
 * @param {number} deadline
 * @param {RequestInit} [options]
 */
async function ask(address, deadline, options = {}) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(deadline) });
  if (!answer.ok) {
    throw new Error(`The kiosk answered ${answer.status}`);
  }
  return await answer.json();
}
