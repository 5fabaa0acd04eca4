// @ts-check
// Puts a chosen light or dark look on the page before it is painted. Loaded as a plain script,
// since a module would run too late.

(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset["theme"] = chosen;
  }
})();
