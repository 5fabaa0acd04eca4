// @ts-check
// The form of a hall: every part with its fields. It writes into the design and tells of it.

import { make } from "../../../dom.js";
import { _ } from "../../../language.js";
import { PARTS, WHOLE } from "./parts.js";

/** @import { PartOf } from "./parts.js" */
/** @import { Design, Field, Part, Value } from "./types.js" */

const OPEN_AT_FIRST = new Set(["rows", "tables"]);

export class Form {
  /** @type {Design} */
  #design = {};
  /** How the house begins each part that is added. @type {Design} */
  begun = {};
  /** Which parts are unfolded; they stay so when the form is drawn anew. */
  #open = new Set(["", ...OPEN_AT_FIRST]);

  /** @param {HTMLElement} root @param {() => void} changed the design was changed by hand */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
  }

  /** @param {Design} design which the form writes into from now on */
  show(design) {
    this.#design = design;
    const whole = this.#fields(/** @type {Part} */ (design), WHOLE, "");
    this.root.replaceChildren(
      this.#fold("", _("Chung"), "", [whole]),
      ...PARTS.map((part) => this.#part(part)),
    );
  }

  /** Unfolds the part of a field, and writes there next. @param {string} path */
  goTo(path) {
    const input = this.root.querySelector(`[data-path="${CSS.escape(path)}"]`);
    const fold = input?.closest("details");
    if (fold && input instanceof HTMLInputElement) {
      fold.open = true;
      input.focus();
      input.select();
    }
  }

  /** Marks the field at fault, and no other. @param {(string | number)[]} path */
  mark(path) {
    for (const input of this.root.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
    }
    const at = path.join(".");
    const input = at && this.root.querySelector(`[data-path="${CSS.escape(at)}"]`);
    if (input) {
      input.setAttribute("aria-invalid", "true");
    }
  }

  /** @param {PartOf} part */
  #part(part) {
    const held = this.#design[part.key];
    if (part.another) {
      const listed = /** @type {Part[]} */ (Array.isArray(held) ? held : []);
      const items = listed.map((one, at) => this.#item(part, listed, one, at));
      const add = button(`+ ${_("Thêm")}`, () => {
        this.#set(part.key, [...listed, part.another?.(this.#design, listed, this.begun) ?? {}]);
        this.#focusLast(part.key);
      });
      add.setAttribute("aria-label", _("Thêm vào mục {part}", { part: part.title }));
      return this.#fold(part.key, part.title, String(listed.length), [...items, add], part.lead);
    }
    const one = /** @type {Part | undefined} */ (held);
    const there = one !== undefined && one !== null;
    const box = make("input", null);
    box.type = "checkbox";
    box.checked = there;
    box.addEventListener("change", () => {
      this.#set(part.key, box.checked ? (part.fresh?.(this.#design, this.begun) ?? {}) : null);
    });
    const toggle = make("label", "design-flag", box, _("Có trong hội trường"));
    const fields = there ? [this.#fields(one, part.fields, part.key)] : [];
    return this.#fold(part.key, part.title, there ? "" : _("không có"), [toggle, ...fields]);
  }

  /**
   * @param {string} key
   * @param {string} title
   * @param {string} count
   * @param {HTMLElement[]} inside
   * @param {string} [lead]
   */
  #fold(key, title, count, inside, lead) {
    const summary = make("summary", null, title, " ", make("span", "design-count", count));
    const fold = make("details", "design-part", summary);
    fold.dataset["part"] = key;
    fold.open = this.#open.has(key);
    fold.addEventListener("toggle", () => {
      fold.open ? this.#open.add(key) : this.#open.delete(key);
    });
    fold.append(...(lead ? [make("p", "design-lead", lead)] : []), ...inside);
    return fold;
  }

  /** @param {PartOf} part @param {Part[]} listed @param {Part} one @param {number} at */
  #item(part, listed, one, at) {
    const name = String(one["label"] || one["name"] || one["id"] || at + 1);
    const item = make(
      "fieldset",
      "design-item",
      make("legend", "spoken-only", `${part.title}: ${name}`),
    );
    item.append(this.#fields(one, part.fields, `${part.key}.${at}`));
    const doings = make("div", "design-doings");
    if (part.ordered) {
      doings.append(
        this.#mover("↑", _("Đưa {name} lên trước", { name }), part.key, listed, at, at - 1),
        this.#mover("↓", _("Đưa {name} xuống sau", { name }), part.key, listed, at, at + 1),
      );
    }
    const gone = button("×", () => {
      this.#forget(part.key, String(one["id"]));
      this.#set(part.key, listed.toSpliced(at, 1));
    });
    gone.setAttribute("aria-label", _("Xóa {name}", { name }));
    doings.append(gone);
    item.append(doings);
    return item;
  }

  /**
   * @param {string} sign
   * @param {string} label
   * @param {string} key
   * @param {Part[]} listed
   * @param {number} from
   * @param {number} to
   */
  #mover(sign, label, key, listed, from, to) {
    const mover = button(sign, () => {
      const moved = listed.toSpliced(from, 1);
      this.#set(key, moved.toSpliced(to, 0, /** @type {Part} */ (listed[from])));
    });
    mover.setAttribute("aria-label", label);
    mover.disabled = to < 0 || to >= listed.length;
    return mover;
  }

  /** @param {Part} part @param {Field[]} fields @param {string} path */
  #fields(part, fields, path) {
    const box = make("div", "design-fields");
    box.append(...fields.map((field) => this.#field(part, field, path)));
    return box;
  }

  /** @param {Part} part @param {Field} field @param {string} path */
  #field(part, field, path) {
    const input = inputFor(field, part[field.key] ?? null);
    input.dataset["path"] = path ? `${path}.${field.key}` : field.key;
    input.addEventListener("input", () => {
      const before = part[field.key];
      put(part, field, input);
      if (field.key === "id" && path.startsWith("rows.")) {
        this.#rename(String(before), String(part["id"]));
      }
      this.changed();
    });
    if (field.kind === "flag") {
      return make("label", "design-flag", input, field.label);
    }
    const label = make("label", field.wide ? "design-field design-wide" : "design-field");
    label.append(make("span", null, field.label), input);
    return label;
  }

  /** @param {string} key @param {Part | Part[] | null} value */
  #set(key, value) {
    if (value === null || (Array.isArray(value) && value.length === 0)) {
      delete this.#design[key];
    } else {
      this.#design[key] = value;
    }
    this.#open.add(key);
    this.show(this.#design);
    this.changed();
  }

  /** A zone that names a row follows its new name. @param {string} before @param {string} after */
  #rename(before, after) {
    this.#zones((seat) => (seat === before ? [after] : [seat]));
  }

  /** A row that is gone is in no zone. @param {string} key @param {string} id */
  #forget(key, id) {
    if (key === "rows") {
      this.#zones((seat) => (seat === id ? [] : [seat]));
    }
  }

  /** @param {(seat: string) => string[]} change */
  #zones(change) {
    const zones = /** @type {Part[]} */ (this.#design["zones"] ?? []);
    for (const [at, zone] of zones.entries()) {
      zone["seats"] = /** @type {string[]} */ (zone["seats"] ?? []).flatMap(change);
      const input = this.root.querySelector(`[data-path="zones.${at}.seats"]`);
      if (input instanceof HTMLInputElement) {
        input.value = zone["seats"].join(", ");
      }
    }
  }

  /** @param {string} key */
  #focusLast(key) {
    const items = this.root.querySelectorAll(`[data-part="${key}"] .design-item`);
    const input = [...items].at(-1)?.querySelector("input");
    input?.focus();
    input?.select();
  }
}

