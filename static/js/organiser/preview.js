// @ts-check
// Shows only the rows of one kind in the preview of a list.

const buttons = [...document.querySelectorAll("[data-show]")];
for (const button of buttons) {
  button.addEventListener("click", () => {
    const kind = button.getAttribute("data-show");
    for (const other of buttons) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const row of document.querySelectorAll(".lines tbody tr")) {
      row.toggleAttribute("hidden", kind !== "" && row.getAttribute("data-kind") !== kind);
    }
  });
}
