// @ts-check
// Marks what was sent, takes marks back, gives new codes and links, closes the answers; the page
// then shows how it stands.

import { _ } from "../language.js";
import { Refused, send } from "./api.js";
import { askChoice, askReason } from "./dialogs.js";
import { tell } from "./told.js";

for (const button of document.querySelectorAll("[data-sent]")) {
  button.addEventListener("click", () => {
    const { sent: what, channel, unit: organisation, all } = of(button);
    const whom = all === undefined ? { organisation } : { all: true };
    act("POST", "/api/sendings", { what, channel, ...whom, lacking: what === "venue" });
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
    const reason = await askReason(_("Cấp lại phiếu mời {id} (mã cũ hết hiệu lực)", { id }));
    if (reason) {
      act("POST", `/api/invitations/${encodeURIComponent(id)}/code`, { reason });
    }
  });
}

for (const button of document.querySelectorAll("[data-renew]")) {
  button.addEventListener("click", async () => {
    const organisation = of(button)["renew"];
    const words = _("Liên kết cũ hết hiệu lực ngay; cần gửi liên kết mới cho đầu mối của đơn vị.");
    if (await sure(_("Đổi liên kết của đơn vị?"), words, _("Đổi liên kết"))) {
      act("PUT", "/api/organisations/links", { organisation });
    }
  });
}
for (const button of document.querySelectorAll("[data-answers]")) {
  button.addEventListener("click", async () => {
    const closed = of(button)["answers"] === "close";
    const words = _(
      "Đại biểu, đơn vị không tự phản hồi, ghi tên, cử người dự thay được nữa. Mở lại được.",
    );
    if (!closed || (await sure(_("Đóng phản hồi?"), words, _("Đóng phản hồi")))) {
      act("PUT", "/api/answers", { closed });
    }
  });
}
const filters = [...document.querySelectorAll("[data-units]")];
for (const button of filters) {
  button.addEventListener("click", () => {
    const lack = of(button)["units"] ?? "";
    for (const other of filters) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const row of document.querySelectorAll(".units tbody tr")) {
      row.toggleAttribute("hidden", lack !== "" && !row.hasAttribute(`data-${lack}`));
    }
  });
}

/** @param {string} title @param {string} words @param {string} yes */
async function sure(title, words, yes) {
  const answers = /** @type {[string, string][]} */ ([
    ["yes", yes],
    ["", _("Thôi")],
  ]);
  return (await askChoice(title, [words], answers)) === "yes";
}

/** @param {Element} button @returns {DOMStringMap} */
function of(button) {
  return button instanceof HTMLElement ? button.dataset : {};
}

/** @param {"POST" | "PUT" | "DELETE"} method @param {string} path @param {object} body */
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
