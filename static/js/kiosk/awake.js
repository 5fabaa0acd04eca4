// @ts-check
// Asks the browser to keep the screen on, for as long as the page can be seen.

export function keepAwake() {
  hold();
  document.addEventListener("visibilitychange", hold);
}

async function hold() {
  if (document.visibilityState === "visible" && "wakeLock" in navigator) {
    // Not every window grants it; the program asks the system as well.
    await navigator.wakeLock.request("screen").catch(() => null);
  }
}
