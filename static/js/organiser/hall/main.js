// @ts-check
// Wires the hall: what the server tells → floor → drawing and panel; seats fill as guests come.

import { Feed } from "../../board/feed.js";
import { make, one } from "../../dom.js";
import { _, figure, plural } from "../../language.js";
import { ask } from "../api.js";
import { askChoice } from "../dialogs.js";
import { tell } from "../told.js";
import { Drawing } from "./drawing.js";
import { Floor } from "./floor.js";
import { Hands } from "./hands.js";
import { Panel } from "./panel.js";
import { Proposals } from "./proposals.js";
import { complain, isOutOfReach, Steps } from "./steps.js";
import { called, post } from "./words.js";
import { Zoom } from "./zoom.js";

/** @import { BoardDocument } from "../../board/types.js" */
/** @import { Guest, Move, Seat, Why } from "./types.js" */

const NEWS_MS = 200;
const RETRY_MS = 1500;

const frame = one("#hall-frame", HTMLElement);
const tip = one("#tip", HTMLElement);
const floor = new Floor();
const drawing = new Drawing(one("#hall", SVGSVGElement), floor);
const zoom = new Zoom(drawing, frame);
const steps = new Steps(floor, redraw, () => {
  stale = true;
  hear();
});
const panel = new Panel(floor, {
  carry: (guest) => hands.carry(guest),
  goTo: (seat) => hands.focus(seat),
  clear,
  lock: (seat) => steps.lock([seat.id], !seat.locked),
});
const hands = new Hands(floor, drawing, one("#ghost", HTMLElement), {
  choose,
  put,
  clear,
  lock: (seat) => steps.lock([seat.id], !seat.locked),
  carrying: drawCarrying,
});
const proposals = new Proposals(floor, steps);

/** @type {string | undefined} */
let chosen;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let news;
/** Whether something has happened that the page cannot draw by itself. */
let stale = false;
let asking = false;

one("#larger", HTMLButtonElement).addEventListener("click", () => zoom.step(1));
one("#smaller", HTMLButtonElement).addEventListener("click", () => zoom.step(-1));
one("#whole", HTMLButtonElement).addEventListener("click", () => zoom.fit());
one("#carried-stop", HTMLButtonElement).addEventListener("click", () => hands.carry(null));
drawing.picture.addEventListener("pointerover", onHover);
drawing.picture.addEventListener("pointerleave", () => {
  tip.hidden = true;
});
document.addEventListener("keydown", onKey);

await document.fonts.ready;
while (!(await steps.refresh())) {
  showConnection("lost");
  await rest();
}
const room = frame.clientWidth;
drawing.draw();
zoom.start(room);
frame.dataset["ready"] = "";
new Feed(onNews, showConnection).run();

/** @param {boolean} [anew] whether somebody has changed the hall itself */
function redraw(anew = false) {
  if (anew) {
    drawing.draw();
    zoom.again();
  } else if (drawing.picture.childElementCount > 0) {
    drawing.update();
  }
  panel.drawWaiting();
  drawFigures();
  drawChosen();
}

function drawFigures() {
  const { seats, taken, waiting, present, locked } = floor.figures();
  const said = [
    _("Đã bố trí {taken} / {seats} ghế", { taken: figure(taken), seats: figure(seats) }),
    plural("{n} đại biểu chưa có ghế", waiting),
    _("{n} đã có mặt", { n: figure(present) }),
    ...(locked > 0 ? [plural("{n} ghế khóa", locked)] : []),
  ].join(" · ");
  const line = one("#figures", HTMLElement);
  if (line.textContent !== said) {
    line.textContent = said;
  }
  one("#nobody", HTMLElement).hidden = floor.guests.size > 0;
}

/** @param {Seat} seat */
function choose(seat) {
  chosen = seat.id;
  drawing.mark("chosen", chosen);
  drawChosen();
}

function drawChosen() {
  panel.drawChosen(floor.seats.get(chosen ?? ""), floor.reasons !== null);
  if (chosen && floor.sitting(chosen) && !floor.reasons) {
    learnReasons();
  }
}

/** Asks why everybody sits where they do; what was true before a change is not shown. */
async function learnReasons() {
  if (asking) {
    return;
  }
  asking = true;
  try {
    /** @type {{ reasons: Why[] }} */
    const { reasons } = await ask("GET", "/api/hall/reasons");
    floor.explain(reasons);
  } catch (error) {
    if (!isOutOfReach(error)) {
      complain(error);
    }
  }
  asking = false;
  if (floor.reasons) {
    drawChosen();
  }
}

/** @param {Guest} guest @param {Seat} seat */
async function put(guest, seat) {
  if (seat.locked || floor.seats.get(guest.seat ?? "")?.locked) {
    tellLocked(seat.locked ? seat.id : guest.seat);
    return;
  }
  const other = floor.sitting(seat.id);
  const from = guest.seat;
  /** @type {Move[]} */
  const moves = [{ invitation: guest.invitation, from, to: seat.id }];
  if (!other) {
    await steps.move(moves, `${called(guest)}: ${from ?? _("chưa có ghế")} → ${seat.id}.`);
    return;
  }
  const answer = await askSwap(guest, other, seat);
  if (answer === "swap") {
    moves.push({ invitation: other.invitation, from: seat.id, to: from });
    await steps.move(
      moves,
      _("Đã đổi chỗ {one} và {other}.", { one: called(guest), other: called(other) }),
    );
  } else if (answer === "out") {
    moves.push({ invitation: other.invitation, from: seat.id, to: null });
    await steps.move(
      moves,
      _("{one} ngồi {seat}; {other} chờ xếp chỗ.", {
        one: called(guest),
        seat: seat.id,
        other: called(other),
      }),
    );
  }
  hands.focus(seat.id);
}

