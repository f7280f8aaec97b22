// @ts-check
/** The page of the baseline: waits for Python, renders the document it sends and forwards patches. */
const worker = new Worker("naive-worker.js", {type: "module"});

worker.onmessage = async ({data}) => {
  if (data.type !== "render") return;
  const Bokeh = /** @type {any} */ (globalThis).Bokeh;
  document.body.innerHTML = data.shell;
  const doc = Bokeh.require("document").Document.from_json(JSON.parse(data.text));
  const slots = Object.fromEntries(Object.entries(data.roots).map(([slot, id]) => [id, slot]));
  const places = doc.roots().map((root) => document.querySelector(`[data-root="${slots[root.id]}"]`));
  await Bokeh.embed.add_document_standalone(doc, document.body, places, false);
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark("painted");
    worker.postMessage("rendered");
  }));
  worker.onmessage = ({data: {type}}) => {
    performance.mark(type);
    document.documentElement.dataset[type] = "";
  };
};
