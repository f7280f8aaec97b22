// @ts-check
/** Elements made by script. Names and other texts of people never become markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} attributes functions listen
 * @param {...(Node | string)} inside
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

/** @param {string} text @param {(event: Event) => void} press @param {string} [kind] @returns {HTMLButtonElement} */
export const button = (text, press, kind = "linkbtn") => make("button", {type: "button", class: kind, click: press}, text);
