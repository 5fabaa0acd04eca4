// @ts-check
// The forms that are about no guest of the list: somebody who is not on it, and a whole unit.

import { roman } from "../board/format.js";
import { make } from "../dom.js";
import { fill } from "../texts.js";
import { hall, Refused, send, units } from "./api.js";
import { choice, formOf, selectField, textField } from "./fields.js";
import { personFields, undoAdmission } from "./forms.js";
import { addressed, fold } from "./people.js";
import { seatPicker } from "./seats.js";

/** @import { Desk, Hall, Place, Turnout, Units } from "./types.js" */

/** @param {Desk} desk @param {string} typed what was searched for in vain */
export async function walkInForm(desk, typed) {
  const texts = desk.texts();
  const [plan, { organisations }] = await Promise.all([hall(), units()]);
  const name = /\d/.test(typed) ? "" : typed;
  const who = personFields(desk, { name, honorific: null, title: null });
  const organisation = textField(texts["f.organisation"] ?? "", { required: true });
  const known = make("datalist", null, ...organisations.map((unit) => new Option(unit.name)));
  known.id = "known-organisations";
  organisation.input.setAttribute("list", known.id);
  const group = selectField(texts["f.group"] ?? "", [
    ["", texts["f.group_auto"] ?? ""],
    ...desk.groups().map((one) => /** @type {[string, string]} */ ([one.code, groupName(one)])),
  ]);
  const seating = seatQuestion(desk, plan);
  const says = { title: texts["b.extra"] ?? "", submit: texts["extra.submit"] ?? "" };
  return formOf(
    desk,
    says,
    async () => {
      const person = who.value();
      const place = {
        organisation: organisation.input.value.trim(),
        group: group.input.value || null,
      };
      const answer = await send("POST", "/api/walk-ins", {
        ...person,
        ...place,
        ...seating.value(),
      });
      await desk.open(answer.invitation);
      desk.done(fill(texts["extra.ok"] ?? "", { who: addressed(person) }), async (reason) => {
        await undoAdmission(answer.invitation, reason);
        return fill(texts["undo.ok"] ?? "", { who: addressed(person) });
      });
    },
    ...who.fields,
    organisation.field,
    known,
    group.field,
    seating.field,
    seating.picker,
  );
}

/** @param {Desk} desk @param {Hall} plan */
function seatQuestion(desk, plan) {
  const texts = desk.texts();
  const question = choice(texts["extra.q"] ?? "", [
    ["ask", texts["extra.ask"] ?? ""],
    ["seat", texts["extra.seat"] ?? ""],
    ["open", texts["extra.open"] ?? ""],
  ]);
  const picker = seatPicker(desk, plan, [], null);
  picker.field.hidden = true;
  question.field.addEventListener("change", () => {
    picker.field.hidden = question.value !== "seat";
    picker.input.required = question.value === "seat";
    if (question.value === "seat") {
      picker.input.focus();
    }
  });
  return {
    field: question.field,
    picker: picker.field,
    value() {
      if (question.value !== "seat") {
        return { ask: question.value === "ask" };
      }
      const seat = picker.seat();
      if (!seat) {
        throw new Refused(texts["seat.unknown"] ?? "", 400);
      }
      return { seat: seat.id };
    },
  };
}

/** @param {Desk} desk */
export async function unitForm(desk) {
  const texts = desk.texts();
  const all = await units();
  const list = selectField(texts["b.unit"] ?? "", []);
  list.input.size = 9;
  list.input.required = true;
  list.input.dataset["called"] = texts["b.unit"] ?? "";
  const filter = textField(texts["f.filter"] ?? "");
  const preview = make("p", "form-preview");
  preview.setAttribute("aria-live", "polite");
  const says = { title: texts["unit.title"] ?? "", submit: texts["b.in"] ?? "" };
  const chosen = () => unitOf(all, list.input.value);
  const update = () => {
    const unit = chosen();
    preview.textContent = unit ? previewWords(desk, unit) : "";
  };
  const draw = () => {
    list.input.replaceChildren(...options(desk, all, filter.input.value));
    if (filter.input.value && list.input.options.length) {
      list.input.selectedIndex = 0;
    }
    update();
  };
  list.input.addEventListener("change", update);
  filter.input.addEventListener("input", draw);
  filter.input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.input.focus();
      list.input.selectedIndex = Math.max(list.input.selectedIndex, 0);
      update();
    }
  });
  draw();
  return formOf(
    desk,
    says,
    async () => {
      const unit = chosen();
      if (!unit || unit.turnout.awaited === 0) {
        throw new Error(texts["unit.preview_none"] ?? "");
      }
      const { admitted } = await send("POST", "/api/admissions", unit.whom);
      /** @type {Place[]} */
      const places = admitted;
      const n = String(places.length).padStart(2, "0");
      desk.done(fill(texts["unit.ok"] ?? "", { n, name: unit.name }), async (reason) => {
        for (const place of places) {
          await undoAdmission(place.id, reason);
        }
        return fill(texts["undo.ok_many"] ?? "", { n });
      });
    },
    filter.field,
    preview,
    list.field,
  );
}

/** @param {Units} all @param {string} value */
function unitOf(all, value) {
  const [kind, name] = [value.slice(0, 1), value.slice(2)];
  const group = kind === "g" && all.groups.find((one) => one.code === name);
  if (group) {
    return { name: `${group.code}, ${group.name}`, turnout: group, whom: { group: name } };
  }
  const unit = kind === "o" && all.organisations.find((one) => one.name === name);
  return unit ? { name, turnout: unit, whom: { organisation: name } } : null;
}

/** @param {Desk} desk @param {Units} all @param {string} typed */
function options(desk, all, typed) {
  const texts = desk.texts();
  const wanted = fold(typed.trim());
  const option = (
    /** @type {string} */ value,
    /** @type {string} */ name,
    /** @type {Turnout} */ of,
  ) =>
    new Option(
      fill(texts["unit.option"] ?? "", { name, n: String(of.awaited).padStart(2, "0") }),
      value,
    );
  const fits = (/** @type {string} */ name) => fold(name).includes(wanted);
  const groups = awaitedFirst(all.groups.filter((one) => fits(groupName(one))));
  const organisations = awaitedFirst(all.organisations.filter((one) => fits(one.name)));
  return [
    optionGroup(
      texts["unit.groups"],
      groups.map((one) => option(`g:${one.code}`, groupName(one), one)),
    ),
    optionGroup(
      texts["unit.organisations"],
      organisations.map((one) => option(`o:${one.name}`, one.name, one)),
    ),
  ].filter((one) => one.children.length > 0);
}

/**
 * @template {Turnout} T
 * @param {T[]} units
 * @returns {T[]}
 */
function awaitedFirst(units) {
  return units.sort((a, b) => Number(a.awaited === 0) - Number(b.awaited === 0));
}

/** @param {string | undefined} label @param {HTMLOptionElement[]} options */
function optionGroup(label, options) {
  const group = make("optgroup", null, ...options);
  group.label = label ?? "";
  return group;
}

/** @param {{ code: string, name: string, number: number }} group */
function groupName({ code, name, number }) {
  return `${roman(number)}. ${code}, ${name}`;
}

/** @param {Desk} desk @param {NonNullable<ReturnType<typeof unitOf>>} unit */
function previewWords(desk, { name, turnout }) {
  const texts = desk.texts();
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return turnout.awaited === 0
    ? (texts["unit.preview_none"] ?? "")
    : fill(texts["unit.preview"] ?? "", {
        name,
        n: pad(turnout.awaited),
        present: pad(turnout.present),
        excused: pad(turnout.excused),
      });
}
