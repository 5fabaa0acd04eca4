// @ts-check
// Where another hall comes from: begun anew by a few numbers, or read from a file.

import { one } from "../../../dom.js";
import { _ } from "../../../language.js";
import { tell } from "../../told.js";

const LARGEST_FILE = 200_000;

const dialog = one("#new-hall", HTMLDialogElement);
const form = one("#new-form", HTMLFormElement);

form.addEventListener("change", nameNumbers);

/** @returns {Promise<object | null>} null: it was left */
export async function askNew() {
  nameNumbers();
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => {
    dialog.addEventListener("close", resolve, { once: true });
  });
  if (dialog.returnValue !== "yes") {
    return null;
  }
  const said = new FormData(form);
  /** @param {string} name */
  const number = (name) => Number(said.get(name));
  return {
    kind: said.get("kind"),
    lines: number("lines"),
    across: number("across"),
    seats: number("seats"),
    head: said.get("head") !== null,
  };
}

/** @param {Event} event of a file input, which is emptied for the next @returns {Promise<string | null>} */
export async function readFile(event) {
  const input = event.target;
  const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
  if (!(input instanceof HTMLInputElement) || !file) {
    return null;
  }
  input.value = "";
  if (file.size > LARGEST_FILE) {
    tell(_("Tệp quá lớn, không phải tệp hội trường."), { kind: "fault" });
    return null;
  }
  return await file.text();
}

/** The three numbers mean rows and blocks, or tables. */
function nameNumbers() {
  const inTables = new FormData(form).get("kind") !== "rows";
  const names = inTables
    ? [_("Số hàng bàn"), _("Số bàn một hàng"), _("Số ghế một bàn")]
    : [_("Số hàng ghế"), _("Số dãy"), _("Số ghế một dãy trong một hàng")];
  for (const [at, label] of form.querySelectorAll("[data-number]").entries()) {
    label.textContent = names[at] ?? "";
  }
}
