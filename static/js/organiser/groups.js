// @ts-check
// The groups of guests: added, put elsewhere in protocol order, called otherwise, taken away.
// What is told of a group are facts of the event, as those of the other form are.

import { make, one } from "../dom.js";
import { _, plural } from "../language.js";
import { Refused, send } from "./api.js";
import { tell } from "./told.js";

const KEYS = ["name", "name_en", "number", "colour", "aliases"];
const TICKS = ["vip", "press", "ong_ba"];
// Words that no abbreviation of an office counts.
const SMALL = new Set(["cac", "cua", "va", "tai", "co", "voi", "cho", "thuoc", "nhung", "la"]);
const LONGEST_SUGGESTED = 6;
const NONE = "–";

const list = one(".groups", HTMLOListElement);
const dialog = one("#group-box", HTMLDialogElement);
const form = one("#group-form", HTMLFormElement);
const fault = one("#group-fault", HTMLElement);
const code = one("[name=code]", HTMLInputElement, form);
const name = one("[name=name]", HTMLTextAreaElement, form);
const gone = one("#group-gone", HTMLButtonElement);
const held = one("#group-held", HTMLElement);

/** @type {{ given: Record<string, string | null>, configured: Record<string, string | null>, stands: Record<string, string | null> }} */
const late = JSON.parse(list.dataset["late"] ?? "");
const rows = [...list.querySelectorAll("li")];
const ranked = rows.map((row) => row.dataset["code"] ?? "");

/** The group in the form, "" where it is a new one. */
let shown = "";
let codeIsOwn = false;
let sending = false;

one("#add-group", HTMLButtonElement).addEventListener("click", () => show(""));
for (const button of list.querySelectorAll("[data-group]")) {
  button.addEventListener("click", () => show(button.getAttribute("data-group") ?? ""));
}
for (const button of document.querySelectorAll("[data-back]")) {
  button.addEventListener("click", () => {
    const facts = given();
    delete facts[fact(button.getAttribute("data-back") ?? "", "gone")];
    keep(facts, (words) => tell(words, { kind: "fault" }));
  });
}
code.addEventListener("input", () => {
  codeIsOwn = code.value !== "";
});
name.addEventListener("input", () => {
  if (!shown && !codeIsOwn) {
    code.value = suggested(name.value);
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keep(changed(), refuse);
});
gone.addEventListener("click", () => {
  const facts = given();
  for (const key of Object.keys(facts).filter((key) => key.startsWith(`group:${shown}:`))) {
    delete facts[key];
  }
  if (late.configured[fact(shown, "name")]) {
    facts[fact(shown, "gone")] = "true";
  }
  keep(facts, refuse);
});

/** @param {string} which */
function show(which) {
  shown = which;
  codeIsOwn = false;
  form.reset();
  fault.hidden = true;
  one("#group-title", HTMLElement).textContent = which
    ? _("Thành phần {code}", { code: which })
    : _("Thêm thành phần");
  for (const key of KEYS) {
    field(key).value = stands(which, key) ?? "";
  }
  for (const key of TICKS) {
    tick(key).checked = stands(which, key) === "true";
  }
  one("#group-code", HTMLElement).hidden = which !== "";
  code.disabled = which !== "";
  if (!which) {
    const numbers = ranked.map((one) => Number(stands(one, "number")));
    field("number").value = String(1 + Math.max(0, ...numbers));
    field("colour").value = "#00695c";
  }
  offerPlaces(which);
  const places = Number(rows[ranked.indexOf(which)]?.dataset["places"] ?? 0);
  gone.hidden = !which || places > 0 || ranked.length === 1;
  held.hidden = places === 0;
  held.textContent = plural(
    "Đang có {n} suất mời, kể cả suất đã hủy, nên chưa bỏ được thành phần này: chuyển các suất ấy sang thành phần khác trong Danh sách đại biểu trước.",
    places,
    { n: places },
  );
  dialog.showModal();
  name.focus();
}

/** @param {string} which */
function offerPlaces(which) {
  const others = ranked.filter((one) => one !== which);
  const at = which ? ranked.indexOf(which) : ranked.length;
  const select = one("[name=after]", HTMLSelectElement, form);
  const first = make("option", null, _("(đứng đầu)"));
  first.value = "";
  const options = others.map((other) => {
    const option = make("option", null, `${other} – ${stands(other, "name")}`);
    option.value = other;
    return option;
  });
  select.replaceChildren(first, ...options);
  select.value = ranked[at - 1] ?? "";
}

/** All facts with those of the form, and the ranks of all groups in the order that was chosen. */
function changed() {
  const facts = given();
  const which = shown || code.value.trim();
  delete facts[fact(which, "gone")];
  for (const key of KEYS) {
    const value = field(key).value.trim();
    const plain = key === "colour" ? value.toUpperCase() : value;
    put(facts, fact(which, key), key === "aliases" && !plain ? NONE : plain);
  }
  for (const key of TICKS) {
    put(facts, fact(which, key), String(tick(key).checked));
  }
  const order = ranked.filter((one) => one !== which);
  const after = one("[name=after]", HTMLSelectElement, form).value;
  order.splice(order.indexOf(after) + 1, 0, which);
  for (const [index, each] of order.entries()) {
    put(facts, fact(each, "rank"), String(index + 1));
  }
  return facts;
}

/**
 * Gives a fact, unless it is as configured or says nothing.
 *
 * @param {Record<string, string>} facts @param {string} which @param {string} value
 */
function put(facts, which, value) {
  const configured = late.configured[which] ?? (which.endsWith(":aliases") ? NONE : "");
  if (value === "" || value === configured) {
    delete facts[which];
  } else {
    facts[which] = value;
  }
}

/** @param {Record<string, string>} facts @param {(words: string) => void} refused */
async function keep(facts, refused) {
  if (sending) {
    return;
  }
  sending = true;
  try {
    await send("PUT", "/api/facts", { facts, seen: given() });
    location.reload();
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    refused(error.message);
  } finally {
    sending = false;
  }
}

/** @param {string} words */
function refuse(words) {
  fault.textContent = words;
  fault.hidden = false;
  fault.scrollIntoView({ block: "nearest" });
}

/**
 * The initials of a name's words, without accents, that no group has yet.
 *
 * @param {string} text
 */
function suggested(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d");
  const words = (plain.match(/[A-Za-z0-9]+/g) ?? []).filter(
    (word) => !SMALL.has(word.toLowerCase()),
  );
  const initials = words.map((word) => word[0]?.toUpperCase()).join("");
  const short = initials.slice(0, LONGEST_SUGGESTED);
  let free = short;
  for (let n = 2; free && ranked.some((one) => one.toUpperCase() === free); n += 1) {
    free = `${short}${n}`;
  }
  return free;
}

/** @returns {Record<string, string>} the facts that were given */
function given() {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [key, value] of Object.entries(late.given)) {
    if (value) {
      found[key] = value;
    }
  }
  return found;
}

/** @param {string} which @param {string} key */
function stands(which, key) {
  return late.stands[fact(which, key)] ?? null;
}

/** @param {string} which @param {string} key */
function fact(which, key) {
  return `group:${which}:${key}`;
}

/** @param {string} key @returns {HTMLInputElement | HTMLTextAreaElement} */
function field(key) {
  const found = form.elements.namedItem(key);
  if (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement) {
    return found;
  }
  throw new Error(`The form has no ${key}`);
}

/** @param {string} key */
function tick(key) {
  return one(`[name=${key}]`, HTMLInputElement, form);
}
