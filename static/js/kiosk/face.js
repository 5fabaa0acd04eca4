// @ts-check
// Draws one scene on the guest's face of the page.

import { make, one } from "../dom.js";
import { fit } from "./fit.js";
import { drawMap } from "./map.js";
import { inSentences, messageOf, partGreeting, seatParts, sentences } from "./scenes.js";

/** @import { Scene } from "./scenes.js" */
/** @import { State } from "./types.js" */
/** @import { Language, Texts } from "../texts.js" */

/** How much larger than the measured size each layout's words may grow into free room. */
const LARGEST = { idle: 1.12, welcome: 1.3, message: 1.6 };

/** Words of one meaning, not to be parted at the end of a line. */
const BOUND = new RegExp(
  `(${[
    "Trân trọng kính chào",
    "(?:Quý )?đại biểu",
    "phóng viên",
    "Tọa đàm|kỷ niệm|thành lập|Trung tâm",
    "(?:bàn )?đón tiếp|bàn chủ trì|phòng khách|hội trường|lễ tân|khu vực chờ|vị trí ngồi",
    "phiếu mời|mã QR|máy quét|lượt quét|thẻ căn cước|màn hình",
    "họ tên|chức vụ|tài liệu|khen thưởng|hướng dẫn|kiểm tra lại|(?:để )?được hỗ trợ|lưu được",
    "ký tự|bộ gõ|tiếng Việt|chế độ E|Ctrl \\+ Shift",
    "Văn phòng|Ban Quản lý|UBND tỉnh",
    "\\(từ [^)]{1,12}\\)|\\d+ (?:giờ|phút|năm|cm)|Hàng \\S+",
  ].join("|")})`,
  "i",
);

/** A name of more letters is smaller: what became of the guest stands on the same wall. */
const LONG_NAME = 80;

