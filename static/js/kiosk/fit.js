// @ts-check
// Makes words as large as the room allows, and never lets one be cut off.

const SMALLEST = 0.5;
const FINE = 0.01;
const LINES_OF_A_NAME = 2;

/**
 * Sets `--fit` on `face` to the largest factor, up to `largest`, at which `section` does not
 * overflow. The style sheet multiplies its sizes by it.
 *
 * Before that makes a line smaller than it is meant to be, `--roomy` falls from 1 towards 0, and
 * with it the name, the figures and the gaps: at two metres the lines beside them are read too.
 *
 * @param {HTMLElement} face
 * @param {HTMLElement} section
 * @param {number} largest
 */
export function fit(face, section, largest) {
  const size = (/** @type {number} */ factor) => set(face, "--fit", factor);
  const room = (/** @type {number} */ factor) => set(face, "--roomy", factor);
  const whole = () => !overflows(section);
  const calm = () => whole() && !breaksName(section);
  room(1);
  if (most(SMALLEST, largest, size, calm) >= 1) {
    return;
  }
  size(1);
  most(0, 1, room, calm);
  if (!whole()) {
    most(SMALLEST, 1, size, whole);
  }
}

/**
 * Leaves the largest value between two at which `fits` holds, else the lower one.
 *
 * @param {number} least
 * @param {number} largest
 * @param {(value: number) => void} apply
 * @param {() => boolean} fits
 */
function most(least, largest, apply, fits) {
  let [good, tooLarge] = [least, largest];
  apply(largest);
  if (fits()) {
    return largest;
  }
  while (tooLarge - good > FINE) {
    const middle = (good + tooLarge) / 2;
    apply(middle);
    [good, tooLarge] = fits() ? [middle, tooLarge] : [good, middle];
  }
  apply(good);
  return good;
}

/**
 * @param {HTMLElement} face
 * @param {string} property
 * @param {number} value
 */
function set(face, property, value) {
  face.style.setProperty(property, value.toFixed(3));
}

/** @param {HTMLElement} section */
function overflows(section) {
  const parts = [section, ...section.querySelectorAll("h1, p, ul, dl")];
  return (
    section.scrollHeight > section.clientHeight ||
    parts.some((part) => part.scrollWidth > part.clientWidth + 1)
  );
}

/** Whether a person's name is so large that it takes more lines than it needs. @param {HTMLElement} section */
function breaksName(section) {
  const name = section.querySelector("[data-kind=person]");
  const line = name ? Number.parseFloat(getComputedStyle(name).lineHeight) : 0;
  return name !== null && name.clientHeight > line * (LINES_OF_A_NAME + 0.5);
}
