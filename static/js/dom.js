// @ts-check
// The page's elements, found once and by type, so that a missing one is noticed at the start.

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function one(selector, type, root = document) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) {
    throw new Error(`The page has no ${selector}`);
  }
  return found;
}

/**
 * A new element with a class and children; text is always text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string | null} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...children);
  return element;
}
