// @ts-check
// The clerk's face of a kiosk: how it stands with the server, and the way back to the guests.

import { one } from "../dom.js";
import { fill } from "../texts.js";
import { keepAwake } from "./awake.js";
import { lockDesk } from "./lock.js";
import { askStaff } from "./staff-api.js";
import { turnPage } from "./turning.js";

/** @import { Condition } from "./camera.js" */
/** @import { StaffState } from "./staff-api.js" */
/** @import { Texts } from "../texts.js" */

const LOOK_EVERY_MS = 1000;
const SAY_SO_EVERY_MS = 20_000;
/** How long the page says that all has arrived. */
const HEALED_SHOWN_MS = 12_000;

export class Staff {
  #texts;
  #base;
  #idleMs = 300_000;
  #busyAt = performance.now();
  #saidAt = 0;
  #wasCut = false;
  #mostWaiting = 0;
  #healedAt = Number.NEGATIVE_INFINITY;
  /** @type {StaffState | null} */
  #state = null;
  /** @type {Condition} */
  #camera = "none";

  /**
   * @param {string} base the kiosk's secret path
   * @param {() => Texts} texts
   */
  constructor(base, texts) {
    this.#base = base;
    this.#texts = texts;
    lockDesk(window);
    keepAwake();
    window.addEventListener("keydown", (event) => this.press(event), { capture: true });
    window.addEventListener("pointerdown", () => this.#sayBusy(), { capture: true });
    one("#to-guests", HTMLButtonElement).addEventListener("click", () => this.leave());
    one("#to-check", HTMLButtonElement).addEventListener("click", () => {
      turnPage(() => location.assign(`${base}/check`));
    });
    one("#to-end", HTMLButtonElement).addEventListener("click", () => {
      turnPage(() => location.assign(`${base}/staff#end`));
    });
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  /** Back to the guests' face, and locked. */
  async leave() {
    await turnPage(async () => {
      await askStaff(this.#base, "close", {}).catch(() => null);
      location.replace(`${this.#base}/`);
    });
  }

  /** @param {Condition} condition */
  setCamera(condition) {
    this.#camera = condition;
    this.draw();
  }

  /** Writes what is true now; the page draws its words anew when the language changes. */
  draw() {
    const line = one("#connection", HTMLElement);
    const kind = this.#kind();
    line.dataset["kind"] = kind;
    const shown = one("#connection-text", HTMLElement);
    const words = this.#words(kind);
    if (shown.textContent !== words) {
      shown.textContent = words;
    }
    this.#drawTrouble();
  }

  /** What reads no codes at this moment, and how the clerk goes on meanwhile. */
  #drawTrouble() {
    const texts = this.#texts();
    const troubles = [this.#state?.scanner_trouble, texts[`trouble.camera_${this.#camera}`]];
    const told = troubles.filter(Boolean);
    const ways = told.length ? [...told, texts["trouble.meanwhile"]].join(". ") : null;
    const words = [this.#state?.trouble, ways].filter(Boolean).join(" ");
    const line = one("#trouble", HTMLElement);
    line.hidden = words === "";
    if (line.textContent !== words) {
      line.textContent = words;
    }
  }

  #kind() {
    const state = this.#state;
    if (!state) {
      return "starting";
    }
    if (!state.disk_ok) {
      return "broken";
    }
    return state.online && !this.#wasCut ? "live" : "cut";
  }

  /** @param {string} kind */
  #words(kind) {
    const texts = this.#texts();
    const state = this.#state;
    if (kind === "broken") {
      return texts["disk"] ?? "";
    }
    if (kind === "cut") {
      return fill(texts["off"] ?? "", { n: state?.waiting ?? 0 });
    }
    if (kind === "live" && performance.now() - this.#healedAt < HEALED_SHOWN_MS) {
      return fill(texts["on"] ?? "", { n: this.#mostWaiting });
    }
    return kind === "live" ? (texts["connected"] ?? "") : "";
  }

  async #look() {
    if (performance.now() - this.#busyAt > this.#idleMs) {
      await this.leave();
      return;
    }
    try {
      this.#take(await askStaff(this.#base, "state"));
    } catch {
      // The program behind the page is away for the moment; what is shown is the last it said.
    }
  }

  /** @param {StaffState} state */
  #take(state) {
    this.#state = state;
    this.#idleMs = state.idle_s * 1000;
    if (!state.open) {
      turnPage(() => location.replace(`${this.#base}/`));
    }
    if (!state.online) {
      this.#wasCut = true;
    }
    if (this.#wasCut) {
      this.#mostWaiting = Math.max(this.#mostWaiting, state.waiting);
    }
    if (this.#wasCut && state.online && state.waiting === 0) {
      this.#wasCut = false;
      this.#healedAt = performance.now();
    } else if (!this.#wasCut && performance.now() - this.#healedAt > HEALED_SHOWN_MS) {
      this.#mostWaiting = 0;
    }
    this.draw();
  }

  /** @param {KeyboardEvent} event one that was struck just now, or before this was here */
  press(event) {
    this.#sayBusy();
    if (event.key === "F12") {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.leave();
    }
  }

  #sayBusy() {
    const now = performance.now();
    this.#busyAt = now;
    if (now - this.#saidAt > SAY_SO_EVERY_MS) {
      this.#saidAt = now;
      askStaff(this.#base, "presence", {}).catch(() => null);
    }
  }
}
