// @ts-check
// E-mail: how far each mail has come, the run under way, and what only a person can decide.

import { make, one } from "../dom.js";
import { _, language, plural } from "../language.js";
import { ask, Refused, send } from "./api.js";
import { askChoice } from "./dialogs.js";
import { tell } from "./told.js";

/**
 * @typedef {"due" | "queued" | "sending" | "sent" | "refused" | "returned" | "unknown" | "told" | "no_address"} State
 * @typedef {{
 *   id: string, who: string, organisation: string, address: string | null, state: State,
 *   at: string | null, answer: string | null,
 * }} Place
 * @typedef {{
 *   what: string, began: string, ended: string | null, total: number, done: number,
 *   sent: number, mails: number, refused: number, unknown: number, put_off: number,
 *   stopping: boolean, fault: string | null, resumed: boolean,
 * }} Run
 * @typedef {{
 *   sender: string | null, obstacle: string | null, run: Run | null,
 *   counts: Record<State, number>, places: Place[],
 * }} Mails
 */

const EVERY_MS = 1500;
const WHAT = one("#mails", HTMLElement).dataset["what"] ?? "invitation";
/** @type {[State, string][]} */
const STATES = [
  ["due", _("Chưa gửi")],
  ["queued", _("Chờ gửi")],
  ["sending", _("Đang gửi")],
  ["refused", _("Bị từ chối")],
  ["returned", _("Bị trả lại")],
  ["unknown", _("Chưa rõ đã đến hay chưa")],
  ["sent", _("Đã gửi")],
  ["told", _("Đã báo bằng cách khác")],
  ["no_address", _("Chưa có địa chỉ thư")],
];
const WORDS = Object.fromEntries(STATES);

/** @type {Mails | undefined} */
let mails;
/** @type {State | ""} */
let shown = "";
/** Rows as they were last drawn, by id. @type {Map<string, { row: HTMLElement, as: string }>} */
const drawn = new Map();

one("#send", HTMLButtonElement).addEventListener("click", sendAll);
one("#stop", HTMLButtonElement).addEventListener("click", () =>
  act(() => send("DELETE", "/api/mails", { what: WHAT })),
);
one("#mail-rows", HTMLElement).addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const { id, deed } = button?.dataset ?? {};
  if (id && deed) {
    actOn(id, deed);
  }
});
await act(() => ask("GET", `/api/mails?what=${WHAT}`));
keepLooking();

function keepLooking() {
  setTimeout(async () => {
    if (underWay() && document.visibilityState === "visible") {
      await act(() => ask("GET", `/api/mails?what=${WHAT}`));
    }
    keepLooking();
  }, EVERY_MS);
}

function underWay() {
  return mails?.run !== null && mails?.run !== undefined && mails.run.ended === null;
}

async function sendAll() {
  const count = waiting();
  const sure = await askChoice(
    WHAT === "venue"
      ? plural("Gửi thông báo địa điểm cho {n} suất?", count, { n: count })
      : plural("Gửi phiếu mời cho {n} suất?", count, { n: count }),
    [
      _("Thư gửi từ {sender}, lần lượt từng thư; dừng được bất cứ lúc nào.", {
        sender: mails?.sender,
      }),
    ],
    [
      ["yes", _("Gửi")],
      ["", _("Thôi")],
    ],
  );
  if (sure === "yes") {
    await act(() => send("POST", "/api/mails", { what: WHAT }));
  }
}

/** @param {string} id @param {string} deed */
async function actOn(id, deed) {
  /** @type {Record<string, string>} */
  const decided = {
    arrived: _("{id}: đã ghi là đã gửi.", { id }),
    again: _("{id}: đã xếp lại để gửi.", { id }),
    returned: _("{id}: đã ghi là bị trả lại; xin sửa địa chỉ hoặc báo bằng cách khác.", { id }),
  };
  const said = decided[deed];
  if (said) {
    const body = { what: WHAT, invitation: id, fate: deed };
    if (await act(() => send("PUT", "/api/mails/decision", body))) {
      tell(said);
    }
  } else {
    await act(() => send("POST", "/api/mails", { what: WHAT, ids: [id] }));
  }
}

