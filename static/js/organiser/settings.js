// @ts-check
// The settings: secrets shown once, copies made, the records checked, the event ended.

import { make, one } from "../dom.js";
import { _, plural } from "../language.js";
import { ask, Refused, send } from "./api.js";
import { askChoice } from "./dialogs.js";
import { tell } from "./told.js";

/** @typedef {{ ok: boolean, fault: string | null, records: number, head: string, gaps: { station: string, first: number, last: number }[] }} Check */

// A receiver has ten seconds to answer.
const TEST_EVERY_MS = 400;
const TEST_ASKED = 30;

onSubmit("person-form", async (fields) => {
  const made = await send("POST", "/api/people", fields);
  await showSecret(
    _("Đã thêm {name}", { name: made.name }),
    _("Mật khẩu, chỉ hiện một lần. Hãy ghi lại hoặc giao tận tay:"),
    made.password,
  );
});
onSubmit("station-form", async (fields) => {
  const made = await send("POST", "/api/stations", fields);
  await showSecret(
    _("Đã thêm {name}", { name: made.name }),
    _("Trên máy của quầy, gõ đúng dòng lệnh này. Khóa trong đó chỉ hiện một lần:"),
    made.command,
    made.reachable
      ? ""
      : _(
          "Máy chủ đang chỉ phục vụ chính máy này. Để máy khác vào được, sửa host, trusted_hosts trong [server] của config.toml, khởi động lại, rồi thay địa chỉ trong dòng lệnh.",
        ),
  );
});
onClick("[data-password]", async ({ password: name }) => {
  if (
    await sure(
      _("Đặt mật khẩu mới cho {name}?", { name }),
      _("Mật khẩu cũ và các phiên đang mở hết hiệu lực."),
      _("Đặt mật khẩu mới"),
    )
  ) {
    const made = await send("POST", "/api/people/password", { name });
    await showSecret(
      _("Mật khẩu mới của {name}", { name }),
      _("Chỉ hiện một lần. Hãy ghi lại:"),
      made.password,
    );
  }
});
onClick("[data-end]", async ({ end: name }) => {
  if (
    await sure(
      _("Thu hồi quyền của {name}?", { name }),
      _("Có hiệu lực ngay, kể cả nơi đang đăng nhập."),
      _("Thu hồi quyền"),
    )
  ) {
    await send("DELETE", "/api/people", { name });
    location.reload();
  }
});
onClick("[data-revoke]", async ({ revoke: name }) => {
  if (
    await sure(
      _("Thu hồi khóa của {name}?", { name }),
      _("Máy ở quầy này không gửi được gì nữa cho đến khi thêm lại và có khóa mới."),
      _("Thu hồi khóa"),
    )
  ) {
    await send("DELETE", "/api/stations", { name });
    location.reload();
  }
});
onSubmit("program-form", async (fields) => {
  const made = await send("POST", "/api/people", { ...fields, token: true });
  await showSecret(
    _("Khóa API của {name}", { name: made.name }),
    _("Chương trình gửi khóa này trong tiêu đề Authorization: Bearer. Chỉ hiện một lần:"),
    made.token,
  );
});
onClick("[data-token]", async ({ token: name }) => {
  if (
    await sure(
      _("Thu hồi khóa của {name}?", { name: name ?? "" }),
      _("Chương trình dùng khóa này không lấy được gì nữa, có hiệu lực ngay."),
      _("Thu hồi khóa"),
    )
  ) {
    await send("DELETE", "/api/people", { name });
    location.reload();
  }
});
onSubmit("webhook-form", async ({ url, names, rehearsals }) => {
  const told = { url, names: names === "on", rehearsals: rehearsals === "on" };
  const made = await send("POST", "/api/webhooks", told);
  await showSecret(
    _("Đã thêm địa chỉ {url}", { url: made.url }),
    _("Nơi nhận dùng khóa này để kiểm tra chữ ký của mỗi tin. Chỉ hiện một lần:"),
    made.secret,
  );
});
onClick("[data-try]", async ({ try: number }) => {
  const { seq } = await send("POST", "/api/webhooks/test", { number: Number(number) });
  await whatBecameOf(Number(number), seq);
  location.reload();
});
onClick("[data-untell]", async ({ untell: number, url }) => {
  if (
    await sure(
      _("Bỏ địa chỉ {url}?", { url: url ?? "" }),
      _("Nơi đó không nhận tin nào nữa, kể cả các tin đang chờ."),
      _("Bỏ địa chỉ"),
    )
  ) {
    await send("DELETE", "/api/webhooks", { number: Number(number) });
    location.reload();
  }
});
onClick("#back-up", async () => {
  await send("POST", "/api/backups");
  location.reload();
});
onClick("#check", async () => drawCheck(await ask("GET", "/api/check")));
onClick("[data-answers]", async ({ answers }) => {
  await send("PUT", "/api/answers", { closed: answers === "close" });
  location.reload();
});
onClick("[data-reception]", async ({ reception }) => {
  const closed = reception === "close";
  if (
    !closed ||
    (await sure(
      _("Kết thúc đón tiếp?"),
      _("Mọi mã quét sau đó được mời đến bàn đón tiếp. Mở lại được ở trang này."),
      _("Kết thúc đón tiếp"),
    ))
  ) {
    await send("PUT", "/api/reception", { closed });
    location.reload();
  }
});
onClick("#erase", async () => {
  const dialog = one("#erasing", HTMLDialogElement);
  one("#erasing-fault", HTMLElement).hidden = true;
  one("[name=short]", HTMLInputElement, dialog).value = "";
  dialog.showModal();
});
document.querySelector("#erasing-form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = one("#erasing-fault", HTMLElement);
  const input = one("#erasing [name=short]", HTMLInputElement);
  try {
    await send("DELETE", "/api/personal-data", { short: input.value });
    location.reload();
  } catch (error) {
    fault.textContent = wordsOf(error);
    fault.hidden = false;
    input.focus();
  }
});

