// @ts-check
// How every door is: asked for now and then, since it changes by itself and not by records.

import { make, one } from "../dom.js";
import { fill } from "../texts.js";
import { clock, count } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { DoorHealth } from "./types.js" */

const ASK_EVERY_MS = 10_000;
const JITTER_MS = 2000;
const DEADLINE_MS = 5000;

export class Doors {
  /** @type {DoorHealth[]} */
  #doors = [];
  #words;

  /** @param {() => [Language, Texts]} words what the page speaks at the moment */
  constructor(words) {
    this.#words = words;
  }

  async run() {
    for (;;) {
      await this.#ask();
      const wait = ASK_EVERY_MS + Math.random() * JITTER_MS;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  draw() {
    const [language, texts] = this.#words();
    one("#doors", HTMLElement).hidden = this.#doors.length === 0;
    one("#door-list", HTMLElement).replaceChildren(
      ...this.#doors.map((door) => row(door, language, texts)),
    );
  }

  async #ask() {
    try {
      const answer = await fetch("/api/stations/health", {
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (answer.ok) {
        this.#doors = (await answer.json()).stations;
        this.draw();
      }
    } catch {
      // The line at the head of the page says that the server is away.
    }
  }
}

/**
 * @param {DoorHealth} door
 * @param {Language} language
 * @param {Texts} texts
 */
function row({ name, heard_at: heard, troubles, machine }, language, texts) {
  const well = troubles.length === 0;
  const values = {
    at: heard ? clock(heard) : "",
    n: machine ? count(machine.waiting, language) : "",
    percent: machine?.battery?.percent ?? "",
    seconds: Math.abs(Math.round(machine?.clock_ahead_s ?? 0)),
  };
  const said = troubles.map((one) => fill(texts[`t.${one}`] ?? one, values));
  // What the machine says of its scanner names the port; nothing of ours would say it better.
  const port = troubles.includes("scanner") ? [machine?.scanner_trouble ?? ""] : [];
  const facts = machine ? known(machine, values, texts) : [];
  const item = make(
    "li",
    "door",
    make("span", "door-sign", well ? "✓" : "!"),
    make("b", "door-name", name),
    make("span", "door-state", well ? (texts["door_well"] ?? "") : [...said, ...port].join(" · ")),
    make("span", "door-facts", facts.join(" · ")),
  );
  one(".door-sign", HTMLElement, item).setAttribute("aria-hidden", "true");
  item.toggleAttribute("data-trouble", !well);
  return item;
}

/**
 * @param {NonNullable<DoorHealth["machine"]>} machine
 * @param {Record<string, string | number>} values
 * @param {Texts} texts
 */
function known(machine, values, texts) {
  return [
    fill(texts["door_heard"] ?? "", values),
    fill(texts["door_waiting"] ?? "", values),
    ...(machine.scanners ? [fill(texts["door_scanners"] ?? "", { n: machine.scanners })] : []),
    ...(machine.camera ? [texts["door_camera"] ?? ""] : []),
    ...(machine.battery
      ? [fill(texts[machine.battery.plugged ? "door_plugged" : "door_battery"] ?? "", values)]
      : []),
  ];
}
