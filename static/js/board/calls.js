// @ts-check
// Whom to telephone from a quarter of an hour before the opening: leaders and award recipients
// who are not here, with their number, what they answered, and what was said.

import { make, one } from "../dom.js";
import { send } from "../organiser/api.js";
import { fill } from "../texts.js";
import { clock, count, person } from "./format.js";

/** @import { Language, Texts } from "../texts.js" */
/** @import { Call } from "./types.js" */

const EARLY_MS = 15 * 60_000;
const ASK_EVERY_MS = 10_000;
const SOON_MS = 500;
const DEADLINE_MS = 5000;
const ANSWERS = ["none", "coming", "not_coming"];

export class Calls {
  /** @type {Call[]} */
  #calls = [];
  #words;
  #box = one("#calls", HTMLDetailsElement);
  #list = one("#call-list", HTMLElement);
  #opened = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {() => [Language, Texts]} words what the page speaks at the moment */
  constructor(words) {
    this.#words = words;
    this.#list.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) {
        this.#answer(event.target);
      }
    });
    this.#list.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) {
        this.#note(event.target);
      }
    });
    setInterval(() => this.#ask(), ASK_EVERY_MS);
    this.#ask();
  }

  /**
   * Something has happened, or time has passed.
   *
   * @param {string | null | undefined} starts
   * @param {string} now the server's
   */
  follow(starts, now) {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#ask(), SOON_MS);
    if (starts && !this.#opened && Date.parse(starts) - Date.parse(now) <= EARLY_MS) {
      // Once: whoever closes it knows why.
      this.#opened = true;
      this.#box.open = true;
    }
  }

  draw() {
    const [language, texts] = this.#words();
    const n = count(this.#calls.length, language);
    one("#calls-title", HTMLElement).textContent = fill(texts["calls"] ?? "", { n });
    one("#calls-none", HTMLElement).hidden = this.#calls.length > 0;
    // A row in which somebody writes is left as it is until they are done.
    if (!this.#list.contains(document.activeElement)) {
      this.#list.replaceChildren(...this.#calls.map((call) => row(call, texts)));
    }
  }

  async #ask() {
    try {
      const answer = await fetch("/api/calls", { signal: AbortSignal.timeout(DEADLINE_MS) });
      if (answer.ok) {
        this.#calls = (await answer.json()).calls;
        this.draw();
      }
    } catch {
      // The line at the head of the page says that the server is away.
    }
  }

  /** @param {HTMLSelectElement} choice */
  async #answer(choice) {
    const id = encodeURIComponent(choice.dataset["answer"] ?? "");
    await this.#do("PUT", `/api/invitations/${id}/rsvp`, { rsvp: choice.value });
    choice.blur();
    await this.#ask();
  }

  /** @param {HTMLFormElement} form */
  async #note(form) {
    const text = one("input", HTMLInputElement, form);
    if (!text.value.trim()) {
      text.focus();
      return;
    }
    const call = { invitation: form.dataset["note"], text: text.value.trim() };
    if (await this.#do("POST", "/api/calls", call)) {
      text.value = "";
      one("button", HTMLButtonElement, form).blur();
      text.blur();
      await this.#ask();
    }
  }

  /**
   * @param {"PUT" | "POST"} method
   * @param {string} path
   * @param {object} body
   */
  async #do(method, path, body) {
    const said = one("#calls-said", HTMLElement);
    try {
      await send(method, path, body);
      said.textContent = this.#words()[1]["call_noted"] ?? "";
      return true;
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : "";
      return false;
    }
  }
}

/**
 * @param {Call} call
 * @param {Texts} texts
 */
function row({ place, leader, award, call }, texts) {
  const guest = place.substitute ?? (place.name ? place : null);
  const { name, post } = person(
    /** @type {any} */ ({
      guest: guest && { ...guest, organisation: place.organisation },
      organisation: place.organisation,
    }),
    place.expects ?? texts["unnamed"] ?? "",
  );
  const why = [leader && texts["call_leader"], award && texts["call_award"]].filter(Boolean);
  const said = call ? fill(texts["call_said"] ?? "", { ...call, at: clock(call.at) }) : "";
  return make(
    "li",
    "call",
    make("p", "call-who", make("b", null, name), make("span", "call-why", why.join(" · "))),
    make("p", "call-post", post),
    telephone(place.phone, texts),
    answered(place, name, texts),
    form(place.id, name, texts),
    make("p", "call-said", said),
  );
}

/** @param {string | null} phone @param {Texts} texts */
function telephone(phone, texts) {
  if (!phone) {
    return make("p", "call-phone", texts["call_no_phone"] ?? "");
  }
  const link = make("a", null, phone.replace(/^(\d{4})(\d{3})(\d+)$/, "$1 $2 $3"));
  link.href = `tel:${phone}`;
  return make("p", "call-phone", link);
}

/** @param {Call["place"]} place @param {string} name @param {Texts} texts */
function answered({ id, rsvp }, name, texts) {
  const choice = make(
    "select",
    "input",
    ...ANSWERS.map((one) => {
      const option = make("option", null, texts[`rsvp_${one}`] ?? one);
      option.value = one;
      option.selected = one === rsvp;
      return option;
    }),
  );
  choice.dataset["answer"] = id;
  choice.setAttribute("aria-label", `${texts["call_answer"]}: ${name}`);
  return choice;
}

/** @param {string} id @param {string} name @param {Texts} texts */
function form(id, name, texts) {
  const text = make("input", "input");
  text.maxLength = 500;
  text.placeholder = texts["call_note"] ?? "";
  text.setAttribute("aria-label", `${texts["call_note"]}: ${name}`);
  const button = make("button", "button", texts["call_write"] ?? "");
  button.setAttribute("aria-label", `${texts["call_write"]}: ${name}`);
  const written = make("form", "call-form", text, button);
  written.dataset["note"] = id;
  return written;
}
