// @ts-check
// The office's mail account: tried before it is kept, its password never shown.

import { one } from "../dom.js";
import { _ } from "../language.js";
import { ask, Refused, send } from "./api.js";
import { askChoice } from "./dialogs.js";

const PATH = "/api/mail-account";
const PORTS = new Map([
  ["starttls", "587"],
  ["tls", "465"],
  ["none", "25"],
]);
// A mail server takes its time; it says what it wants in several answers.
const TEST_MS = 60_000;

const change = document.querySelector("#change-mail");
if (change) {
  const dialog = one("#mail-box", HTMLDialogElement);
  change.addEventListener("click", () => dialog.showModal());
  heed(one("#mail-form", HTMLFormElement));
}
document.querySelector("#forget-mail")?.addEventListener("click", async () => {
  const sure = await askChoice(
    _("Bỏ tài khoản thư này?"),
    [_("Mật khẩu đã lưu bị xóa; thư chưa gửi vẫn chờ.")],
    [
      ["yes", _("Bỏ tài khoản")],
      ["", _("Thôi")],
    ],
  );
  if (sure === "yes") {
    await send("DELETE", PATH);
    location.reload();
  }
});

/** @param {HTMLFormElement} form */
function heed(form) {
  const told = one("#mail-told", HTMLElement);
  const to = one("#mail-to", HTMLInputElement);
  const attempt = one("#try-mail", HTMLButtonElement);
  const port = one("[name=port]", HTMLInputElement, form);
  let busy = false;

  one("[name=tls]", HTMLSelectElement, form).addEventListener("change", ({ target }) => {
    const usual = target instanceof HTMLSelectElement ? PORTS.get(target.value) : null;
    if ([...PORTS.values()].includes(port.value)) {
      port.value = usual ?? port.value;
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    once(async () => {
      await send("PUT", PATH, fields(form));
      location.reload();
    });
  });
  attempt.addEventListener("click", () => {
    to.required = true;
    if (form.reportValidity()) {
      once(async () => {
        say(_("Đang gửi thư thử…"), "");
        await ask("POST", `${PATH}/test`, { ...fields(form), to: to.value }, TEST_MS);
        say(_("Đã gửi thư thử đến {to}. Hãy mở hộp thư ấy xem.", { to: to.value }), "notice-done");
      });
    }
    to.required = false;
  });

  /** @param {() => Promise<void>} action */
  async function once(action) {
    if (busy) {
      return;
    }
    busy = true;
    attempt.ariaBusy = "true";
    try {
      await action();
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      say(error.message, "fault");
    } finally {
      busy = false;
      attempt.ariaBusy = "false";
    }
  }

  /** @param {string} words @param {string} how */
  function say(words, how) {
    told.className = how;
    told.textContent = words;
    told.hidden = false;
    told.scrollIntoView({ block: "nearest" });
  }
}

/** @param {HTMLFormElement} form */
function fields(form) {
  const filled = [...new FormData(form)].filter(([, value]) => String(value).trim() !== "");
  const said = Object.fromEntries(filled.map(([key, value]) => [key, String(value)]));
  return { ...said, port: Number(said["port"]), per_minute: Number(said["per_minute"]) };
}
