// @ts-check
// The hour that stands on the printed list, as a clerk types it.

const HOUR = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s+)?(\d{1,2})\s*(?:[:hg.]\s*)?(\d{2})$/i;

/**
 * Reads "7:46", "07h46", "0746", "17/11 07:46": an hour of today unless a day stands before it.
 *
 * @param {string} text
 * @param {number} now milliseconds
 * @returns {string | null} ISO 8601 in the event's own zone, or null
 */
export function readHour(text, now) {
  const found = HOUR.exec(text.trim());
  if (!found) {
    return null;
  }
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" })
    .format(now)
    .split("-");
  // In January a day of December was last year's.
  const passed = today[1] === "01" && pad(found[2]) === "12" ? 1 : 0;
  const thisYear = String(Number(today[0]) - passed);
  const [, day = today[2], month = today[1], year = thisYear, hour = "", minute = ""] = found;
  const date = [year, pad(month), pad(day)].join("-");
  const real = Number(hour) < 24 && Number(minute) < 60 && isDay(date);
  return real ? `${date}T${pad(hour)}:${minute}` : null;
}

/** @param {string} date */
function isDay(date) {
  const moment = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/** @param {string | undefined} number */
function pad(number) {
  return (number ?? "").padStart(2, "0");
}
