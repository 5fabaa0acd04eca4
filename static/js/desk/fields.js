// @ts-check
// The parts of a form: labelled, reachable by keyboard, and saying in words what is missing.

import { make } from "../dom.js";

/** @import { Desk } from "./types.js" */

let made = 0;

/**
 * A form with a heading and its two buttons. Escape leaves it, Enter sends it; while it is
 * being sent it cannot be sent again.
 *
 * @param {Desk} desk
 * @param {{ title: string, submit: string, lead?: string }} says
 * @param {() => Promise<void>} send
 * @param {...(Node | string)} parts
 */
export function formOf(desk, says, send, ...parts) {
  const texts = desk.texts();
  const submit = make("button", "button primary", says.submit, key("Enter"));
  submit.type = "submit";
  const back = make("button", "button", texts["b.cancel"] ?? "", key("Esc"));
  back.type = "button";
  back.addEventListener("click", () => desk.hide());
  const heading = make("h2", "form-title", says.title);
  const fault = make("p", "form-fault");
  fault.setAttribute("role", "alert");
  fault.hidden = true;
  const form = make(
    "form",
    "desk-form",
    heading,
    ...(says.lead ? [make("p", "form-lead", says.lead)] : []),
    ...parts,
    fault,
    make("div", "form-buttons", submit, back),
  );
  form.noValidate = true;
  label(form, heading);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = form.querySelector("input:required:invalid, select:required:invalid");
    if (missing instanceof HTMLElement) {
      say(fault, `${texts["required"]}: ${missing.dataset["called"] ?? ""}`);
      missing.focus();
      return;
    }
    if (submit.disabled) {
      return;
    }
    submit.disabled = true;
    fault.hidden = true;
    try {
      await desk.wait(send(), true);
    } catch (error) {
      say(fault, (error instanceof Error && error.message) || texts["no_answer"] || "");
    } finally {
      submit.disabled = false;
    }
  });
  return form;
}

/**
 * @param {string} called
 * @param {Partial<Pick<HTMLInputElement, "value" | "required" | "maxLength" | "autocapitalize">>} [how]
 */
export function textField(called, how = {}) {
  const input = make("input", "input");
  Object.assign(input, { autocomplete: "off", spellcheck: false, maxLength: 200, ...how });
  input.dataset["called"] = called;
  const field = make("label", "desk-field", make("span", "desk-label", called), input);
  return { field, input };
}

/**
 * @param {string} called
 * @param {[value: string, text: string][]} options
 */
export function selectField(called, options) {
  const input = make("select", "input");
  input.append(...options.map(([value, text]) => new Option(text, value)));
  const field = make("label", "desk-field", make("span", "desk-label", called), input);
  return { field, input };
}

/**
 * One of several, the first chosen unless another is.
 *
 * @param {string} called
 * @param {[value: string, text: string][]} options
 * @param {string} [chosen]
 */
export function choice(called, options, chosen) {
  const name = `choice-${++made}`;
  const field = make("fieldset", "choice", make("legend", "desk-label", called));
  for (const [index, [value, text]] of options.entries()) {
    const input = make("input", "radio");
    Object.assign(input, { type: "radio", name, value });
    input.checked = chosen === undefined ? index === 0 : value === chosen;
    field.append(make("label", "choice-option", input, make("span", null, text)));
  }
  return {
    field,
    get value() {
      const checked = field.querySelector("input:checked");
      return checked instanceof HTMLInputElement ? checked.value : "";
    },
    /** @param {string} value @param {string} text @param {boolean} [open] whether it can be chosen */
    say(value, text, open = true) {
      const input = field.querySelector(`input[value="${value}"]`);
      if (input instanceof HTMLInputElement) {
        input.disabled = !open;
        input.nextElementSibling?.replaceChildren(text);
      }
    },
  };
}

/**
 * @param {string} text
 * @param {boolean} checked
 */
export function tick(text, checked) {
  const input = make("input", "radio");
  Object.assign(input, { type: "checkbox", checked });
  return { field: make("label", "choice-option tick", input, make("span", null, text)), input };
}

/**
 * A choice of ready sentences, the last of which is one's own.
 *
 * @param {string} called
 * @param {string[]} sentences
 * @param {{ own: string, say: string }} words what the last choice is called, and its field
 */
export function sentenceField(called, sentences, words) {
  const picked = choice(called, [
    ...sentences.map((text, i) => /** @type {[string, string]} */ ([String(i), text])),
    ["own", words.own],
  ]);
  const own = textField(words.say, { maxLength: 300 });
  own.field.hidden = true;
  picked.field.addEventListener("change", () => {
    const wanted = picked.value === "own";
    own.field.hidden = !wanted;
    own.input.required = wanted;
    if (wanted) {
      own.input.focus();
    }
  });
  picked.field.append(own.field);
  return {
    field: picked.field,
    get value() {
      return picked.value === "own"
        ? own.input.value.trim()
        : (sentences[Number(picked.value)] ?? "");
    },
  };
}

/** @param {string} text the name of a key */
export function key(text) {
  const element = make("kbd", "key-name", text);
  element.setAttribute("aria-hidden", "true");
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} heading
 */
function label(element, heading) {
  heading.id = `form-title-${++made}`;
  element.setAttribute("aria-labelledby", heading.id);
}

/** @param {HTMLElement} fault @param {string} text */
function say(fault, text) {
  fault.textContent = text;
  fault.hidden = false;
}

/**
 * Whether text is written there.
 *
 * @param {Element | null} element
 * @returns {element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function isField(element) {
  return (
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !["radio", "checkbox"].includes(element.type))
  );
}
