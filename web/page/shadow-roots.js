// @ts-check
/**
 * The page's own sheet in every shadow root. Panel puts each component into one, where the page's rules do not reach;
 * sending the sheet along with each component would be 500 kB.
 */
import {findDeep} from "./dom.js";
import {picked} from "./files.js";
import {nameSlider, nameSliders} from "./slider-names.js";
import {words} from "../words/page.js";

/**
 * Mend what Bokeh leaves without a name: the keyboard passes charts by, whose upper layer has no key to press, and the
 * buttons beside a number say what they do.
 * @param {Node} node that has just come
 */
function mendBokeh(node) {
  if (!(node instanceof HTMLElement)) return;
  const layers = node.matches(".bk-events") ? [node] : node.querySelectorAll(".bk-events");
  for (const layer of layers) layer.removeAttribute("tabindex");
  // The two small buttons of a number's box, which Bokeh gives no name.
  const buttons = node.matches(".bk-spin-btn") ? [node] : node.querySelectorAll(".bk-spin-btn");
  for (const button of buttons) button.setAttribute("aria-label", button.matches(".bk-spin-btn-up") ? words.more : words.less);
}

/** Give the sheet to every shadow root, those that are there and those to come. Files are chosen inside them too. */
export function enterShadows() {
  const shared = new CSSStyleSheet();
  const ours = [...document.styleSheets].filter((sheet) => sheet.href?.includes("style.css"));
  shared.replaceSync(ours.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join("\n"));
  const enter = (/** @type {ShadowRoot} */ root) => {
    root.adoptedStyleSheets.push(shared);
    root.addEventListener("change", picked); // this event does not leave a shadow root
    titles.observe(root, {childList: true, subtree: true});
    new MutationObserver(() => nameSliders(root)).observe(root, {childList: true});
    return root;
  };
  const titles = new MutationObserver((changes) => changes.forEach(({target, addedNodes}) => {
    nameSlider(target);
    addedNodes.forEach(mendBokeh);
  }));
  const attachShadow = Element.prototype.attachShadow;
  /** @param {ShadowRootInit} init */
  Element.prototype.attachShadow = function (init) {
    return enter(attachShadow.call(this, init));
  };
  findDeep(document, (element) => {
    if (element.shadowRoot) enter(element.shadowRoot);
    return false;
  });
}