/** @param {Guest} guest @param {Guest} other @param {Seat} seat */
async function askSwap(guest, other, seat) {
  const who = [called(other), post(other)].filter(Boolean).join(", ");
  const taken = _("Ghế {seat} đã bố trí cho {who}.", { seat: seat.id, who });
  const swapped = { who: called(other), seat: guest.seat ?? "" };
  const back = guest.seat ? _("Đổi chỗ thì {who} sang ghế {seat}.", swapped) : "";
  /** @type {[string, string][]} */
  const answers = [["out", _("Đưa {who} về danh sách chờ xếp", { who: called(other) })]];
  if (guest.seat) {
    answers.unshift(["swap", _("Đổi chỗ hai đại biểu")]);
  }
  const words = [make("p", null, [taken, back].filter(Boolean).join(" "))];
  return await askChoice(_("{who} → ghế {seat}", { who: called(guest), seat: seat.id }), words, [
    ...answers,
    ["", _("Thôi")],
  ]);
}

/** @param {Guest} guest */
async function clear(guest) {
  const { seat } = guest;
  if (floor.seats.get(seat ?? "")?.locked) {
    tellLocked(seat);
    return;
  }
  const move = { invitation: guest.invitation, from: seat, to: null };
  const left = _("{who} rời ghế {seat}, chờ xếp chỗ.", { who: called(guest), seat: seat ?? "" });
  await steps.move([move], left);
}

/** @param {string | null} seat */
function tellLocked(seat) {
  const said = _("Ghế {seat} đang khóa. Mở khóa trước khi đổi chỗ.", { seat: seat ?? "" });
  tell(said, { kind: "fault" });
}

/** @param {Guest | null} guest */
function drawCarrying(guest) {
  one("#carried", HTMLElement).hidden = guest === null;
  one("#carried-words", HTMLElement).textContent = guest
    ? _("Đang chuyển {who}: chọn ghế đến.", {
        who: `${called(guest)}${guest.seat ? ` (${guest.seat})` : ""}`,
      })
    : "";
  if (guest && !document.activeElement?.closest("#hall")) {
    const entry = drawing.picture.querySelector('[data-seat][tabindex="0"]');
    entry instanceof SVGElement && entry.focus({ preventScroll: guest.seat === null });
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const writing = event.target instanceof Element && event.target.closest("input, dialog");
  if (event.key === "/" && !writing) {
    event.preventDefault();
    one("#seek", HTMLInputElement).focus();
  }
}

/** @param {PointerEvent} event */
function onHover(event) {
  const node = event.target instanceof Element ? event.target.closest("[data-seat]") : null;
  const seat = floor.seats.get(node?.getAttribute("data-seat") ?? "");
  const guest = seat && floor.sitting(seat.id);
  tip.hidden = !seat || event.pointerType === "touch";
  if (!seat || !node) {
    return;
  }
  if (guest && !floor.reasons) {
    learnReasons();
  }
  const why = guest && floor.reasons?.get(guest.invitation)?.facts;
  tip.replaceChildren(
    make("b", null, guest ? called(guest) : _("Ghế trống")),
    make("span", null, guest ? post(guest) : ""),
    make("span", null, seat.label),
    ...(why ?? []).map((fact) => make("span", "tip-why", fact)),
  );
  place(node);
}

/** Puts the words below a seat, or above it where there is no room. @param {Element} node */
function place(node) {
  const box = node.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const x = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
  const below = box.bottom + 8;
  const y = below + height > innerHeight ? box.top - height - 8 : below;
  tip.style.transform = `translate(${x}px, ${y}px)`;
}

/** @param {BoardDocument} document */
function onNews({ groups, seq, events }) {
  // A whole document tells of a past that the hall was asked for already, or of another one.
  stale ||= groups !== undefined && seq !== floor.seq;
  for (const { kind, invitation } of groups ? [] : events) {
    if (kind === "admitted" || kind === "undone") {
      stale = !floor.mark(invitation ?? "", kind === "admitted") || stale;
    } else if (kind === "changed") {
      stale = true;
    }
  }
  if (stale || events.length > 0) {
    redraw();
    clearTimeout(news);
    news = setTimeout(hear, NEWS_MS);
  }
}

/** Takes in together what has happened in a moment; asks until it was told. */
async function hear() {
  clearTimeout(news);
  if (stale) {
    // What comes to be known during the answer is not in it.
    stale = false;
    stale = !(await steps.refresh()) || stale;
  }
  if (stale) {
    news = setTimeout(hear, RETRY_MS);
  } else {
    await proposals.refresh();
  }
}

/** @param {string} connection as the feed calls it; only that it is lost matters here */
function showConnection(connection) {
  one("#lost", HTMLElement).hidden = connection !== "lost";
}

function rest() {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