export class Face {
  #root = one("#guest", HTMLElement);
  #face = one("#face", HTMLElement);
  #sections = {
    idle: one("#idle", HTMLElement),
    welcome: one("#welcome", HTMLElement),
    message: one("#message", HTMLElement),
  };
  /** @type {Scene | null} */
  #scene = null;
  #texts;

  /** @param {Record<Language, Texts>} texts */
  constructor(texts) {
    this.#texts = texts;
    new ResizeObserver(() => this.#fit()).observe(this.#face);
    document.fonts.ready.then(() => this.#fit());
  }

  /**
   * @param {Scene} scene
   * @param {Language} language
   */
  draw(scene, language) {
    const arrived = scene.answer && scene.answer !== this.#scene?.answer;
    this.#scene = scene;
    document.documentElement.lang = language;
    this.#root.dataset.screen = scene.screen;
    this.#root.dataset.tone = scene.tone;
    this.#root.dataset.scanId = scene.answer?.scan_id ?? "";
    one("#sign", SVGUseElement).setAttribute("href", `#sign-${scene.sign}`);
    for (const [kind, section] of Object.entries(this.#sections)) {
      section.hidden = kind !== scene.kind;
    }
    const lines = sentences(scene.answer, language);
    one("#status", HTMLElement).replaceChildren(...bound(lines.status ?? ""));
    this.#root.toggleAttribute("data-map", Boolean(scene.answer?.map));
    drawMap(one("#hall", SVGSVGElement), scene.answer?.map, language);
    this[`_${scene.kind}`](scene, language, this.#texts[language]);
    this.#fit();
    if (arrived) {
      this.#playArrival();
    }
  }

  /** @param {boolean} reading a scan is on its way */
  showReading(reading) {
    this.#root.toggleAttribute("data-reading", reading);
  }

  /**
   * @param {Scene} _scene
   * @param {Language} _language
   * @param {Texts} texts
   */
  _idle(_scene, _language, texts) {
    setText("#idle-title", texts["idle.title"]);
    for (const part of ["scan", "forms", "help"]) {
      one(`#idle-${part}`, HTMLElement).replaceChildren(...bound(texts[`idle.${part}`] ?? ""));
    }
  }

  /**
   * @param {Scene} scene
   * @param {Language} language
   * @param {Texts} texts
   */
  _welcome(scene, language, texts) {
    const { answer } = scene;
    const lines = sentences(answer, language);
    const greeting = partGreeting(lines.greeting ?? "", answer?.guest);
    one("#lead", HTMLElement).replaceChildren(...bound(greeting.lead));
    const name = one("#name", HTMLElement);
    name.replaceChildren(
      ...(greeting.kind === "organisation" ? bound(greeting.name) : [greeting.name]),
    );
    name.dataset.kind = greeting.kind;
    drawPost(greeting.kind === "person" ? answer?.guest : null);
    const seat = seatParts(answer, language, texts);
    drawSeat("#seat", seat);
    const next = [
      inSentences(greeting.rest),
      seat.length ? "" : (lines.seat ?? ""),
      lines.next ?? "",
    ].flat();
    one("#next", HTMLElement).replaceChildren(
      ...next.filter(Boolean).map((sentence) => make("li", null, ...bound(sentence))),
    );
  }

  /**
   * @param {Scene} scene
   * @param {Language} language
   * @param {Texts} texts
   */
  _message(scene, language, texts) {
    one("#message-text", HTMLElement).replaceChildren(
      ...messageOf(scene, language, texts).map((sentence) =>
        make("span", null, ...bound(sentence)),
      ),
    );
    drawSeat("#message-seat", seatParts(scene.answer, language, texts));
  }

  #fit() {
    if (this.#scene) {
      fit(this.#face, this.#sections[this.#scene.kind], LARGEST[this.#scene.kind]);
    }
  }

  /** The gates open once for each answer, also when two guests in a row see the same screen. */
  #playArrival() {
    this.#root.removeAttribute("data-arrived");
    void this.#root.offsetWidth;
    this.#root.setAttribute("data-arrived", "");
  }
}

/**
 * The event's name on the wall, and what staff may want to know: the small row in the corner, the
 * red bar, the watermark.
 *
 * @param {State} state
 * @param {Texts} texts
 * @param {Language} language
 */
export function drawCorner(state, texts, language) {
  const { name, short, name_en } = state.event;
  const called = (language === "en" && name_en) || (short ?? name ?? "");
  const event = one("#event", HTMLElement);
  event.replaceChildren(...bound(called));
  event.toggleAttribute("data-long", called.length > LONG_NAME);
  setText("#station", state.station);
  setText("#rehearsal", texts["rehearsal"]);
  one("#watermark", HTMLElement).dataset["word"] = texts["rehearsal"];
  setText("#alarm", state.disk_ok ? "" : texts["alarm.disk"]);
  show("#rehearsal", state.rehearsal);
  show("#watermark", state.rehearsal);
  show("#alarm", !state.disk_ok);
  show("#amber", !state.online);
  one("#amber", HTMLElement).setAttribute("aria-label", texts["amber"] ?? "");
  one("#guest", HTMLElement).toggleAttribute("data-alarm", !state.disk_ok);
}

/** @param {string} text */
function bound(text) {
  return text.split(BOUND).map((part, i) => (i % 2 ? make("span", "bound", part) : part));
}

/** @param {import("./types.js").Guest | null | undefined} guest */
function drawPost(guest) {
  const title = guest?.title ?? "";
  const organisation = guest?.organisation ?? "";
  // "Phó Chủ tịch UBND tỉnh" of "UBND tỉnh" would be said twice.
  const repeated = organisation !== "" && title.endsWith(organisation);
  one("#post", HTMLElement).replaceChildren(
    ...(title ? [make("span", "post-title", title)] : []),
    ...(organisation && !repeated ? [make("span", "post-unit", ...bound(organisation))] : []),
  );
  show("#post", Boolean(title || organisation));
}

/**
 * @param {string} selector
 * @param {{ label: string, figure: string }[]} parts
 */
function drawSeat(selector, parts) {
  one(selector, HTMLElement).replaceChildren(
    ...parts.map(({ label, figure }) =>
      label
        ? make("div", null, make("dt", null, label), make("dd", null, figure))
        : make("div", null, make("dd", "seat-side", figure)),
    ),
  );
}

/**
 * @param {string} selector
 * @param {string | undefined} text
 */
function setText(selector, text) {
  const element = one(selector, HTMLElement);
  // Unchanged words are left alone, so that a screen reader does not say them again.
  if (element.textContent !== (text ?? "")) {
    element.textContent = text ?? "";
  }
}

/**
 * @param {string} selector
 * @param {boolean} visible
 */
function show(selector, visible) {
  one(selector, HTMLElement).hidden = !visible;
}
