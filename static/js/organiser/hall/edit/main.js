// @ts-check
// Wires the page in which a hall is made: form → design → draft drawn by the server → kept.

import { make, one } from "../../../dom.js";
import { _, plural } from "../../../language.js";
import { ask, send } from "../../api.js";
import { askChoice } from "../../dialogs.js";
import { tell } from "../../told.js";
import { nextSeat } from "../arrows.js";
import { Drawing } from "../drawing.js";
import { Floor } from "../floor.js";
import { complain } from "../steps.js";
import { Zoom } from "../zoom.js";
import { Draft } from "./draft.js";
import { Form } from "./form.js";
import { toggle } from "./marks.js";
import { Mover } from "./mover.js";
import { blockAt, blockName } from "./sets.js";
import { askNew, readFile } from "./sources.js";
import { fieldOf } from "./things.js";

/** @import { Design, Drawn, Unseated } from "./types.js" */

const MOST_BACK = 100;
/** Steps of one thing by the keyboard that follow each other so soon are taken back together. */
const ONE_MOVE_MS = 1500;

const frame = one("#hall-frame", HTMLElement);
const floor = new Floor();
const drawing = new Drawing(one("#hall", SVGSVGElement), floor, {
  at: (number) => blockAt(design, number),
  name: (at) => blockName(design, at),
});
const zoom = new Zoom(drawing, frame);
const form = new Form(one("#design", HTMLElement), changed);
const draft = new Draft(draw);
const mover = new Mover(drawing, {
  design: () => design,
  moved,
  released,
  say: sayPlace,
  goTo: goToField,
});
const undo = one("#undo", HTMLButtonElement);
const keep = one("#keep", HTMLButtonElement);

/** @type {Design} */
let design = {};
/** The designs before, as text; the last is the one that is shown. @type {string[]} */
let past = [];
/** What is kept on the server, as text. */
let kept = "";
/** What was moved last by the keyboard, and when. */
let lastMove = { path: "", at: 0 };
/** What came while a hand held something of the drawing. @type {Drawn | null} */
let overtaken = null;
/** @type {string | null} */
let seen = null;
/** @type {Unseated[]} */
let unseated = [];
let whole = true;

undo.addEventListener("click", () => back());
keep.addEventListener("click", () => keepHall());
one("#new", HTMLButtonElement).addEventListener("click", () => begin());
one("#file", HTMLInputElement).addEventListener("change", (event) => load(event));
one("#larger", HTMLButtonElement).addEventListener("click", () => zoom.step(1));
one("#smaller", HTMLButtonElement).addEventListener("click", () => zoom.step(-1));
one("#whole", HTMLButtonElement).addEventListener("click", () => zoom.fit());
drawing.picture.addEventListener("click", (event) => markAt(event.target));
drawing.picture.addEventListener("keydown", onKey);
document.addEventListener("keydown", (event) => {
  const writing = event.target instanceof Element && event.target.closest("input, dialog");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !writing) {
    event.preventDefault();
    back();
  }
});
addEventListener("beforeunload", (event) => {
  if (JSON.stringify(design) !== kept) {
    event.preventDefault();
  }
});

await document.fonts.ready;
await fetchDesign();

async function fetchDesign() {
  try {
    const told = await ask("GET", "/api/hall/design");
    seen = told.sign;
    form.begun = told.begun;
    one("#not-editable", HTMLElement).hidden = told.editable;
    take(told.design);
    kept = JSON.stringify(design);
  } catch (error) {
    complain(error);
  }
}

/** Begins with another design. @param {Design} taken */
function take(taken) {
  design = taken;
  whole = true;
  form.show(design);
  changed();
}

/** The design has changed: it is remembered, and drawn. */
function changed() {
  lastMove = { path: "", at: 0 };
  const text = JSON.stringify(design);
  if (past.at(-1) !== text) {
    past = [...past, text].slice(-MOST_BACK);
  }
  undo.disabled = past.length < 2;
  draft.ask(design);
}

/** A thing was put elsewhere. @param {string} path @param {boolean} byKey */
function moved(path, byKey) {
  const now = performance.now();
  const again = byKey && lastMove.path === path && now - lastMove.at < ONE_MOVE_MS;
  if (again) {
    past.pop();
  }
  form.show(design);
  changed();
  lastMove = { path: byKey ? path : "", at: now };
}

/** @param {string} words */
function sayPlace(words) {
  one("#moved", HTMLElement).textContent = words;
}

/** @param {string} path */
function goToField(path) {
  form.goTo(fieldOf(path, design));
}

function back() {
  if (past.length < 2) {
    return;
  }
  past.pop();
  design = JSON.parse(past.at(-1) ?? "{}");
  form.show(design);
  changed();
}

