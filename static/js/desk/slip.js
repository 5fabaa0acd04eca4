// @ts-check
// The slip of a seat, or (its code and digits behind the # of its address, where no log sees
// them) of an invitation given anew. It prints itself once; the buttons are for a second copy. In a kiosk the program hands
// it to the printer; where the system takes none from a program, the page prints.

import { one } from "../dom.js";
import { wordsOf } from "../kiosk/arrivals.js";
import { codesTyped, Doorstep } from "../kiosk/doorstep.js";
import { earlyKeys } from "../kiosk/early.js";
import { lockDesk } from "../kiosk/lock.js";
import { turnPage } from "../kiosk/turning.js";
import { loadTexts } from "../texts.js";
import { BASE, IN_KIOSK, pictureOf } from "./base.js";

/** @import { Texts } from "../texts.js" */

const DEADLINE_MS = 15_000;
// The slip is the guest's and Vietnamese; what stands around it is the clerk's.
const language = localStorage.getItem("language") === "en" ? "en" : "vi";
const texts = loadTexts("desk").then((both) => both[language]);
const said = one("#said", HTMLElement);
const [code = "", digits = ""] = decodeURIComponent(location.hash.slice(1)).split("/");

one("#print", HTMLButtonElement).addEventListener("click", printSlip);
one("#close", HTMLButtonElement).addEventListener("click", leave);
if (IN_KIOSK) {
  keepTheDoor();
}
if (code) {
  await showCode();
}
await sayInTheClerksWords();
await document.fonts.ready;
await printSlip();

/** The door goes on: whoever shows a code now is received, and the clerk told. */
async function keepTheDoor() {
  lockDesk(window);
  const tell = async (/** @type {(desk: Texts) => string} */ words) => {
    one("#received", HTMLElement).textContent = words(await texts);
  };
  const doorstep = new Doorstep(`${BASE}/`, {
    onAnswer: (answer) => tell((desk) => wordsOf(answer, desk)),
    onFailure: () => tell((desk) => desk["no_answer"] ?? ""),
  });
  const burst = codesTyped(doorstep);
  const press = (/** @type {KeyboardEvent} */ event) => {
    burst.press(event);
    event.key === "Escape" && leave();
  };
  addEventListener("keydown", press);
  earlyKeys().forEach(press);
  doorstep.start();
}

async function sayInTheClerksWords() {
  const words = await texts;
  one("#print", HTMLElement).textContent = words["slip.print"] ?? "";
  one("#close", HTMLElement).textContent = words["slip.close"] ?? "";
  for (const part of document.querySelectorAll(".slip-said, .slip-tools")) {
    part.setAttribute("lang", language);
  }
}

async function showCode() {
  one("#kind", HTMLElement).textContent = "Phiếu mời";
  one("#new-code-digits", HTMLElement).textContent = digits;
  const picture = one("#new-code-picture", HTMLImageElement);
  picture.src = pictureOf(code);
  one("#new-code", HTMLElement).hidden = false;
  await picture.decode().catch(() => {});
}

async function printSlip() {
  if (!IN_KIOSK) {
    print();
    return;
  }
  const words = await texts;
  said.textContent = words["slip.sending"] ?? "";
  const invitation = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  try {
    const answer = await fetch(`${BASE}/staff/print`, {
      method: "POST",
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(code ? { invitation, code } : { invitation }),
    });
    const { message } = await answer.json();
    said.textContent = answer.ok ? (words["slip.sent"] ?? "") : message;
    if (answer.status === 409) {
      // Nothing else goes on here while the dialog stands, and that is no page that hangs.
      await fetch(`${BASE}/state?rests`).catch(() => null);
      print();
    }
  } catch {
    said.textContent = words["slip.no_answer"] ?? "";
  }
}

/** A window of its own is closed; a kiosk has only one, and goes back to the desk. */
function leave() {
  if (IN_KIOSK) {
    turnPage(() => history.back());
  } else {
    close();
  }
}
