// @ts-check
// Things of the hall put elsewhere: dragged by mouse or finger, or moved by the arrow keys.

import { drawnWith, leads } from "./sets.js";
import { placeWords, snapped, stepped, thingAt } from "./things.js";

/** @import { Drawing } from "../drawing.js" */
/** @import { Point, Thing } from "./things.js" */
/** @import { Design } from "./types.js" */

const DRAG_PX = 4;

/**
 * @typedef {{
 *   design: () => Design, moved: (path: string, byKey: boolean) => void, released: () => void,
 *   say: (words: string) => void, goTo: (path: string) => void,
 * }} Doings `goTo`: to the fields of a thing
 */

export class Mover {
  /** A drag, or the press that may become one. @type {{ thing: Thing, from: Point, to: Point | null } | null} */
  #held = null;

  /** @param {Drawing} drawing @param {Doings} doings */
  constructor(drawing, doings) {
    this.drawing = drawing;
    this.doings = doings;
    const { picture } = drawing;
    picture.addEventListener("pointerdown", (event) => this.#onDown(event));
    // A finger on a thing moves it; elsewhere it moves the page. CSS alone does not reach into a drawing.
    picture.addEventListener(
      "touchstart",
      (event) => {
        if (this.#thingOf(event.target)) {
          event.preventDefault();
        }
      },
      { passive: false },
    );
    picture.addEventListener("keydown", (event) => this.#onKey(event));
    picture.addEventListener("focusin", (event) => {
      const thing = this.#thingOf(event.target);
      if (thing) {
        doings.say(placeWords(thing));
      }
    });
    document.addEventListener("pointermove", (event) => this.#onMove(event));
    document.addEventListener("pointerup", () => this.#drop());
    document.addEventListener("pointercancel", () => this.#letGo());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#held) {
        this.#letGo();
      }
    });
  }

  /** Whether a hand holds something: it must not be drawn anew under it. */
  get holds() {
    return this.#held !== null;
  }

  /** Has the hall drawn anew, and what was being moved by keys keeps the keys. @param {() => void} draw */
  around(draw) {
    const focused = document.activeElement?.closest("[data-thing]")?.getAttribute("data-thing");
    draw();
    for (const node of this.drawing.picture.querySelectorAll("[data-thing]")) {
      const thing = this.#thingOf(node);
      if (!thing) {
        continue;
      }
      node.setAttribute("role", "button");
      node.setAttribute("tabindex", this.#isOnTheWay(thing.path) ? "0" : "-1");
      node.setAttribute("aria-label", placeWords(thing));
      node.setAttribute("aria-describedby", "move-hint");
      this.#show(thing, thing.at);
    }
    if (focused) {
      this.#node(focused)?.focus();
    }
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    const thing = this.#thingOf(event.target);
    if (thing && event.button === 0 && event.isPrimary) {
      event.preventDefault(); // no text is selected on the way
      this.#node(thing.path)?.focus();
      this.#held = { thing, from: { x: event.clientX, y: event.clientY }, to: null };
    }
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    const held = this.#held;
    const scale = this.drawing.picture.getScreenCTM()?.a;
    if (!held || !event.isPrimary || !scale) {
      return;
    }
    const way = { x: event.clientX - held.from.x, y: event.clientY - held.from.y };
    if (!held.to && Math.hypot(way.x, way.y) < DRAG_PX) {
      return;
    }
    const { at } = held.thing;
    held.to = snapped(held.thing, { x: at.x + way.x / scale, y: at.y + way.y / scale });
    this.drawing.picture.toggleAttribute("data-moving", true);
    this.#show(held.thing, held.to);
    this.doings.say(placeWords(held.thing, held.to));
  }

  #drop() {
    const held = this.#held;
    this.#held = null;
    this.drawing.picture.removeAttribute("data-moving");
    if (held?.to) {
      this.#put(held.thing, held.to, false);
    }
    this.doings.released();
  }

  #letGo() {
    const thing = this.#held?.thing;
    this.#held = null;
    this.drawing.picture.removeAttribute("data-moving");
    if (thing) {
      this.#show(thing, thing.at);
      this.doings.say(placeWords(thing));
    }
    this.doings.released();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const thing = this.#thingOf(event.target);
    if (!thing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const to = stepped(thing, event.key, event.shiftKey);
    if (to) {
      event.preventDefault();
      this.#put(thing, to, true);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.doings.goTo(thing.path);
    }
  }

  /** @param {Thing} thing @param {Point} to @param {boolean} byKey */
  #put(thing, to, byKey) {
    this.#show(thing, to);
    if (to.x !== thing.at.x || to.y !== thing.at.y) {
      thing.put(to);
      this.doings.moved(thing.path, byKey);
    }
    this.doings.say(placeWords(thing, to));
  }

  /** Rows have fields of their own, and would be too many on the way to the seats; so would tables. @param {string} path */
  #isOnTheWay(path) {
    const set = path.startsWith("tables.");
    return set ? leads(path, this.doings.design(), this.drawing.floor) : !path.startsWith("rows.");
  }

  /** Shows a thing where it will be drawn, with the seats that go with it. @param {Thing} thing @param {Point} to */
  #show({ path, shown, along }, to) {
    const x = along.includes("x") ? to.x - shown.x : 0;
    const y = along.includes("y") ? to.y - shown.y : 0;
    const { picture, floor } = this.drawing;
    for (const part of drawnWith(picture, path, this.doings.design(), floor)) {
      part.setAttribute("transform", `translate(${x} ${y})`);
    }
  }

  /** @param {string} path */
  #node(path) {
    const node = this.drawing.picture.querySelector(`[data-thing="${path}"]`);
    return node instanceof SVGElement ? node : null;
  }

  /** @param {EventTarget | null} target */
  #thingOf(target) {
    const node = target instanceof Element ? target.closest("[data-thing]") : null;
    const path = node?.getAttribute("data-thing");
    return path ? thingAt(path, this.doings.design(), this.drawing.floor) : null;
  }
}
