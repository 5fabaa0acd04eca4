// @ts-check
// Asks the browser to keep the screen on, for as long as the page can be seen.

/** @returns {Promise<boolean>} whether it does; the program asks the system as well */
export async function keepAwake() {
  document.addEventListener("visibilitychange", hold);
  return await hold();
}

async function hold() {
  if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) {
    return false;
  }
  // Not every window grants it.
  return (await navigator.wakeLock.request("screen").catch(() => null)) !== null;
}