/** The hand has let go: what came meanwhile is drawn. */
function released() {
  if (overtaken) {
    draw(overtaken);
  }
}

/** @param {Drawn} drawn */
function draw(drawn) {
  if (mover.holds) {
    overtaken = drawn;
    return;
  }
  overtaken = null;
  const { plan, fault, doubts, unseated: losing } = drawn;
  unseated = losing;
  form.mark(fault?.path ?? []);
  keep.disabled = fault !== null;
  one("#fault", HTMLElement).hidden = fault === null;
  one("#fault-words", HTMLElement).textContent = fault?.message ?? "";
  one("#doubts", HTMLElement).replaceChildren(...doubts.map((doubt) => make("li", null, doubt)));
  drawUnseated();
  if (!plan) {
    return;
  }
  mover.around(() => {
    floor.take(plan);
    drawing.draw();
  });
  const { seats, taken } = floor.figures();
  one("#figures", HTMLElement).textContent = [
    plural("{n} ghế", seats),
    plural("{n} đại biểu có chỗ", taken),
  ].join(" · ");
  if (whole) {
    zoom.fit();
    whole = false;
  } else {
    zoom.again();
  }
  frame.dataset["ready"] = "";
}

function drawUnseated() {
  one("#unseated", HTMLElement).hidden = unseated.length === 0;
  one("#unseated-sum", HTMLElement).textContent = plural(
    "{n} đại biểu mất ghế nếu lưu, chờ xếp lại",
    unseated.length,
  );
  one("#unseated-list", HTMLElement).replaceChildren(...unseatedItems());
}

function unseatedItems() {
  return unseated.map(({ who, seat }) => make("li", null, make("b", null, seat ?? ""), ` ${who}`));
}

async function keepHall() {
  if (unseated.length > 0 && !(await areSure())) {
    return;
  }
  keep.disabled = true;
  const text = JSON.stringify(design);
  try {
    const named = unseated.map(({ invitation }) => invitation);
    const body = { design, seen, unseated: named.length > 0 ? named : null };
    const { sign } = await send("PUT", "/api/hall/design", body);
    [seen, kept] = [sign, text];
    tell(_("Đã lưu hội trường. Sơ đồ, giấy in và các quầy dùng hội trường này từ bây giờ."));
  } catch (error) {
    complain(error);
  }
  draft.ask(design);
}

async function areSure() {
  const list = make("ul", "unseated-list", ...unseatedItems());
  const words = [
    make("p", null, _("Các đại biểu này chuyển về danh sách chờ xếp chỗ, có ghi hồ sơ.")),
    list,
  ];
  const title = plural("{n} đại biểu mất ghế", unseated.length);
  return (
    (await askChoice(title, words, [
      ["yes", _("Lưu và đưa về danh sách chờ")],
      ["", _("Thôi")],
    ])) === "yes"
  );
}

async function begin() {
  const wanted = await askNew();
  if (wanted) {
    await takeFrom({ new: wanted });
  }
}

/** @param {Event} event */
async function load(event) {
  const text = await readFile(event);
  if (text !== null) {
    await takeFrom({ text });
  }
}

/** @param {object} source what the server makes a design of */
async function takeFrom(source) {
  try {
    /** @type {Drawn} */
    const drawn = await ask("POST", "/api/hall/drafts", source);
    if (drawn.design && !drawn.fault) {
      take(drawn.design);
      tell(_("Đã vẽ hội trường này. Chưa lưu gì; xem sơ đồ rồi bấm Lưu."));
    } else {
      tell(drawn.fault?.message ?? "", { kind: "fault" });
    }
  } catch (error) {
    complain(error);
  }
}

/** @param {EventTarget | null} target */
function markAt(target) {
  const node = target instanceof Element ? target.closest("[data-seat]") : null;
  const seat = floor.seats.get(node?.getAttribute("data-seat") ?? "");
  const tool = document.querySelector("input[name=tool]:checked");
  if (!seat || !(tool instanceof HTMLInputElement)) {
    return;
  }
  drawing.enterAt(seat.id);
  if (!toggle(design, seat, tool.value === "without" ? "without" : "wheelchair")) {
    tell(_("Ghế bàn chủ trì không đánh dấu được; sửa số ghế ở mục Bàn chủ trì."));
    return;
  }
  form.show(design);
  changed();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const node = event.target instanceof Element ? event.target.closest("[data-seat]") : null;
  const seat = floor.seats.get(node?.getAttribute("data-seat") ?? "");
  if (!seat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const next = nextSeat(floor, seat, event.key);
  if (next) {
    event.preventDefault();
    drawing.enterAt(next.id);
    drawing.node(next.id)?.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    markAt(event.target);
  }
}
