// @ts-check
// The one button that ends a rehearsal: asked once more, then done, and said.

import { one } from "../dom.js";
import { _ } from "../language.js";
import { send } from "./api.js";

const ask = document.querySelector("#rehearsal-ask");
if (ask instanceof HTMLElement) {
  const sure = one("#rehearsal-sure", HTMLElement);
  const told = one("#rehearsal-told", HTMLElement);

  /** @param {boolean} asking */
  const show = (asking) => {
    ask.hidden = asking;
    sure.hidden = !asking;
    one(asking ? "#rehearsal-no" : "#rehearsal-end", HTMLButtonElement).focus();
  };

  one("#rehearsal-end", HTMLButtonElement).addEventListener("click", () => show(true));
  one("#rehearsal-no", HTMLButtonElement).addEventListener("click", () => show(false));
  one("#rehearsal-yes", HTMLButtonElement).addEventListener("click", async () => {
    try {
      await send("DELETE", "/api/rehearsal");
      sure.hidden = true;
      told.textContent = _(
        "Đã xóa buổi diễn tập; máy chủ diễn tập đã dừng. Khởi động thật bằng «dontiep up».",
      );
    } catch (error) {
      show(false);
      told.textContent = error instanceof Error ? error.message : String(error);
    }
  });
}
