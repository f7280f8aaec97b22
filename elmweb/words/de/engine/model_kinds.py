"""The kinds of model, each by its id."""

from __future__ import annotations

NAMES = {
    "auto": "Von elmweb gewählt",
    "elm": "Extreme Learning Machine",
    "blend": "Mischung (Blend)",
    "rvfl": "Mit direkten Verbindungen (RVFL)",
    "kernel": "Kernel",
    "pruned": "Ausgedünnt (Pruning)",
    "ensemble": "Ensemble",
    "deep": "Tief (edRVFL)",
    "autoencoder": "Autoencoder (ML-ELM)",
    "broad": "Broad Learning",
    "linear": "Linear (scikit-learn)",
    "neighbours": "Nächste Nachbarn (scikit-learn)",
    "forest": "Random Forest (scikit-learn)",
    "boosting": "Gradient Boosting (scikit-learn)",
}
SHORT = {
    "auto": "ELM",
    "elm": "ELM",
    "blend": "ELM-Mischung",
    "rvfl": "RVFL",
    "kernel": "Kernel-ELM",
    "pruned": "Ausgedünnte ELM",
    "ensemble": "ELM-Ensemble",
    "deep": "Tiefes RVFL",
    "autoencoder": "Autoencoder-ELM",
    "broad": "Broad Learning",
    "linear": "Lineares Modell",
    "neighbours": "Nächste Nachbarn",
    "forest": "Random Forest",
    "boosting": "Gradient Boosting",
}
"""For charts and tables."""
SENTENCES = {
    "auto": (
        "Eine Mischung: zufällige Schichten, ein Kernel und ein lineares Modell, gewichtet danach, wie gut sie Zeilen "
        "vorhersagen, die sie nie gesehen haben. Für Fotos, Tonaufnahmen und Texte, die nach ihrer Bedeutung gelesen "
        "werden, eine Schicht mit direkten Verbindungen. Eine Schicht allein für mehrere Labels, für "
        "Dateien, die größer sind als der Speicher, und wo Einheiten oder Regularisierung festgelegt sind."
    ),
    "elm": "Eine Schicht aus zufälligen Einheiten. Schnell und für die meisten Tabellen richtig.",
    "blend": (
        "Zufällige Schichten, ein Kernel und ein lineares Modell, gewichtet danach, wie gut sie Zeilen vorhersagen, "
        "die sie nie gesehen haben. Auf den meisten erprobten Tabellen genauer als eine Schicht; dauert mehrmals so "
        "lange."
    ),
    "rvfl": (
        "Zufällige Einheiten und die Spalten selbst. Für Antworten, die fast eine gewichtete Summe der Spalten sind."
    ),
    "kernel": "Vergleicht jede Zeile mit jeder anderen. Oft am besten bei höchstens ein paar Tausend Zeilen.",
    "pruned": "Behält nur die Einheiten, die helfen. Ein kleines Modell, das schnell antwortet.",
    "ensemble": "Fünf zufällige Schichten und das Mittel ihrer Antworten. Stabiler als eine.",
    "deep": "Drei zufällige Schichten übereinander; jede bestimmt mit.",
    "autoencoder": ("Eine Schicht, die zuerst lernt, die Spalten nachzubilden. Für viele Spalten, die zusammenhängen."),
    "broad": "Gruppen gemischter Spalten und daneben zufällige Einheiten.",
    "linear": (
        "Eine gewichtete Summe der Spalten: logistische Regression, bei Zahlen Ridge-Regression. Keine Extreme "
        "Learning Machine; zum Vergleichen, und zum Behalten, wo es ebenso gut ist."
    ),
    "neighbours": (
        "Das Mittel der fünf ähnlichsten Zeilen. Keine Extreme Learning Machine. Seine Dateien enthalten die Zeilen, "
        "aus denen es gelernt hat."
    ),
    "forest": (
        "Das Mittel von 100 Entscheidungsbäumen. Keine Extreme Learning Machine; oft besser, wo die Antwort bei "
        "bestimmten Werten einer Spalte springt."
    ),
    "boosting": (
        "100 Runden kleiner Entscheidungsbäume; jeder verbessert, was die vorigen übrig ließen. Keine Extreme Learning "
        "Machine; auf großen Tabellen oft am besten."
    ),
}
"""What distinguishes it."""
