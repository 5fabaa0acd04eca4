// @ts-check
// Wires the list: what the server tells → book → table, and the filters, which stand in the
// page's address so that a view can be handed on.

import { one } from "../../dom.js";
import { _, plural } from "../../language.js";
import { listed, Refused, sendings } from "../api.js";
import { tell } from "../told.js";
import { Book } from "./book.js";
import { Bulk } from "./bulk.js";
import { Drawer } from "./drawer.js";
import { Edits } from "./edits.js";
import { offerColumns } from "./room.js";
import { Table } from "./table.js";
import { two } from "./words.js";

const POLL_MS = 4000;
const SENT_EVERY = 5;

const find = one("#find", HTMLInputElement);
const sort = one("#sort", HTMLSelectElement);
/** @type {HTMLSelectElement[]} */
const filters = [...document.querySelectorAll("select[data-filter]")].filter(
  (element) => element instanceof HTMLSelectElement,
);

const book = new Book();
const edits = new Edits(book, draw);
const drawer = new Drawer(book, edits, news);
const table = new Table(book, {
  edit: (place, values) => edits.change(place, values),
  open: (place) => drawer.open(place),
  select: () => {
    bulk.draw();
    draw();
  },
});
const bulk = new Bulk(table, edits, refreshSent);

offerColumns();
one("#add", HTMLButtonElement).addEventListener("click", () => drawer.open(null));
one("#clear", HTMLButtonElement).addEventListener("click", clearFilters);
find.addEventListener("input", onFilter);
sort.addEventListener("change", onFilter);
for (const filter of filters) {
  filter.addEventListener("change", onFilter);
}
document.addEventListener("keydown", onKey);
matchMedia("(max-width: 900px)").matches &&
  one(".filters", HTMLDetailsElement).removeAttribute("open");

await news();
drawUnits();
readAddress();
draw();
await refreshSent();
poll();

async function poll() {
  for (let turn = 1; ; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (document.visibilityState === "visible") {
      await news();
      await (turn % SENT_EVERY === 0 ? refreshSent() : undefined);
    }
  }
}

/** What has changed since: others' edits, and who has come. */
async function news() {
  try {
    if (book.take(await listed(book.seq))) {
      drawUnits();
      draw();
    }
  } catch (error) {
    complain(error);
  }
}

async function refreshSent() {
  try {
    book.takeSent(await sendings());
    draw();
  } catch (error) {
    complain(error);
  }
}

/** @param {unknown} error */
function complain(error) {
  if (!(error instanceof Refused)) {
    throw error;
  }
  tell(error.message, { kind: "fault" });
}

function draw() {
  const chosen = chosenFilters();
  const rows = book.rows(find.value, chosen, sort.value);
  table.draw(rows);
  bulk.draw();
  const whole = [...book.places.values()].filter((place) => place.cancelled === null).length;
  const many = Object.keys(chosen).length;
  const said =
    rows.length === whole
      ? plural("{n} suất mời", whole)
      : plural("{rows} / {n} suất mời", whole, { rows: two(rows.length) });
  const shown = one("#found", HTMLElement);
  if (shown.textContent !== said) {
    shown.textContent = said;
  }
  one("#filters-count", HTMLElement).textContent = many > 0 ? _("(đang lọc {many})", { many }) : "";
  one("#clear", HTMLButtonElement).hidden = many === 0;
  one("#table-hold", HTMLElement).hidden = rows.length === 0;
  one("#nobody", HTMLElement).hidden = rows.length > 0;
  one("#nobody-words", HTMLElement).textContent =
    book.places.size === 0
      ? _(
          "Danh sách còn trống. Nhập tệp Excel đang có: chương trình đọc được danh sách như nó vốn có.",
        )
      : _("Không có suất mời nào phù hợp.");
  one("#nobody a", HTMLAnchorElement).hidden = book.places.size > 0;
}

function onFilter() {
  const query = new URLSearchParams({
    ...(find.value ? { q: find.value } : {}),
    ...chosenFilters(),
  });
  if (sort.value) {
    query.set("sort", sort.value);
  }
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
  draw();
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  find.value = query.get("q") ?? "";
  sort.value = query.get("sort") ?? "";
  for (const filter of filters) {
    filter.value = query.get(filter.dataset["filter"] ?? "") ?? "";
  }
}

function clearFilters() {
  for (const filter of filters) {
    filter.value = "";
  }
  onFilter();
}

/** @returns {Record<string, string>} */
function chosenFilters() {
  const chosen = filters.filter((filter) => filter.value);
  return Object.fromEntries(chosen.map((filter) => [filter.dataset["filter"] ?? "", filter.value]));
}

function drawUnits() {
  const select = one("[data-filter=organisation]", HTMLSelectElement);
  const { value } = select;
  const units = book.units();
  if (units.length !== select.options.length - 1) {
    select.replaceChildren(
      new Option(_("Tất cả"), ""),
      ...units.map((unit) => new Option(unit, unit)),
    );
    select.value = value;
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const writing =
    event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
  if (event.key === "/" && !writing) {
    event.preventDefault();
    find.focus();
  } else if (event.key === "ArrowDown" && event.target === find) {
    event.preventDefault();
    table.focus();
  } else if (undoes(event) && !writing && !event.defaultPrevented) {
    // Left to the browser, it takes back letters of a search that nobody looks at.
    event.preventDefault();
    tell(_("Không còn gì để hoàn tác."));
  }
}

/** @param {KeyboardEvent} event */
function undoes(event) {
  return event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
}