/** @param {() => Promise<Mails>} deed @returns {Promise<boolean>} whether it was done */
async function act(deed) {
  try {
    mails = await deed();
    draw(mails);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    tell(error.message, { kind: "fault" });
    return false;
  }
}

/** @param {Mails} now */
function draw(now) {
  const empty = now.places.length === 0;
  one("#empty", HTMLElement).hidden = !empty;
  for (const part of ["#doings", "#places", "#sums"]) {
    one(part, HTMLElement).hidden = empty;
  }
  drawSums(now);
  drawRun(now.run);
  one("#obstacle", HTMLElement).hidden = now.obstacle === null;
  one("#obstacle-words", HTMLElement).textContent = now.obstacle;
  const button = one("#send", HTMLButtonElement);
  button.disabled = now.obstacle !== null || waiting() === 0 || underWay();
  button.textContent =
    waiting() > 0
      ? plural("Gửi cho {n} suất chưa được gửi", waiting(), { n: waiting() })
      : _("Không còn ai để gửi");
  one("#look", HTMLElement).hidden = waiting() === 0;
  drawFilters(now);
  drawRows(now);
}

function waiting() {
  return mails ? mails.counts.due + mails.counts.queued : 0;
}

/** @param {Mails} now */
function drawSums(now) {
  const told = STATES.filter(([state]) => now.counts[state] > 0 || state === "sent");
  one("#sums", HTMLElement).replaceChildren(
    ...told.map(([state, words]) =>
      make("div", null, make("dt", null, words), make("dd", null, String(now.counts[state]))),
    ),
  );
}

/** @param {Run | null} run */
function drawRun(run) {
  const box = one("#run", HTMLElement);
  box.hidden = run === null;
  if (!run) {
    return;
  }
  const going = run.ended === null;
  box.dataset["kind"] = going ? "" : run.fault ? "fault" : "done";
  one("#run-words", HTMLElement).textContent = runWords(run);
  const bar = one("#run-bar", HTMLProgressElement);
  bar.hidden = !going;
  bar.max = Math.max(run.total, 1);
  bar.value = run.done;
  const stop = one("#stop", HTMLButtonElement);
  stop.hidden = !going;
  stop.disabled = run.stopping;
  stop.textContent = run.stopping ? _("Đang dừng…") : _("Dừng");
}

/** @param {Run} run */
function runWords(run) {
  const { total, done, sent, mails: posted, refused, unknown, put_off: later } = run;
  const more = [
    refused > 0 ? _("bị từ chối {refused}", { refused }) : "",
    unknown > 0 ? _("chưa rõ {unknown}", { unknown }) : "",
    later > 0 ? _("máy chủ thư hẹn gửi sau {later}", { later }) : "",
  ].filter(Boolean);
  const told = [_("đã gửi {posted} thư cho {sent} suất", { posted, sent }), ...more].join(", ");
  if (run.ended === null && run.fault) {
    return _("Đang chờ để gửi tiếp: {told}. {fault} Máy chủ tự thử lại.", {
      told,
      fault: run.fault,
    });
  }
  if (run.ended === null) {
    return run.resumed
      ? _("Đang gửi tiếp lượt dở trước khi máy chủ khởi động lại: {done} / {total} suất; {told}.", {
          done,
          total,
          told,
        })
      : _("Đang gửi: {done} / {total} suất; {told}.", { done, total, told });
  }
  const hour = new Date(run.ended).toLocaleTimeString(language === "en" ? "en-GB" : "vi", {
    hour: "2-digit",
    minute: "2-digit",
  });
  const why = run.fault ?? (run.stopping ? _("Đã dừng theo yêu cầu; thư còn lại vẫn chờ.") : "");
  return _("Lượt gửi xong lúc {hour}: {told}. {why}", { hour, told, why });
}

