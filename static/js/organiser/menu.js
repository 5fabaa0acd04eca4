// @ts-check
// Opens and closes the menu on a telephone.

const toggle = document.querySelector("#menu-toggle");
toggle?.addEventListener("click", () => {
  const open = toggle.getAttribute("aria-expanded") !== "true";
  toggle.setAttribute("aria-expanded", String(open));
});
