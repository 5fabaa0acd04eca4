// @ts-check
// The forms about one guest: a name, an answer, a reason, a word to the organisers.

import { clock } from "../board/format.js";
import { make } from "../dom.js";
import { fill } from "../texts.js";
import { change, Refused, send } from "./api.js";
import { pictureOf, showSlip } from "./base.js";
import { choice, formOf, key, sentenceField, textField, tick } from "./fields.js";
import { addressed, called } from "./people.js";

/** @import { Desk, Detail, Person, Place, TakeBack } from "./types.js" */

/** @param {Desk} desk @param {Detail} detail */
export function nameForm(desk, { place }) {
  const texts = desk.texts();
  const before = holder(place);
  const who = personFields(desk, before ?? { name: "", honorific: null, title: null });
  const also = tick(texts["sub.also_in"] ?? "", true);
  also.field.hidden = place.admission !== null;
  const says = {
    title: texts["name.title"] ?? "",
    submit: texts[before ? "b.name_fix" : "b.name"] ?? "",
    lead: [place.expects, place.organisation].filter(Boolean).join(", "),
  };
  return formOf(
    desk,
    says,
    async () => {
      const person = who.value();
      await change("PUT", place.id, "holder", person);
      const admitted = await admitAlso(place, also.input.checked);
      const names = { who: addressed(person), organisation: place.organisation };
      desk.done(fill(texts["name.ok"] ?? "", names), async (reason) => {
        await (admitted && undoAdmission(place.id, reason));
        await (before
          ? change("PUT", place.id, "holder", { ...before, reason })
          : change("DELETE", place.id, "holder", { reason }));
        return texts["undo.ok_other"] ?? "";
      });
    },
    ...who.fields,
    also.field,
  );
}

/** @param {Desk} desk @param {Detail} detail */
export function undoForm(desk, { place }) {
  const texts = desk.texts();
  const reason = reasonField(desk);
  const says = {
    title: texts["undo.title"] ?? "",
    submit: texts["undo.submit"] ?? "",
    lead: [called(place, texts), place.organisation].join(", "),
  };
  return formOf(
    desk,
    says,
    async () => {
      await undoAdmission(place.id, reason.value);
      desk.done(fill(texts["undo.ok"] ?? "", { who: called(place, texts) }), async () => {
        await admit(desk, place.id);
        return fill(texts["in.ok"] ?? "", { who: called(place, texts) });
      });
    },
    reason.field,
  );
}

/**
 * Asks for the reason of taking anything back.
 *
 * @param {Desk} desk
 * @param {string} title
 * @param {TakeBack} takeBack
 */
export function reasonForm(desk, title, takeBack) {
  const texts = desk.texts();
  const reason = reasonField(desk);
  const says = {
    title: texts["undo.title_other"] ?? "",
    submit: texts["b.take_back"] ?? "",
    lead: title,
  };
  return formOf(desk, says, async () => desk.done(await takeBack(reason.value)), reason.field);
}

/** @param {Desk} desk @param {Detail} detail */
export function documentsBackForm(desk, { place }) {
  const texts = desk.texts();
  const reason = reasonField(desk);
  const who = called(place, texts);
  const says = { title: texts["docs.title"] ?? "", submit: texts["b.take_back"] ?? "", lead: who };
  return formOf(
    desk,
    says,
    async () => {
      await change("DELETE", place.id, "documents", { reason: reason.value });
      desk.done(fill(texts["docs.back_ok"] ?? "", { who }), async () => {
        await change("PUT", place.id, "documents");
        return fill(texts["docs.ok"] ?? "", { who });
      });
    },
    reason.field,
  );
}

/** @param {Desk} desk @param {Detail} detail */
export function answerForm(desk, { place }) {
  const texts = desk.texts();
  const rsvp = choice(
    texts["d.rsvp"] ?? "",
    [
      ["not_coming", texts["rsvp.not_coming"] ?? ""],
      ["coming", texts["rsvp.coming"] ?? ""],
      ["none", texts["rsvp.none"] ?? ""],
    ],
    place.rsvp === "not_coming" ? "coming" : "not_coming",
  );
  const why = textField(texts["rsvp.why"] ?? "", { maxLength: 300 });
  const update = () => {
    why.field.hidden = rsvp.value !== "not_coming";
  };
  rsvp.field.addEventListener("change", update);
  update();
  const who = called(place, texts);
  const says = { title: texts["rsvp.title"] ?? "", submit: texts["b.rsvp"] ?? "", lead: who };
  return formOf(
    desk,
    says,
    async () => {
      const reason = rsvp.value === "not_coming" ? why.input.value.trim() || null : null;
      await change("PUT", place.id, "rsvp", { rsvp: rsvp.value, reason });
      desk.done(fill(texts["rsvp.ok"] ?? "", { who }), async () => {
        await change("PUT", place.id, "rsvp", { rsvp: place.rsvp, reason: place.rsvp_reason });
        return texts["undo.ok_other"] ?? "";
      });
    },
    rsvp.field,
    why.field,
  );
}

/** @param {Desk} desk @param {Detail} detail */
export function reissueForm(desk, { place }) {
  const texts = desk.texts();
  const sure = fill(texts["reissue.sure"] ?? "", { who: called(place, texts) });
  const says = {
    title: texts["reissue.title"] ?? "",
    submit: texts["reissue.submit"] ?? "",
    lead: sure,
  };
  return formOf(desk, says, async () => {
    const made = await change("POST", place.id, "code");
    desk.done(fill(texts["reissue.ok"] ?? "", { code: made.desk_code }));
    desk.show(newCode(desk, place, made));
  });
}

