// @ts-check
/** The About page. */

export const words = {
  lead: "Train a model on your own table, in a web page, with nothing to install.",
  thisCopy: "This copy",
  version: "Version",
  licence: "Licence",
  ofLicence: "MIT. Use it for anything; it comes without a warranty.",
  source: "Source",
  noSource: "The folder it was built from; in Python: pip install elmweb",
  privacy: "Privacy",
  ofPrivacy: "Nothing leaves this device. No table, no model and no usage data is sent anywhere, visits are not counted, and there "
    + "are no cookies. The page asks only its own site for files, and its security policy makes the browser enforce that.",
  kept: "This is what the browser keeps for it:",
  help: "Help",
  documentation: ["Documentation", ": a ten-minute tutorial, how each kind of model works, how-to pages."],
  words: ["Words", " on this page, explained."],
  guide: ["A short guide", " in plain words, on the Learn page."],
  problem: ["Report a problem", ". Say which browser, and what you did. Do not attach data that others may not see."],
  cite: "Cite it",
  ifHelped: "If it helped your work:",
  bibtex: "BibTeX",
  method: "The method: G.-B. Huang, Q.-Y. Zhu, C.-K. Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70, 489–501. ",
  madeWith: "Made with",
  parts: {
    Pyodide: "Python in the browser. MPL 2.0.",
    "NumPy, SciPy, scikit-learn, pandas": "the arithmetic, and the tables. BSD 3-Clause.",
    "Panel, Bokeh": "the page, and its charts. BSD 3-Clause.",
    "onnxruntime-web": "runs deep models. MIT.",
    "hyparquet, fzstd": "read Parquet files. MIT.",
    "IBM Plex": "the typeface. SIL Open Font License 1.1.",
  },
};
