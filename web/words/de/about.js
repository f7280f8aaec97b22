// @ts-check
/** The About page, in German. */

export const words = {
  lead: "Ein Modell aus der eigenen Tabelle trainieren, auf einer Webseite, ohne etwas zu installieren.",
  thisCopy: "Diese Ausgabe",
  version: "Version",
  licence: "Lizenz",
  ofLicence: "MIT. Für alles verwendbar; ohne Gewähr.",
  source: "Quelltext",
  noSource: "Der Ordner, aus dem sie gebaut wurde; in Python: pip install elmweb",
  privacy: "Datenschutz",
  ofPrivacy: "Nichts verlässt dieses Gerät. Keine Tabelle, kein Modell und keine Nutzungsdaten werden irgendwohin geschickt, "
    + "Besuche werden nicht gezählt, und es gibt keine Cookies. Die Seite lädt Dateien nur von ihrer eigenen Adresse, und ihre "
    + "Sicherheitsrichtlinie sorgt dafür, dass der Browser das durchsetzt.",
  kept: "Das bewahrt der Browser für diese Seite auf:",
  help: "Hilfe",
  documentation: ["Dokumentation", " (englisch): eine Einführung in zehn Minuten, wie jede Art von Modell arbeitet, Anleitungen."],
  words: ["Begriffe", " auf dieser Seite, erklärt (englisch)."],
  guide: ["Kurze Einführung", " in einfachen Worten, auf der Seite Lernen."],
  problem: ["Ein Problem melden", ". Dazu angeben: den Browser und was getan wurde. Keine Daten anhängen, die andere nicht sehen sollen."],
  cite: "Zitieren",
  ifHelped: "Falls elmweb bei der Arbeit geholfen hat:",
  bibtex: "BibTeX",
  method: "Das Verfahren: G.-B. Huang, Q.-Y. Zhu, C.-K. Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70, 489–501. ",
  madeWith: "Gebaut mit",
  parts: {
    Pyodide: "Python im Browser. MPL 2.0.",
    "NumPy, SciPy, scikit-learn, pandas": "das Rechnen und die Tabellen. BSD 3-Clause.",
    "Panel, Bokeh": "die Seite und ihre Diagramme. BSD 3-Clause.",
    "onnxruntime-web": "führt tiefe Modelle aus. MIT.",
    "hyparquet, fzstd": "lesen Parquet-Dateien. MIT.",
    "IBM Plex": "die Schrift. SIL Open Font License 1.1.",
  },
};