/**
 * What the guest takes along: the code to photograph or on paper, and its digits. It stays
 * until the clerk closes it.
 *
 * @param {Desk} desk
 * @param {Place} place
 * @param {{ code: string, desk_code: string }} made
 */
function newCode(desk, place, made) {
  const texts = desk.texts();
  const picture = make("img", "new-code-picture");
  picture.src = pictureOf(made.code);
  picture.alt = texts["reissue.picture"] ?? "";
  const says = {
    title: fill(texts["reissue.new"] ?? "", { who: called(place, texts) }),
    submit: texts["b.close"] ?? "",
    lead: texts["reissue.how"] ?? "",
  };
  const form = formOf(
    desk,
    says,
    async () => desk.hide(),
    make("div", "new-code", picture, make("p", "new-code-digits", made.desk_code)),
  );
  form.dataset["stays"] = "yes";
  form.querySelector(".form-buttons .button:not(.primary)")?.remove();
  const paper = make("button", "button", texts["reissue.print"] ?? "", key("F9"));
  paper.type = "button";
  paper.addEventListener("click", () => showSlip(place.id, made));
  form.querySelector(".form-buttons")?.append(paper);
  form.addEventListener("keydown", (event) => {
    if (event.key === "F9" && !event.shiftKey && !event.repeat) {
      event.preventDefault();
      paper.click();
    }
  });
  return form;
}

/** @param {Desk} desk @param {Detail | null} detail */
export function noticeForm(desk, detail) {
  const texts = desk.texts();
  const ready = [1, 2, 3, 4].map((n) => texts[`call.text_${n}`] ?? "");
  const words = { own: texts["call.text_other"] ?? "", say: texts["f.text"] ?? "" };
  const text = sentenceField(texts["f.text"] ?? "", ready, words);
  const about = detail && fill(texts["call.about"] ?? "", { who: called(detail.place, texts) });
  const says = { title: texts["call.title"] ?? "", submit: texts["call.submit"] ?? "" };
  return formOf(
    desk,
    about ? { ...says, lead: about } : says,
    async () => {
      const invitation = detail?.place.id ?? null;
      const { number, id } = await send("POST", "/api/notices", { text: text.value, invitation });
      desk.done(texts["call.ok"] ?? "", async (reason) => {
        await send("DELETE", `/api/desk/cards/${encodeURIComponent(id)}`, { reason });
        return fill(texts["away.ok"] ?? "", { n: number });
      });
    },
    text.field,
  );
}

/**
 * Marks a guest present along with another action, where that is wanted.
 *
 * @param {Place} place
 * @param {boolean} wanted
 * @returns {Promise<boolean>} whether that was done here and now
 */
export async function admitAlso(place, wanted) {
  if (!wanted || place.admission) {
    return false;
  }
  return (await change("POST", place.id, "admission")).verdict === "admitted";
}

/**
 * Marks a guest present; says so if somebody was first, or if the place was cancelled.
 *
 * @param {Desk} desk
 * @param {string} id
 */
export async function admit(desk, id) {
  const texts = desk.texts();
  const answer = await change("POST", id, "admission");
  if (answer.reason === "already_admitted") {
    const first = { station: answer.station, at: clock(answer.admitted_at) };
    throw new Refused(fill(texts["in.already"] ?? "", first), 409);
  }
  if (answer.verdict !== "admitted") {
    throw new Refused(texts["in.cancelled"] ?? "", 409);
  }
}

/**
 * @param {string} id
 * @param {string} reason
 */
export async function undoAdmission(id, reason) {
  await change("DELETE", id, "admission", { reason });
}

/**
 * Form of address, name, title.
 *
 * @param {Desk} desk
 * @param {Person} person
 */
export function personFields(desk, person) {
  const texts = desk.texts();
  const name = textField(texts["f.name"] ?? "", {
    value: withCapitals(person.name),
    required: true,
  });
  name.input.addEventListener("change", () => {
    name.input.value = withCapitals(name.input.value);
  });
  const title = textField(texts["f.title"] ?? "", { value: person.title ?? "" });
  const honorific = choice(
    texts["f.honorific"] ?? "",
    [
      ["", texts["f.nobody"] ?? ""],
      ["Ông", "Ông"],
      ["Bà", "Bà"],
    ],
    person.honorific ?? "",
  );
  honorific.field.classList.add("choice-row");
  return {
    fields: [make("div", "field-pair", name.field, title.field), honorific.field],
    name: name.input,
    title: title.input,
    value: () => ({
      name: withCapitals(name.input.value.trim()),
      title: title.input.value.trim() || null,
      honorific: honorific.value || null,
    }),
  };
}

/** Who types in a hurry leaves all capitals out; a name that has one is as it is meant. @param {string} name */
function withCapitals(name) {
  return name === name.toLocaleLowerCase("vi")
    ? name.replace(/(^|\s)\p{Ll}/gu, (start) => start.toLocaleUpperCase("vi"))
    : name;
}

/** @param {Desk} desk */
export function reasonField(desk) {
  const texts = desk.texts();
  const ready = [1, 2, 3, 4].map((n) => texts[`undo.reason_${n}`] ?? "");
  const words = { own: texts["undo.reason_other"] ?? "", say: texts["f.reason_other"] ?? "" };
  return sentenceField(texts["f.reason"] ?? "", ready, words);
}

/** @param {Place} place @returns {Person | null} */
export function holder({ name, honorific, title }) {
  return name ? { name, honorific, title } : null;
}
