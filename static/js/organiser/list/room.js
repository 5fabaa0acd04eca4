// @ts-check
// Which columns the table has room for: what a screen of this width shows, and what was chosen.

import { make, one } from "../../dom.js";
import { COLUMNS } from "./columns.js";

const KEPT = "list-columns";
/** Who somebody is stands there always. */
const ALWAYS = new Set(["name", "organisation", "group"]);
/** In rem: how wide the table is at least, and what a column adds to it or takes away. */
const TABLE = 71;
/** @type {Record<string, number>} */
const MORE = { email: 12, note: 10 };
/** @type {Record<string, number>} */
const LESS = { honorific: 4.5, title: 5.5, phone: 7.75, rsvp: 8, seat: 3.75, state: 8 };

/** @type {Record<string, boolean>} what was chosen; the rest is as the width of the screen has it */
const chosen = JSON.parse(localStorage.getItem(KEPT) ?? "{}");

const table = one("#table", HTMLTableElement);
const list = one("#columns-list", HTMLFieldSetElement);

/** Lets the columns be chosen, once their heads are drawn. */
export function offerColumns() {
  const optional = COLUMNS.filter((column) => !ALWAYS.has(column.key));
  list.append(...optional.map(({ key, label }) => make("label", null, box(key), label)));
  one("#columns", HTMLDetailsElement).addEventListener("toggle", tick);
  document.addEventListener("click", close);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(event));
  apply();
}

/** @param {string} key */
function box(key) {
  const made = make("input");
  made.type = "checkbox";
  made.value = key;
  made.addEventListener("change", () => {
    chosen[key] = made.checked;
    localStorage.setItem(KEPT, JSON.stringify(chosen));
    apply();
  });
  return made;
}

/** Ticks what is to be seen now. */
function tick() {
  for (const made of list.querySelectorAll("input")) {
    const head = table.querySelector(`th.col-${made.value}`);
    made.checked = head !== null && getComputedStyle(head).display !== "none";
  }
}

function apply() {
  const keys = Object.keys(chosen);
  table.dataset["shows"] = keys.filter((key) => chosen[key]).join(" ");
  table.dataset["hides"] = keys.filter((key) => !chosen[key]).join(" ");
  const wide = keys.reduce(
    (sum, key) => sum + (chosen[key] ? (MORE[key] ?? 0) : -(LESS[key] ?? 0)),
    TABLE,
  );
  table.style.setProperty("--table-room", `${wide}rem`);
}

/** @param {Event} event */
function close(event) {
  const columns = one("#columns", HTMLDetailsElement);
  const inside = event.target instanceof Node && columns.contains(event.target);
  if (columns.open && (event.type !== "click" || !inside)) {
    columns.open = false;
    if (inside) {
      columns.querySelector("summary")?.focus();
    }
  }
}
