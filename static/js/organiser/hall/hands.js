// @ts-check
// A guest taken up and put down: with the mouse, by a tap and another, or from the keyboard.

import { nextSeat } from "./arrows.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Floor } from "./floor.js" */
/** @import { Guest, Seat } from "./types.js" */

const DRAG_PX = 6;

/**
 * @typedef {{
 *   choose: (seat: Seat) => void, put: (guest: Guest, seat: Seat) => void,
 *   clear: (guest: Guest) => void, lock: (seat: Seat) => void,
 *   carrying: (guest: Guest | null) => void,
 * }} Doings
 */

export class Hands {
  /** @type {Guest | null} */
  carried = null;
  /** A drag that may have begun. @type {{ guest: Guest, x: number, y: number } | null} */
  #held = null;
  #dragging = false;
  /** @type {HTMLElement} */
  #ghost;

  /**
   * @param {Floor} floor
   * @param {Drawing} drawing
   * @param {HTMLElement} ghost
   * @param {Doings} doings
   */
  constructor(floor, drawing, ghost, doings) {
    this.floor = floor;
    this.drawing = drawing;
    this.doings = doings;
    this.#ghost = ghost;
    drawing.picture.addEventListener("keydown", (event) => this.#onKey(event));
    drawing.picture.addEventListener("focusin", (event) => this.#onFocus(event));
    drawing.picture.addEventListener("click", (event) => this.#onClick(event));
    document.addEventListener("pointerdown", (event) => this.#onDown(event));
    document.addEventListener("pointermove", (event) => this.#onMove(event));
    document.addEventListener("pointerup", (event) => this.#onUp(event));
    document.addEventListener("pointercancel", () => this.#letGo());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && (this.carried || this.#dragging)) {
        this.#letGo();
        this.carry(null);
      }
    });
  }

  /** @param {Guest | null} guest */
  carry(guest) {
    this.carried = guest;
    this.drawing.mark("carried", guest?.seat);
    this.drawing.picture.toggleAttribute("data-carrying", guest !== null);
    this.doings.carrying(guest);
  }

  /** @param {string} id */
  focus(id) {
    this.drawing.enterAt(id);
    this.drawing.node(id)?.focus();
  }

  /** @param {Event} event */
  #onFocus(event) {
    const seat = this.#seatAt(event.target);
    if (seat) {
      this.drawing.enterAt(seat.id);
      this.doings.choose(seat);
    }
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const seat = this.#seatAt(event.target);
    if (!seat) {
      return;
    }
    this.focus(seat.id);
    if (this.carried) {
      this.#putAt(seat);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const seat = this.#seatAt(event.target);
    if (!seat || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const next = nextSeat(this.floor, seat, event.key);
    if (next) {
      event.preventDefault();
      this.focus(next.id);
      return;
    }
    const guest = this.floor.sitting(seat.id);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#enter(seat, guest);
    } else if ((event.key === "Delete" || event.key === "Backspace") && guest) {
      event.preventDefault();
      this.doings.clear(guest);
    } else if (event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.doings.lock(seat);
    }
  }

  /** @param {Seat} seat @param {Guest | undefined} guest */
  #enter(seat, guest) {
    if (this.carried) {
      this.#putAt(seat);
    } else if (guest) {
      this.carry(guest);
    }
  }

  /** @param {Seat} seat */
  #putAt(seat) {
    const guest = this.carried;
    this.carry(null);
    if (guest && guest.seat !== seat.id) {
      this.doings.put(guest, seat);
    }
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    if (event.pointerType === "touch" || event.button !== 0 || this.carried) {
      return;
    }
    const guest = this.#guestAt(event.target);
    this.#held = guest ? { guest, x: event.clientX, y: event.clientY } : null;
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    const held = this.#held;
    if (!held) {
      return;
    }
    if (!this.#dragging && Math.hypot(event.clientX - held.x, event.clientY - held.y) < DRAG_PX) {
      return;
    }
    if (!this.#dragging) {
      this.#dragging = true;
      document.documentElement.toggleAttribute("data-dragging", true);
      this.drawing.mark("carried", held.guest.seat);
      this.#ghost.textContent = `${held.guest.group} · ${held.guest.name ?? held.guest.organisation}`;
      this.#ghost.hidden = false;
    }
    this.#ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    this.drawing.mark("over", this.#seatUnder(event)?.id);
  }

  /** @param {PointerEvent} event */
  #onUp(event) {
    const held = this.#held;
    const dragged = this.#dragging;
    this.#letGo();
    if (!held || !dragged) {
      return;
    }
    // The click that follows a drag means nothing of its own.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    const seat = this.#seatUnder(event);
    const below = document.elementFromPoint(event.clientX, event.clientY);
    if (seat && seat.id !== held.guest.seat) {
      this.focus(seat.id);
      this.doings.put(held.guest, seat);
    } else if (below?.closest("#waiting-part") && held.guest.seat) {
      this.doings.clear(held.guest);
    }
  }

  #letGo() {
    this.#held = null;
    this.#dragging = false;
    this.#ghost.hidden = true;
    document.documentElement.removeAttribute("data-dragging");
    this.drawing.mark("over", null);
    this.drawing.mark("carried", this.carried?.seat);
  }

  /** @param {PointerEvent} event */
  #seatUnder(event) {
    return this.#seatAt(document.elementFromPoint(event.clientX, event.clientY));
  }

  /** @param {EventTarget | null} target */
  #seatAt(target) {
    const node = target instanceof Element ? target.closest("[data-seat]") : null;
    return this.floor.seats.get(node?.getAttribute("data-seat") ?? "");
  }

  /** @param {EventTarget | null} target */
  #guestAt(target) {
    const line = target instanceof Element ? target.closest("[data-guest]") : null;
    const seat = this.#seatAt(target);
    return line
      ? this.floor.guests.get(line.getAttribute("data-guest") ?? "")
      : seat && this.floor.sitting(seat.id);
  }
}

/** @param {Event} event */
function swallow(event) {
  event.stopPropagation();
  event.preventDefault();
}
