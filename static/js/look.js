// @ts-check
// Light or dark, as was chosen on this machine; theme.js puts it in force before the first paint.

const LOOKS = /** @type {const} */ (["auto", "light", "dark"]);

/** What is chosen; "auto" goes by the machine. */
export function look() {
  const chosen = document.documentElement.dataset["theme"];
  return LOOKS.find((name) => name === chosen) ?? "auto";
}

/** Choose the next of the three, and keep it. */
export function nextLook() {
  const next = LOOKS[(LOOKS.indexOf(look()) + 1) % LOOKS.length] ?? "auto";
  if (next === "auto") {
    localStorage.removeItem("theme");
    delete document.documentElement.dataset["theme"];
  } else {
    localStorage.setItem("theme", next);
    document.documentElement.dataset["theme"] = next;
  }
}
