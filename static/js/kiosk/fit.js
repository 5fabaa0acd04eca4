// @ts-check
// Makes words as large as the room allows, and never lets one be cut off.

const SMALLEST = 0.5;
const FINE = 0.01;

/**
 * Sets `--fit` on `face` to the largest factor, up to `largest`, at which `section` does not
 * overflow. The style sheet multiplies its sizes by it.
 *
 * @param {HTMLElement} face
 * @param {HTMLElement} section
 * @param {number} largest
 */
export function fit(face, section, largest) {
  let fits = SMALLEST;
  let tooLarge = largest;
  apply(face, largest);
  if (!overflows(section)) {
    return;
  }
  while (tooLarge - fits > FINE) {
    const middle = (fits + tooLarge) / 2;
    apply(face, middle);
    if (overflows(section)) {
      tooLarge = middle;
    } else {
      fits = middle;
    }
  }
  apply(face, fits);
}

/**
 * @param {HTMLElement} face
 * @param {number} factor
 */
function apply(face, factor) {
  face.style.setProperty("--fit", factor.toFixed(3));
}

/** @param {HTMLElement} section */
function overflows(section) {
  const parts = [section, ...section.querySelectorAll("h1, p, ul, dl")];
  return (
    section.scrollHeight > section.clientHeight ||
    parts.some((part) => part.scrollWidth > part.clientWidth + 1)
  );
}
