// @ts-check
// The slip prints itself once; the buttons are for a second copy. In a kiosk the program hands
// it to the printer; where the system takes none from a program, the page prints.

import { one } from "../dom.js";
import { lockDesk } from "../kiosk/lock.js";
import { BASE, IN_KIOSK } from "./base.js";

const DEADLINE_MS = 15_000;
const said = one("#said", HTMLElement);

one("#print", HTMLButtonElement).addEventListener("click", printSlip);
one("#close", HTMLButtonElement).addEventListener("click", leave);
if (IN_KIOSK) {
  lockDesk(window);
  addEventListener("keydown", (event) => event.key === "Escape" && leave());
}
await document.fonts.ready;
await printSlip();

async function printSlip() {
  if (!IN_KIOSK) {
    print();
    return;
  }
  said.textContent = "Đang gửi tới máy in…";
  const invitation = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  try {
    const answer = await fetch(`${BASE}/staff/print`, {
      method: "POST",
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ invitation }),
    });
    const { message } = await answer.json();
    said.textContent = answer.ok ? "Đã gửi tới máy in." : message;
    if (answer.status === 409) {
      print();
    }
  } catch {
    said.textContent = "Máy in chưa trả lời; xin viết tay vị trí cho đại biểu.";
  }
}

/** A window of its own is closed; a kiosk has only one, and goes back to the desk. */
function leave() {
  if (IN_KIOSK) {
    history.back();
  } else {
    close();
  }
}
