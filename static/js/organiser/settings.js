// @ts-check
// The settings: secrets shown once, copies made, the records checked, the event ended.

import { make, one } from "../dom.js";
import { ask, Refused, send } from "./api.js";
import { askChoice } from "./dialogs.js";
import { tell } from "./told.js";

/** @typedef {{ ok: boolean, fault: string | null, records: number, head: string, gaps: { station: string, first: number, last: number }[] }} Check */

onSubmit("person-form", async (fields) => {
  const made = await send("POST", "/api/people", fields);
  await showSecret(
    `Đã thêm ${made.name}`,
    "Mật khẩu, chỉ hiện một lần. Hãy ghi lại hoặc giao tận tay:",
    made.password,
  );
});
onSubmit("station-form", async (fields) => {
  const made = await send("POST", "/api/stations", fields);
  await showSecret(
    `Đã thêm ${made.name}`,
    "Trên máy của quầy, gõ đúng dòng lệnh này. Khóa trong đó chỉ hiện một lần:",
    made.command,
    made.reachable
      ? ""
      : "Máy chủ đang chỉ phục vụ chính máy này. Để máy khác vào được, sửa host, trusted_hosts trong [server] của config.toml, khởi động lại, rồi thay địa chỉ trong dòng lệnh.",
  );
});
onClick("[data-password]", async ({ password: name }) => {
  if (
    await sure(
      `Đặt mật khẩu mới cho ${name}?`,
      "Mật khẩu cũ và các phiên đang mở hết hiệu lực.",
      "Đặt mật khẩu mới",
    )
  ) {
    const made = await send("POST", "/api/people/password", { name });
    await showSecret(`Mật khẩu mới của ${name}`, "Chỉ hiện một lần. Hãy ghi lại:", made.password);
  }
});
onClick("[data-end]", async ({ end: name }) => {
  if (
    await sure(
      `Kết thúc quyền của ${name}?`,
      "Có hiệu lực ngay, kể cả nơi đang đăng nhập.",
      "Kết thúc",
    )
  ) {
    await send("DELETE", "/api/people", { name });
    location.reload();
  }
});
onClick("[data-revoke]", async ({ revoke: name }) => {
  if (
    await sure(
      `Thu hồi khóa của ${name}?`,
      "Máy ở quầy này không gửi được gì nữa cho đến khi thêm lại và có khóa mới.",
      "Thu hồi khóa",
    )
  ) {
    await send("DELETE", "/api/stations", { name });
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
      "Kết thúc đón tiếp?",
      "Mọi mã quét sau đó được mời đến bàn đón tiếp. Mở lại được ở trang này.",
      "Kết thúc đón tiếp",
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

/** @param {Check} found */
function drawCheck(found) {
  const gaps = found.gaps.map(({ station, first, last }) => `${station}: ${first}–${last}`);
  const lines = found.ok
    ? [
        `Hồ sơ nguyên vẹn: ${found.records} dòng nhật ký, danh sách và lượt ghi nhận khớp nhau.`,
        `Đầu chuỗi: ${found.head}`,
      ]
    : [found.fault ?? ""];
  if (gaps.length > 0) {
    lines.push(`Còn thiếu lượt chưa gửi từ các quầy: ${gaps.join("; ")}.`);
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
        ["", "Thôi"],
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
