// @ts-check
/**
 * The page's own sheet in every shadow root. Panel puts each component into one, where the page's rules do not reach;
 * sending the sheet along with each component would be 500 kB.
 */
import {findDeep} from "./dom.js";
import {picked} from "./files.js";
import {nameSlider, nameSliders} from "./slider-names.js";

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
  const titles = new MutationObserver((changes) => changes.forEach(({target}) => nameSlider(target)));
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
