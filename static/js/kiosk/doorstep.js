// @ts-check
// The door goes on while another page than the guests' stands in the kiosk's window: what the
// camera sees and a scanner types is a scan of this door, greeted on the second screen where
// there is one, and told to the page that stands in its way.

import { openBridge } from "./bridge.js";
import { Burst } from "./burst.js";
import { Camera } from "./camera.js";
import { isCode, isTyped } from "./code.js";
import { Eye } from "./eye.js";
import { sceneOf } from "./scenes.js";
import { MUTED, Sounds } from "./sounds.js";
import { carryOver, noteTold, wasTold } from "./turning.js";

/** @import { Condition } from "./camera.js" */
/** @import { Answer, State } from "./types.js" */

/** @typedef {{ text: string, source: "keyboard" | "camera" }} Scanned */

/**
 * @typedef {object} Neighbour
 * @property {(answer: Answer, scanned: Scanned | null) => void} onAnswer told once for each scan
 *   of this door; `scanned` is null where another page or a serial scanner has read it
 * @property {() => void} onFailure a scan got no answer
 * @property {(condition: Condition) => void} [onCamera]
 */

export class Doorstep {
  #bridge;
  #neighbour;
  #sounds = new Sounds();
  #screens = new BroadcastChannel("screens");
  /** @type {Scanned[]} */
  #scans = [];
  #sending = false;
  /** @type {Answer[]} */
  #held = [];
  /** @type {State | null} */
  #state = null;
  /** @type {Eye | null} */
  #eye = null;

  /**
   * @param {string | URL} base the address under which the kiosk serves its pages
   * @param {Neighbour} neighbour
   */
  constructor(base, neighbour) {
    this.#bridge = openBridge(new URL(base, location.href));
    this.#neighbour = neighbour;
    this.#sounds.muted = localStorage.getItem(MUTED) !== null;
  }

  /** Opens the camera and listens, for as long as the page stands. Call once. */
  start() {
    this.listen();
    this.#watch();
  }

  /** Listens alone, for a page that looks through the camera itself. Call once. */
  listen() {
    this.#bridge.listen({
      recent: true, // the page before this one may not have lived to tell
      onState: (state) => {
        this.#state = state;
        if (this.#eye) {
          this.#eye.closed = state.paused;
        }
      },
      onAnswer: (answer) => this.#hear(answer),
      onLost: () => {},
    });
  }

  #watch() {
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true });
    const camera = new Camera(video, (condition) => {
      this.#bridge.tellCamera(condition);
      this.#neighbour.onCamera?.(condition);
    });
    this.#eye = new Eye(camera, {
      onText: (text) => this.take({ text, source: "camera" }),
      onUnreadable: () => {},
      onHint: (hint) => this.#screens.postMessage({ hint }),
    });
    camera.start();
    this.#eye.start();
  }

  /** @param {Scanned} scanned one at a time, in the order of the doorstep */
  async take(scanned) {
    this.#scans.push(scanned);
    if (this.#sending) {
      return;
    }
    this.#sending = true;
    for (let scan = this.#scans.shift(); scan; scan = this.#scans.shift()) {
      if (!this.#state?.paused) {
        await this.#send(scan);
      }
    }
    this.#sending = false;
    // What everybody was told meanwhile is told here once it is known which of it was ours.
    for (const answer of this.#held.splice(0)) {
      this.#tell(answer, null);
    }
  }

  /** @param {Scanned} scanned */
  async #send(scanned) {
    try {
      this.#tell(await this.#bridge.scan(scanned.text, scanned.source), scanned);
    } catch {
      this.#neighbour.onFailure();
    }
  }

  /** @param {Answer} answer */
  #hear(answer) {
    if (this.#sending) {
      this.#held.push(answer);
    } else {
      this.#tell(answer, null);
    }
  }

  /** @param {Answer} answer @param {Scanned | null} scanned */
  #tell(answer, scanned) {
    const scan = answer.scan_id ?? "";
    // It comes twice to the page that asked: by itself and with everybody's.
    if (wasTold(scan)) {
      return;
    }
    noteTold(scan);
    const { tone } = sceneOf(answer.screen);
    this.#sounds.play(tone === "rest" ? "desk" : tone);
    this.#neighbour.onAnswer(answer, scanned);
  }
}

/**
 * For a page that takes keys of its own: of what is typed there, codes alone are scans, and what
 * is left of one that was torn, so that its guest is asked to show it again.
 *
 * @param {Doorstep} doorstep
 */
export function codesTyped(doorstep) {
  const burst = new Burst((text, msPerKey, remainder) => {
    if (isCode(text) || isTyped(text, msPerKey, remainder)) {
      doorstep.take({ text, source: "keyboard" });
    }
  });
  carryOver(burst);
  return burst;
}