/** @param {Mails} now */
function drawFilters(now) {
  /** @type {[State | "", string][]} */
  const all = [["", _("Tất cả ({n})", { n: now.places.length })]];
  const some = STATES.filter(([state]) => now.counts[state] > 0 || state === shown);
  const labels = [
    ...all,
    ...some.map(
      ([state, words]) =>
        /** @type {[State, string]} */ ([state, `${words} (${now.counts[state]})`]),
    ),
  ];
  const box = one("#filters", HTMLElement);
  const told = JSON.stringify([labels, shown]);
  if (box.dataset["told"] === told) {
    return;
  }
  box.dataset["told"] = told;
  const focused = document.activeElement?.closest("#filters button")?.getAttribute("value");
  box.replaceChildren(
    ...labels.map(([state, words]) => {
      const button = make("button", "button", words);
      button.type = "button";
      button.value = state;
      button.setAttribute("aria-pressed", String(state === shown));
      button.addEventListener("click", () => {
        shown = state;
        if (mails) {
          draw(mails);
        }
      });
      if (focused === state) {
        queueMicrotask(() => button.focus());
      }
      return button;
    }),
  );
}

/** @param {Mails} now */
function drawRows(now) {
  const body = one("#mail-rows", HTMLElement);
  const going = underWay();
  for (const place of now.places) {
    const as = JSON.stringify([place, going, now.obstacle]);
    const before = drawn.get(place.id);
    if (before?.as === as) {
      continue;
    }
    const row = rowOf(place, now.obstacle === null && !going);
    if (before) {
      before.row.replaceWith(row);
    } else {
      body.append(row);
    }
    drawn.set(place.id, { row, as });
  }
  let visible = 0;
  for (const place of now.places) {
    const row = drawn.get(place.id)?.row;
    const hidden = shown !== "" && place.state !== shown;
    row?.toggleAttribute("hidden", hidden);
    visible += hidden ? 0 : 1;
  }
  one("#no-rows", HTMLElement).hidden = visible > 0;
}

/** @param {Place} place @param {boolean} free whether a mail could be sent at this moment */
function rowOf(place, free) {
  const state = make("span", `state state-${place.state}`, WORDS[place.state] ?? "");
  const told = make("td", null, state);
  if (place.answer && place.state !== "sent") {
    told.append(make("span", "mail-answer", place.answer));
  }
  const name = make("th", null, place.who);
  name.scope = "row";
  const row = make(
    "tr",
    null,
    name,
    make("td", null, place.organisation),
    make("td", "address", place.address ?? "–"),
    told,
    make("td", "mail-doings", ...doings(place, free)),
  );
  row.dataset["id"] = place.id;
  return row;
}

/** @param {Place} place @param {boolean} free */
function doings(place, free) {
  /** @type {(HTMLElement | string)[]} */
  const found = [];
  const failed = place.state === "refused" || place.state === "returned";
  if (place.state === "unknown") {
    found.push(doing(place, "arrived", _("Đã đến")), " ", doing(place, "again", _("Gửi lại")));
  } else if (place.state === "sent") {
    found.push(doing(place, "returned", _("Bị trả lại")));
  } else if (failed && free) {
    found.push(doing(place, "send", _("Gửi lại")));
  } else if (place.state === "due" && free) {
    found.push(doing(place, "send", _("Gửi riêng")));
  }
  if (place.state === "due" || failed) {
    const look = make("a", "button", _("Xem thử"));
    look.href = `/invitations/mail/look?what=${WHAT}&id=${encodeURIComponent(place.id)}`;
    look.setAttribute("aria-label", _("Xem thử thư của {who}", { who: place.who }));
    found.push(" ", look);
  }
  if (place.state === "no_address") {
    const mend = make("a", "button", _("Ghi địa chỉ"));
    mend.href = `/guests?q=${encodeURIComponent(place.id)}`;
    mend.setAttribute("aria-label", _("Ghi địa chỉ thư của {who}", { who: place.who }));
    found.push(mend);
  }
  return found;
}

/** @param {Place} place @param {string} deed @param {string} words */
function doing(place, deed, words) {
  const button = make("button", "button", words);
  button.type = "button";
  button.dataset["id"] = place.id;
  button.dataset["deed"] = deed;
  button.setAttribute("aria-label", `${words}: ${place.who}`);
  return button;
}
