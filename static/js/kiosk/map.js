// @ts-check
// Draws the way to a seat on the wall of the welcome: the stage at the top, as the guest who
// walks in sees it, the door at the bottom. Everything is in metres.

/** @import { HallMap, MapRow, MapTable } from "./types.js" */
/** @import { Language } from "../texts.js" */

const SVG = "http://www.w3.org/2000/svg";
/** Room around the hall: for the row's letter on the left, and as much for the door's name. */
const MARGIN = { left: 1.9, right: 1.9, top: 0.2, bottom: 0.9 };
const SEAT = { width: 0.58, depth: 0.5 };
const LETTER = 1.9;
const WORD = 1.3;
/** The largest hall in which a word of that size is read at two metres. */
const SMALL = { width: 12.7, depth: 15 };

/**
 * @param {SVGSVGElement} svg hidden where there is nothing to draw
 * @param {HallMap | null | undefined} map
 * @param {Language} language
 */
export function drawMap(svg, map, language) {
  svg.toggleAttribute("hidden", !map);
  if (!map) {
    svg.replaceChildren();
    return;
  }
  // A larger hall is drawn smaller, but not its words, the way and the lit seat.
  const scale = Math.max(1, map.width / SMALL.width, map.depth / SMALL.depth);
  const left = MARGIN.left * scale;
  const top = MARGIN.top + (map.stage ? Math.max(0, WORD * scale - map.stage.depth) : 0);
  const width = map.width + left + MARGIN.right * scale;
  const depth = map.depth + top + MARGIN.bottom * scale + belowDoor(scale);
  svg.style.setProperty("--scale", String(scale));
  svg.setAttribute("viewBox", `${-left} ${-top} ${width} ${depth}`);
  svg.setAttribute("preserveAspectRatio", "xMidYMax meet");
  svg.setAttribute("aria-label", language === "en" ? map.words_en : map.words);
  svg.replaceChildren(
    ...drawStage(map, language, WORD * scale),
    ...map.rows.flatMap(drawRow),
    drawWay(map),
    ...drawDoor(map, language, scale),
    ...drawGoal(map, scale),
  );
}

/** How far the door's name moves down, from the last row and the way behind it. @param {number} scale */
function belowDoor(scale) {
  return WORD * (scale - 1) * 0.75;
}

/**
 * @param {HallMap} map
 * @param {Language} language
 * @param {number} word its size; what is too large for the stage stands out at its back
 */
function drawStage({ stage }, language, word) {
  if (!stage) {
    return [];
  }
  const { x, y, width, depth } = stage;
  return [
    draw("rect", { class: "hall-stage", x, y, width, height: depth, rx: 0.2 }),
    write(
      language === "en" ? stage.label_en : stage.label,
      { class: "hall-word", "text-anchor": "middle", "font-size": word },
      x + width / 2,
      y + depth - Math.max(0, depth - word) / 2 - word * 0.14,
    ),
  ];
}

/** @param {MapRow} row */
function drawRow({ id, seats, head, table }) {
  return [
    ...(head ? [headTable(seats)] : []),
    ...(table ? tableWith(table, id) : []),
    ...seats.map(([x, y]) => seatAt(x, head ? y - 0.2 : y, "hall-seat", 1)),
  ];
}

/** The table before those who chair. @param {[number, number][]} seats */
function headTable(seats) {
  const xs = seats.map(([x]) => x);
  const x = Math.min(...xs) - 0.5;
  const y = (seats[0]?.[1] ?? 0) + 0.1;
  const width = Math.max(...xs) + 0.5 - x;
  return draw("rect", { class: "hall-table", x, y, width, height: 0.5, rx: 0.12 });
}

/** @param {MapTable} table @param {string} number */
function tableWith({ x, y, width, depth, round }, number) {
  const size = { "text-anchor": "middle", "font-size": round ? depth * 0.55 : depth * 0.9 };
  return [
    draw("rect", { class: "hall-table", x, y, width, height: depth, rx: round ? depth / 2 : 0.08 }),
    write(
      number,
      { class: "hall-word", ...size },
      x + width / 2,
      y + depth / 2 + size["font-size"] * 0.36,
    ),
  ];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} name
 * @param {number} scale
 */
function seatAt(x, y, name, scale) {
  const [width, height] = [SEAT.width * scale, SEAT.depth * scale];
  const corner = { x: x - width / 2, y: y - height / 2, rx: 0.12 * scale };
  return draw("rect", { class: name, ...corner, width, height });
}

/** @param {HallMap} map */
function drawWay({ way }) {
  const points = way.map(([x, y]) => `${x},${y}`).join(" ");
  // A length of 1 lets the style sheet draw it from the door to the seat, however long it is.
  return draw("polyline", { class: "hall-way", points, pathLength: 1 });
}

/**
 * @param {HallMap} map
 * @param {Language} language
 * @param {number} scale
 */
function drawDoor({ door, width, rows }, language, scale) {
  const right = door.x > width / 2;
  const beside = rows.some(({ seats }) => seats.some(([, y]) => y > door.y));
  const name = language === "en" ? door.label_en : door.label;
  const dot = draw("circle", { class: "hall-door", cx: door.x, cy: door.y, r: 0.45 * scale });
  const [size, apart] = [WORD * scale, 0.9 * scale];
  if (!beside) {
    // Its name stands where the hall has more room.
    const how = { class: "hall-word", "text-anchor": right ? "end" : "start", "font-size": size };
    const y = door.y + size * 0.36 + belowDoor(scale);
    return [dot, write(name, how, door.x + (right ? -apart : apart), y)];
  }
  // Beside the seats there is no room but along the wall.
  const word = write(
    name,
    { class: "hall-word", "text-anchor": "middle", "font-size": size },
    0,
    0,
  );
  const x = door.x + (right ? 0.8 : -0.8) * scale;
  word.setAttribute("transform", `translate(${x} ${door.y}) rotate(${right ? 90 : -90})`);
  return [dot, word];
}

/** @param {HallMap} map @param {number} scale */
function drawGoal({ goal, rows }, scale) {
  const row = rows.find((each) => each.id === goal.row);
  const several = goal.seats.length > 1;
  return [
    ...goal.seats.map(([x, y]) => seatAt(x, y, "hall-goal", several ? 1.2 : 1.9 * scale)),
    ...(row
      ? [
          write(
            row.id,
            { class: "hall-letter", "text-anchor": "end", "font-size": LETTER * scale },
            -0.3 * scale,
            row.y + LETTER * scale * 0.36,
          ),
        ]
      : []),
  ];
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} attributes
 * @param {number} x
 * @param {number} y
 */
function write(text, attributes, x, y) {
  const element = draw("text", { ...attributes, x, y });
  element.textContent = text;
  return element;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}