/**
 * Waits until a test was tried once, or for as long as an answer may take.
 *
 * @param {number} number @param {number} seq
 */
async function whatBecameOf(number, seq) {
  for (let asked = 0; asked < TEST_ASKED; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, TEST_EVERY_MS));
    /** @type {{ webhooks: { number: number, deliveries: { seq: number, tries: number }[] }[] }} */
    const told = await ask("GET", "/api/webhooks");
    const address = told.webhooks.find((one) => one.number === number);
    if (!address || address.deliveries.some((one) => one.seq === seq && one.tries > 0)) {
      return;
    }
  }
}

/** @param {Check} found */
function drawCheck(found) {
  const gaps = found.gaps.map(({ station, first, last }) => `${station}: ${first}–${last}`);
  const lines = found.ok
    ? [
        plural(
          "Hồ sơ nguyên vẹn: {n} dòng nhật ký, danh sách và lượt ghi nhận khớp nhau.",
          found.records,
          { n: found.records },
        ),
        _("Đầu chuỗi: {head}", { head: found.head }),
      ]
    : [found.fault ?? ""];
  if (gaps.length > 0) {
    lines.push(_("Còn thiếu lượt chưa gửi từ các quầy: {gaps}.", { gaps: gaps.join("; ") }));
  }
  const told = one("#check-told", HTMLElement);
  told.className = `check-told ${found.ok && gaps.length === 0 ? "notice-done" : "notice-open"}`;
  told.replaceChildren(...lines.map((line) => make("p", null, line)));
}

/** @param {string} title @param {string} words @param {string} yes */
async function sure(title, words, yes) {
  return (
    (await askChoice(
      title,
      [words],
      [
        ["yes", yes],
        ["", _("Thôi")],
      ],
    )) === "yes"
  );
}

/**
 * Shows what is never shown again; the page is drawn anew once it was put away.
 *
 * @param {string} title @param {string} words @param {string} secret @param {string} [note]
 */
async function showSecret(title, words, secret, note = "") {
  const dialog = one("#secret", HTMLDialogElement);
  one("#secret-title", HTMLElement).textContent = title;
  one("#secret-words", HTMLElement).textContent = words;
  one("#secret-text", HTMLElement).textContent = secret;
  const more = one("#secret-note", HTMLElement);
  more.textContent = note;
  more.hidden = !note;
  dialog.showModal();
  dialog.addEventListener("close", () => location.reload(), { once: true });
}

/** @param {string} id @param {(fields: Record<string, string>) => Promise<void>} action */
function onSubmit(id, action) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form instanceof HTMLFormElement) {
      const fields = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
      carryOut(form, () => action(Object.fromEntries(fields)));
    }
  });
}

/** @param {string} selector @param {(said: DOMStringMap) => Promise<void>} action */
function onClick(selector, action) {
  for (const button of document.querySelectorAll(selector)) {
    button.addEventListener("click", () => {
      if (button instanceof HTMLButtonElement) {
        carryOut(button, () => action(button.dataset));
      }
    });
  }
}

/**
 * Does one thing at a time, and says what was against it.
 *
 * @param {HTMLElement} where @param {() => Promise<void>} action
 */
async function carryOut(where, action) {
  if (where.ariaBusy === "true") {
    return;
  }
  where.ariaBusy = "true";
  try {
    await action();
  } catch (error) {
    tell(wordsOf(error), { kind: "fault" });
  } finally {
    where.ariaBusy = "false";
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  if (error instanceof Refused) {
    return error.message;
  }
  throw error;
}
