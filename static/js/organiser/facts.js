// @ts-check
// The facts that are announced late: one form over the settings, in force once it is sent.

import { one } from "../dom.js";
import { Refused, send } from "./api.js";

const dialog = one("#facts-box", HTMLDialogElement);
const form = one("#facts-form", HTMLFormElement);
const fault = one("#facts-fault", HTMLElement);
const seen = JSON.parse(form.dataset["given"] ?? "{}");
let sending = false;

one("#change-facts", HTMLButtonElement).addEventListener("click", () => {
  form.reset();
  fault.hidden = true;
  dialog.showModal();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) {
    return;
  }
  sending = true;
  const filled = [...new FormData(form)].filter(([, value]) => String(value).trim() !== "");
  // What is told of the groups has a form of its own, and stays.
  const others = Object.entries(seen).filter(([fact]) => !form.elements.namedItem(fact));
  try {
    await send("PUT", "/api/facts", { facts: Object.fromEntries([...others, ...filled]), seen });
    location.reload();
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    fault.textContent = error.message;
    fault.hidden = false;
    fault.scrollIntoView({ block: "nearest" });
  } finally {
    sending = false;
  }
});
