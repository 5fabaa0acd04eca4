// @ts-check
// The table as a grid: one cell has the focus, arrows move it, Enter edits or opens.

import { make, one } from "../../dom.js";
import { _ } from "../../language.js";
import { COLUMNS, rowName, valuesOf } from "./columns.js";

/** @import { ListedPlace, Values } from "../types.js" */
/** @import { Book } from "./book.js" */

const FIRST = 2; // before it stand the box to tick and the number
const LAST = COLUMNS.length + FIRST;

/**
 * @typedef {{
 *   edit: (place: ListedPlace, values: Values) => void,
 *   open: (place: ListedPlace) => void,
 *   select: () => void,
 * }} Doings
 */

export class Table {
  /** @type {Set<string>} */
  selected = new Set();
  #book;
  #doings;
  #body = one("#rows", HTMLTableSectionElement);
  #all = make("input");
  /** @type {ListedPlace[]} */
  #shown = [];
  #row = 0;
  #column = FIRST + 1;
  #editing = false;

  /** @param {Book} book @param {Doings} doings */
  constructor(book, doings) {
    this.#book = book;
    this.#doings = doings;
    this.#drawHead();
    const table = one("#table", HTMLTableElement);
    table.addEventListener("keydown", (event) => this.#onKey(event));
    this.#body.addEventListener("click", (event) => this.#onClick(event));
    this.#body.addEventListener("dblclick", (event) => this.#onDoubleClick(event));
    this.#body.addEventListener("focusin", (event) => this.#onFocus(event));
  }

  /** @param {ListedPlace[]} places */
  draw(places) {
    if (this.#editing) {
      return; // drawn again when the cell is left
    }
    const held = this.#body.contains(document.activeElement);
    const id = this.#shown[this.#row]?.id;
    this.#shown = places;
    const kept = places.findIndex((place) => place.id === id);
    this.#row = kept >= 0 ? kept : Math.max(0, Math.min(this.#row, places.length - 1));
    this.#body.replaceChildren(...places.map((place, at) => this.#drawRow(place, at)));
    this.#drawSelected();
    if (held) {
      this.#focus();
    }
  }

  /** @returns {ListedPlace[]} */
  chosen() {
    const found = [...this.selected].map((id) => this.#book.places.get(id));
    return found.filter((place) => place !== undefined);
  }

  selectNone() {
    this.selected.clear();
    this.#drawSelected();
    this.#doings.select();
  }

  focus() {
    this.#focus();
  }

  #drawHead() {
    this.#all.type = "checkbox";
    this.#all.setAttribute("aria-label", _("Chọn mọi dòng đang hiện"));
    this.#all.addEventListener("change", () => this.#selectAll(this.#all.checked));
    const labels = COLUMNS.map((column) => header(column.label, column.key));
    one("#head", HTMLTableSectionElement).replaceChildren(
      make(
        "tr",
        null,
        header(this.#all, "tick"),
        header(_("TT"), "number"),
        ...labels,
        header(make("span", "spoken-only", _("Mở")), "open"),
      ),
    );
  }

  /** @param {ListedPlace} place @param {number} at */
  #drawRow(place, at) {
    const tick = make("input");
    tick.type = "checkbox";
    tick.tabIndex = -1;
    tick.setAttribute("aria-label", _("Chọn {place}", { place: rowName(place) }));
    const open = make("button", "cell-open", _("Mở"));
    open.type = "button";
    open.tabIndex = -1;
    open.setAttribute("aria-label", _("Mở {place}", { place: rowName(place) }));
    const cells = [
      cell("tick", tick),
      cell("number", String(at + 1)),
      ...COLUMNS.map((column) => cell(column.key, ...column.show(place, this.#book))),
      cell("open", open),
    ];
    for (const [column, element] of cells.entries()) {
      element.tabIndex = at === this.#row && column === this.#column ? 0 : -1;
      const label = COLUMNS[column - FIRST];
      if (label) {
        element.dataset["label"] = label.label;
        element.toggleAttribute("data-edits", label.read !== undefined && place.cancelled === null);
      }
    }
    const row = make("tr", null, ...cells);
    row.dataset["id"] = place.id;
    row.toggleAttribute("data-cancelled", place.cancelled !== null);
    return row;
  }

  /** @param {boolean} all */
  #selectAll(all) {
    this.selected = new Set(all ? this.#shown.map((place) => place.id) : []);
    this.#drawSelected();
    this.#doings.select();
  }

  #drawSelected() {
    const shown = new Set(this.#shown.map((place) => place.id));
    for (const id of this.selected) {
      if (!shown.has(id)) {
        this.selected.delete(id);
      }
    }
    for (const row of this.#body.rows) {
      const chosen = this.selected.has(row.dataset["id"] ?? "");
      row.setAttribute("aria-selected", String(chosen));
      one("input", HTMLInputElement, row).checked = chosen;
    }
    this.#all.checked = shown.size > 0 && this.selected.size === shown.size;
    this.#all.indeterminate = this.selected.size > 0 && this.selected.size < shown.size;
  }

  /** @param {ListedPlace} place */
  #toggle(place) {
    if (!this.selected.delete(place.id)) {
      this.selected.add(place.id);
    }
    this.#drawSelected();
    this.#doings.select();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const found = this.#find(event.target);
    if (!found) {
      return;
    }
    this.#place(found.row, found.column);
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("input[type=checkbox]")) {
      this.#toggle(found.place);
    } else if (at?.closest(".cell-open") || getComputedStyle(found.cell).display !== "table-cell") {
      this.#doings.open(found.place);
    }
  }

  /** @param {MouseEvent} event */
  #onDoubleClick(event) {
    const found = this.#find(event.target);
    if (found) {
      this.#begin();
    }
  }

  /** @param {FocusEvent} event */
  #onFocus(event) {
    const found = this.#find(event.target);
    if (found && !this.#editing) {
      this.#place(found.row, found.column);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.#editing || !this.#body.contains(document.activeElement)) {
      return;
    }
    const place = this.#shown[this.#row];
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageUp: [-15, 0],
      PageDown: [15, 0],
      Home: event.ctrlKey ? [-1e6, -1e6] : [0, -1e6],
      End: event.ctrlKey ? [1e6, 1e6] : [0, 1e6],
    });
    const move = moves[event.key];
    if (move) {
      this.#place(this.#row + move[0], this.#column + move[1]);
      this.#focus();
    } else if (place && event.key === " ") {
      this.#toggle(place);
    } else if (place && (event.key === "Enter" || event.key === "F2")) {
      this.#begin();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Edit the cell at hand where that can be done here, else open its place. */
  #begin() {
    const place = this.#shown[this.#row];
    const column = COLUMNS[this.#column - FIRST];
    const element = this.#cell();
    if (!place || !element) {
      return;
    }
    if (!column?.read || place.cancelled !== null) {
      this.#doings.open(place);
      return;
    }
    this.#edit(place, column, element, column.read(place));
  }

  /**
   * @param {ListedPlace} place
   * @param {import("./columns.js").Column} column
   * @param {HTMLTableCellElement} element
   * @param {string} before
   */
  #edit(place, column, element, before) {
    const input = column.options ? choice(column.options()) : make("input", "cell-input");
    input.value = before;
    input.setAttribute("aria-label", `${column.label}, ${rowName(place)}`);
    this.#editing = true;
    const old = [...element.childNodes];
    element.replaceChildren(input);
    input.focus();
    if (input instanceof HTMLInputElement) {
      input.select();
    }
    /** @param {boolean} keep @param {[number, number]} move */
    const end = (keep, move = [0, 0]) => {
      if (!this.#editing) {
        return;
      }
      this.#editing = false;
      const text = input.value.trim();
      element.replaceChildren(...(keep && text !== before ? [text] : old));
      this.#place(this.#row + move[0], this.#column + move[1]);
      if (move[0] || move[1] || document.activeElement === document.body || !keep) {
        this.#focus();
      }
      if (keep && text !== before) {
        this.#doings.edit(place, valuesOf(column, text));
      } else {
        this.#doings.select(); // what came meanwhile is drawn now
      }
    };
    input.addEventListener("blur", () => end(true));
    input.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.isComposing) {
        return;
      }
      /** @type {Record<string, () => void>} */
      const keys = {
        Enter: () => end(true, [1, 0]),
        Tab: () => end(true, [0, event.shiftKey ? -1 : 1]),
        Escape: () => end(false),
      };
      const act = keys[event.key];
      event.stopPropagation();
      if (act) {
        event.preventDefault();
        act();
      }
    });
  }

  /** @param {number} row @param {number} column */
  #place(row, column) {
    this.#cell()?.setAttribute("tabindex", "-1");
    const step = Math.sign(column - this.#column);
    this.#row = Math.max(0, Math.min(row, this.#shown.length - 1));
    this.#column = Math.max(0, Math.min(column, LAST));
    // A narrow screen leaves columns out: on to the next that is there.
    while (step && this.#isLeftOut() && this.#column + step >= 0 && this.#column + step <= LAST) {
      this.#column += step;
    }
    this.#cell()?.setAttribute("tabindex", "0");
  }

  #isLeftOut() {
    const element = this.#cell();
    return element !== undefined && getComputedStyle(element).display === "none";
  }

  #focus() {
    const element = this.#cell();
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @returns {HTMLTableCellElement | undefined} */
  #cell() {
    return this.#body.rows[this.#row]?.cells[this.#column];
  }

  /** @param {EventTarget | null} target */
  #find(target) {
    const element = target instanceof Element ? target.closest("td") : null;
    const row = element?.closest("tr");
    const place = row && this.#book.places.get(row.dataset["id"] ?? "");
    return element && row && place
      ? { cell: element, row: row.sectionRowIndex, column: element.cellIndex, place }
      : null;
  }
}

/** @param {string} key @param {...(Node | string)} children */
function cell(key, ...children) {
  const element = make("td", `col-${key}`, ...children);
  element.setAttribute("role", "gridcell");
  return element;
}

/** @param {Node | string} content @param {string} key */
function header(content, key) {
  const element = make("th", `col-${key}`, content);
  element.scope = "col";
  return element;
}

/** @param {[string, string][]} options */
function choice(options) {
  const select = make("select", "cell-input");
  select.append(...options.map(([value, text]) => new Option(text, value)));
  return select;
}
