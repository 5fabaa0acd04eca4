// @ts-check
// The projector's page follows the programme: the organisers choose the point, it shows it.

const ASK_EVERY_MS = 3000;
const DEADLINE_MS = 5000;

show();
setInterval(show, ASK_EVERY_MS);

async function show() {
  try {
    const answer = await fetch("/api/programme", { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (answer.ok) {
      draw((await answer.json()).now);
    }
  } catch {
    // The hall need not know that the server is away: the last point stays.
  }
}

/** @param {number | null} now */
function draw(now) {
  for (const row of document.querySelectorAll("[data-point]")) {
    const current = row.getAttribute("data-point") === String(now);
    if (current) {
      row.setAttribute("aria-current", "step");
    } else {
      row.removeAttribute("aria-current");
    }
    row.querySelector(".point-now")?.toggleAttribute("hidden", !current);
  }
}
