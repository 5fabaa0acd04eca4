// @ts-check
// What can be done for a guest: one key and one button each. Which of them are offered depends
// on how the guest stands.

import { clock } from "../board/format.js";
import { fill } from "../texts.js";
import { change } from "./api.js";
import { showSlip } from "./base.js";
import { unitForm, walkInForm } from "./crowd.js";
import {
  admit,
  answerForm,
  documentsBackForm,
  nameForm,
  noticeForm,
  reissueForm,
  undoAdmission,
  undoForm,
} from "./forms.js";
import { called } from "./people.js";
import { seatForm } from "./seats.js";
import { standInBackForm, standInForm } from "./stand-in.js";

/** @import { Desk, Detail } from "./types.js" */

/**
 * Function keys, since every letter and digit begins a search. F5, F6, F11 and F12 are the
 * browser's own.
 *
 * @typedef {object} Action
 * @property {string} name
 * @property {string} key
 * @property {string} text the key of its words
 * @property {boolean} [back] whether it undoes what the same key does
 * @property {(detail: Detail) => boolean} offered
 * @property {(desk: Desk, detail: Detail) => unknown} run may give a form, which is shown then
 */

/** @type {Action[]} the first is what the clerk most likely wants */
export const ACTIONS = [
  {
    name: "in",
    key: "F2",
    text: "b.in",
    offered: ({ place }) => !place.admission && place.cancelled === null,
    run: markPresent,
  },
  {
    name: "undo",
    key: "F2",
    text: "b.undo",
    back: true,
    offered: ({ place }) => place.admission !== null,
    run: undoForm,
  },
  {
    name: "sub",
    key: "F3",
    text: "b.sub",
    offered: ({ place }) =>
      place.cancelled === null &&
      place.name !== null &&
      !place.substitute &&
      place.kind !== "walk_in",
    run: standInForm,
  },
  {
    name: "sub_back",
    key: "F3",
    text: "b.sub_back",
    back: true,
    offered: ({ place }) => place.substitute !== null,
    run: standInBackForm,
  },
  {
    name: "name",
    key: "F4",
    text: "b.name",
    offered: ({ place }) => place.cancelled === null && place.name === null,
    run: nameForm,
  },
  {
    name: "name_fix",
    key: "F4",
    text: "b.name_fix",
    back: true,
    offered: ({ place }) => place.name !== null && place.kind !== "named",
    run: nameForm,
  },
  {
    name: "seat",
    key: "F7",
    text: "b.seat",
    offered: ({ place }) => place.cancelled === null,
    run: seatForm,
  },
  {
    name: "docs",
    key: "F8",
    text: "b.docs",
    offered: ({ documents }) => documents === null,
    run: giveDocuments,
  },
  {
    name: "docs_back",
    key: "F8",
    text: "b.docs_back",
    back: true,
    offered: ({ documents }) => documents !== null,
    run: documentsBackForm,
  },
  {
    name: "slip",
    key: "F9",
    text: "b.slip",
    offered: ({ place }) => place.cancelled === null,
    run: (_, { place }) => showSlip(place.id),
  },
  {
    name: "call",
    key: "F10",
    text: "b.call",
    offered: () => true,
    run: noticeForm,
  },
  {
    name: "rsvp",
    key: "Shift+F8",
    text: "b.rsvp",
    offered: ({ place }) =>
      place.cancelled === null && !place.admission && place.kind !== "walk_in",
    run: answerForm,
  },
  {
    name: "reissue",
    key: "Shift+F4",
    text: "b.reissue",
    offered: ({ place }) => place.cancelled === null,
    run: reissueForm,
  },
];

/** What can be done without a guest. */
export const GLOBAL_ACTIONS = [
  {
    name: "unit",
    key: "Shift+F2",
    text: "b.unit",
    run: unitForm,
  },
  {
    name: "extra",
    key: "Shift+F3",
    text: "b.extra",
    run: walkInForm,
  },
  {
    name: "paper",
    key: "Shift+F9",
    text: "b.paper",
    run: (/** @type {Desk} */ desk) => desk.paper(),
  },
  {
    name: "call",
    key: "F10",
    text: "b.call",
    run: (/** @type {Desk} */ desk) => noticeForm(desk, null),
  },
];

/** @param {Desk} desk @param {Detail} detail */
async function markPresent(desk, { place }) {
  const texts = desk.texts();
  const who = called(place, texts);
  await admit(desk, place.id);
  desk.done(fill(texts["in.ok"] ?? "", { who }), async (reason) => {
    await undoAdmission(place.id, reason);
    return fill(texts["undo.ok"] ?? "", { who });
  });
}

/** @param {Desk} desk @param {Detail} detail */
async function giveDocuments(desk, { place }) {
  const texts = desk.texts();
  const who = called(place, texts);
  await change("PUT", place.id, "documents");
  desk.done(fill(texts["docs.ok"] ?? "", { who }), async (reason) => {
    await change("DELETE", place.id, "documents", { reason });
    return fill(texts["docs.back_ok"] ?? "", { who });
  });
}

/**
 * Says where and when somebody was first, so that two clerks do not argue.
 *
 * @param {Desk} desk
 * @param {Detail} detail
 */
export function presenceWords(desk, { place }) {
  const { admission } = place;
  return admission
    ? fill(desk.texts()["state.in_at"] ?? "", {
        at: clock(admission.at),
        station: admission.station,
      })
    : "";
}