/** @param {Field} field @param {Value} value */
function inputFor(field, value) {
  if (field.kind === "choice") {
    const select = make("select", "input");
    select.append(
      ...(field.choices ?? []).map(([word, label]) => {
        const option = make("option", null, label);
        option.value = word;
        return option;
      }),
    );
    select.value = String(value ?? "");
    return select;
  }
  const input = make("input", field.kind === "flag" ? null : "input");
  input.autocomplete = "off";
  if (field.kind === "flag") {
    input.type = "checkbox";
    input.checked = value === true;
    return input;
  }
  if (field.kind === "number" || field.kind === "whole") {
    input.type = "number";
    input.min = "0";
    input.step = field.kind === "whole" ? "1" : "0.05";
  }
  input.placeholder = field.hint ?? "";
  input.value = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  return input;
}

/** @param {Part} part @param {Field} field @param {HTMLInputElement | HTMLSelectElement} input */
function put(part, field, input) {
  const value = read(field, input);
  const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (field.optional && (empty || value === false)) {
    delete part[field.key];
  } else {
    part[field.key] = value;
  }
}

/** @param {Field} field @param {HTMLInputElement | HTMLSelectElement} input @returns {Value} */
function read(field, input) {
  const typed = input.value.trim();
  switch (field.kind) {
    case "flag":
      return input instanceof HTMLInputElement && input.checked;
    case "number":
    case "whole":
      return typed === "" ? null : Number(typed);
    case "numbers":
      return items(typed).map(Number).filter(Number.isFinite);
    case "texts":
      return items(typed);
    default:
      return typed;
  }
}

/** @param {string} typed */
function items(typed) {
  return typed.split(/[,;\s]+/).filter(Boolean);
}

/** @param {string} label @param {() => void} action */
function button(label, action) {
  const made = make("button", "button", label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}
