// @ts-check
// Decides which screen is on, and for how long: answers in the order of the scans, each long
// enough to be read, and the calm screens when the kiosk behind the page is slow or away.

import { sceneOf } from "./scenes.js";

/** @import { Answer, State } from "./types.js" */
/** @import { Scene } from "./scenes.js" */

/** How long a guest may read before the page returns to idle. */
const READ_MS = 6000;
const READ_MESSAGE_MS = 8000;
/** How long an answer stays when the next guest has scanned already. */
const AT_LEAST_MS = 1200;
/** A kiosk this slow is admitted to ("one moment"), then the guest is asked to the desk. */
const BUSY_AFTER_MS = 900;
const PAUSED_AFTER_MS = 6000;
const TICK_MS = 100;
/** An answer comes twice to the page that asked: by itself and with everybody's. */
const REMEMBERED = 32;

export class Show {
  /** @type {Answer[]} */
  #waiting = [];
  /** @type {string[]} the last answers, by scan */
  #presented = [];
  /** @type {{ scene: Scene, since: number, until: number } | null} */
  #current = null;
  /** @type {State | null} */
  #state = null;
  /** @type {number | null} when the kiosk was last found away */
  #lostSince = null;
  /** @type {number | null} when the scan that is on its way was sent */
  #sentAt = null;
  /** @type {Scene} */
  #drawn = sceneOf("start");
  #onScene;

  /** @param {(scene: Scene, isNew: boolean) => void} onScene called when the screen changes */
  constructor(onScene) {
    this.#onScene = onScene;
    setInterval(() => this.#turn(), TICK_MS);
  }

  get scene() {
    return this.#drawn;
  }

  /** @param {Answer} answer shown once, however often it is presented */
  present(answer) {
    if (answer.scan_id) {
      if (this.#presented.includes(answer.scan_id)) {
        return;
      }
      this.#presented = [...this.#presented, answer.scan_id].slice(-REMEMBERED);
    }
    this.#waiting.push(answer);
    this.#turn();
  }

  /** A scan got no answer: its guest is asked to the desk, whatever happens next. */
  presentFailure() {
    this.present({ screen: "paused" });
  }

  /** @param {State} state */
  setState(state) {
    this.#state = state;
    this.#lostSince = null;
    this.#turn();
  }

  setLost() {
    this.#lostSince ??= performance.now();
    this.#turn();
  }

  /** @param {boolean} sent a scan is on its way */
  setSent(sent) {
    this.#sentAt = sent ? performance.now() : null;
    this.#turn();
  }

  #turn() {
    const now = performance.now();
    this.#advance(now);
    const scene = this.#current?.scene ?? this.#resting(now);
    const isNew = scene.screen !== this.#drawn.screen || scene.answer !== this.#drawn.answer;
    if (isNew) {
      this.#drawn = scene;
      this.#onScene(scene, true);
    }
  }

  /** @param {number} now */
  #advance(now) {
    const shown = this.#current;
    const held = shown !== null && now < shown.since + AT_LEAST_MS;
    if (!held && this.#waiting.length > 0) {
      this.#current = this.#open(now);
    } else if (shown && (now >= shown.until || (!held && this.#isSlow(now)))) {
      this.#current = null;
    }
  }

  /** @param {number} now */
  #open(now) {
    const answer = /** @type {Answer} */ (this.#waiting.shift());
    const scene = sceneOf(answer.screen, answer);
    const length = scene.kind === "welcome" ? READ_MS : READ_MESSAGE_MS;
    return { scene, since: now, until: now + length };
  }

  /** @param {number} now */
  #resting(now) {
    const away = this.#since(this.#sentAt, now) ?? this.#since(this.#lostSince, now);
    if (this.#isSlow(now) || this.#lostSince !== null) {
      return sceneOf((away ?? 0) >= PAUSED_AFTER_MS ? "paused" : "busy");
    }
    return sceneOf(this.#state === null ? "start" : this.#state.paused ? "paused" : "idle");
  }

  /** @param {number} now */
  #isSlow(now) {
    return (this.#since(this.#sentAt, now) ?? 0) >= BUSY_AFTER_MS;
  }

  /**
   * @param {number | null} moment
   * @param {number} now
   */
  #since(moment, now) {
    return moment === null ? null : now - moment;
  }
}
