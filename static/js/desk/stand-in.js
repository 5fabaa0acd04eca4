// @ts-check
// Who comes instead of an invited person, and where they sit: the words of the house, to the
// letter. The seat is decided, never inherited.

import { make } from "../dom.js";
import { fill } from "../texts.js";
import { change, fittingSeats } from "./api.js";
import { choice, formOf, tick } from "./fields.js";
import { admitAlso, holder, personFields, reasonField, undoAdmission } from "./forms.js";
import { addressed, invited } from "./people.js";

/** @import { Desk, Detail, Place, SeatWords } from "./types.js" */

const SUGGEST_AFTER_MS = 150;

/** @param {Desk} desk @param {Detail} detail */
export function standInForm(desk, { place, seat }) {
  const texts = desk.texts();
  const who = personFields(desk, { name: "", honorific: null, title: null });
  const group = make("fieldset", "choice", make("legend", "desk-label", texts["sub.who"] ?? ""));
  group.append(...who.fields);
  const keep = seat ? `${texts["sub.keep"]}: ${seat}` : (texts["sub.keep"] ?? "");
  const decided = choice(texts["sub.q"] ?? "", [
    ...(place.seat ? [/** @type {[string, string]} */ (["keep", keep])] : []),
    ["move", ""],
    ["none", texts["sub.open"] ?? ""],
  ]);
  const suggestion = suggest(desk, place, decided, () => who.title.value);
  who.title.addEventListener("input", suggestion.soon);
  suggestion.soon();
  const known = choice("", [
    ["known", texts["sub.known"] ?? ""],
    ["unknown", texts["sub.unknown"] ?? ""],
  ]);
  known.field.firstElementChild?.remove();
  known.field.classList.add("choice-pair");
  known.field.setAttribute("aria-label", texts["sub.known"] ?? "");
  const also = tick(texts["sub.also_in"] ?? "", true);
  also.field.hidden = place.admission !== null;
  const says = {
    title: texts["sub.title"] ?? "",
    submit: texts["b.sub"] ?? "",
    lead: fill(texts["sub.for"] ?? "", { who: invited(place) }),
  };
  return formOf(
    desk,
    says,
    async () => {
      const person = who.value();
      const to = decided.value === "move" ? { to: suggestion.seat() } : {};
      const announced = known.value === "known";
      await change("PUT", place.id, "substitute", {
        ...person,
        seat: decided.value,
        ...to,
        announced,
      });
      const admitted = await admitAlso(place, also.input.checked);
      const names = { who: addressed(person), for: addressed(holder(place)) };
      desk.done(fill(texts["sub.ok"] ?? "", names), async (reason) => {
        await (admitted && undoAdmission(place.id, reason));
        await putBack(place, place.seat, reason);
        return texts["undo.ok_other"] ?? "";
      });
    },
    group,
    decided.field,
    known.field,
    also.field,
  );
}

/** @param {Desk} desk @param {Detail} detail */
export function standInBackForm(desk, { place, seat, seat_before }) {
  const texts = desk.texts();
  const back = seat_before && seat_before !== place.seat;
  const decided = choice(texts["sub.q"] ?? "", [
    ...(back
      ? [
          /** @type {[string, string]} */ ([
            "move",
            fill(texts["sub_back.seat"] ?? "", { seat: seat_before }),
          ]),
        ]
      : []),
    ["keep", `${texts["sub.keep"]}${seat ? `: ${seat}` : ""}`],
    ["none", texts["sub.open"] ?? ""],
  ]);
  const reason = reasonField(desk);
  const says = {
    title: texts["sub_back.title"] ?? "",
    submit: texts["sub_back.title"] ?? "",
    lead: fill(texts["sub.for"] ?? "", { who: invited(place) }),
  };
  return formOf(
    desk,
    says,
    async () => {
      const to = decided.value === "move" ? { to: seat_before } : {};
      const body = { seat: decided.value, ...to, reason: reason.value };
      await change("DELETE", place.id, "substitute", body);
      const again = { ...place.substitute, ...seatDecision(place.seat) };
      desk.done(texts["undo.ok_other"] ?? "", async (why) => {
        await change("PUT", place.id, "substitute", { ...again, reason: why });
        return texts["undo.ok_other"] ?? "";
      });
    },
    decided.field,
    reason.field,
  );
}

/**
 * Keeps "move to …" true while the stand-in's title is typed.
 *
 * @param {Desk} desk
 * @param {Place} place
 * @param {ReturnType<typeof choice>} decided
 * @param {() => string} title
 */
function suggest(desk, place, decided, title) {
  const texts = desk.texts();
  /** The seat that fits; null: none is free; undefined: not known yet, the server decides. */
  let best = /** @type {SeatWords | null | undefined} */ (undefined);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const say = () => {
    const known = fill(texts["sub.move"] ?? "", { seat: best?.label ?? "…" });
    decided.say("move", best === null ? (texts["sub.move_none"] ?? "") : known, best !== null);
  };
  return {
    seat: () => best?.id ?? null,
    soon: () => {
      best = undefined;
      say();
      clearTimeout(pause);
      pause = setTimeout(async () => {
        const asked = title();
        const { fitting } = await fittingSeats(place.id, asked.trim());
        if (asked === title()) {
          best = fitting[0] ?? null;
          say();
        }
      }, SUGGEST_AFTER_MS);
    },
  };
}

/** @param {Place} place @param {string | null} seat @param {string} reason */
async function putBack(place, seat, reason) {
  await change("DELETE", place.id, "substitute", { ...seatDecision(seat), reason });
}

/** @param {string | null} seat */
function seatDecision(seat) {
  return seat ? { seat: "move", to: seat } : { seat: "none" };
}
