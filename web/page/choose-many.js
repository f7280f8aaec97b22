// @ts-check
/** Lists of which several lines can be chosen: a click is enough, without Ctrl, as on a phone. The keyboard is as ever. */

/** @param {MouseEvent} event */
export function chooseWithoutCtrl(event) {
  const [option] = event.composedPath();
  if (!(option instanceof HTMLOptionElement) || event.button !== 0 || event.shiftKey) return;
  const list = option.closest("select");
  if (!list?.multiple || list.disabled || option.disabled) return;
  event.preventDefault(); // or the click would choose this one and no other
  const {scrollTop} = list;
  option.selected = !option.selected;
  list.focus();
  list.scrollTop = scrollTop;
  list.dispatchEvent(new Event("change", {bubbles: true}));
}
