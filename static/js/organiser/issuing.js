// @ts-check
// Marks what was sent, takes marks back, gives new codes; the page then shows how it stands.

import { Refused, send } from "./api.js";
import { askReason } from "./dialogs.js";
import { tell } from "./told.js";

for (const button of document.querySelectorAll("[data-sent]")) {
  button.addEventListener("click", () => {
    const { sent: what, channel, unit: organisation } = of(button);
    act("POST", "/api/sendings", { what, channel, organisation, lacking: what === "venue" });
  });
}
for (const button of document.querySelectorAll("[data-unsent]")) {
  button.addEventListener("click", () => {
    const { unsent: what, unit: organisation } = of(button);
    act("DELETE", "/api/sendings", { what, organisation });
  });
}
for (const button of document.querySelectorAll("[data-reissue]")) {
  button.addEventListener("click", async () => {
    const id = of(button)["reissue"] ?? "";
    const reason = await askReason(`Cấp lại phiếu mời ${id} (mã cũ hết hiệu lực)`);
    if (reason) {
      act("POST", `/api/invitations/${encodeURIComponent(id)}/code`, { reason });
    }
  });
}

/** @param {Element} button @returns {DOMStringMap} */
function of(button) {
  return button instanceof HTMLElement ? button.dataset : {};
}

/** @param {"POST" | "DELETE"} method @param {string} path @param {object} body */
async function act(method, path, body) {
  try {
    await send(method, path, body);
    location.reload();
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    tell(error.message, { kind: "fault" });
  }
}
