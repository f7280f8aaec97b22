// @ts-check
/**
 * Charts without specks. Bokeh moves a canvas by half a pixel before it clears it, so that the first column and the first
 * row of pixels are cleared by half: what was drawn there while the chart was still narrow shows through at its edge.
 */
export function clearWholeCharts() {
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  /** @this {CanvasRenderingContext2D} @param {number} x @param {number} y @param {number} width @param {number} height */
  const whole = function (x, y, width, height) {
    if (x === 0 && y === 0) clear.call(this, -1, -1, width + 2, height + 2);
    else clear.call(this, x, y, width, height);
  };
  CanvasRenderingContext2D.prototype.clearRect = whole;
}
