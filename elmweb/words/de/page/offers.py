"""What can be asked about a result: a heading, a sentence or two and a button each."""

from __future__ import annotations

OFFERS = {
    "columns": {
        "title": "Welche Spalten zählen",
        "text": "Wie viel schlechter das Modell ohne die jeweilige Spalte ist, auf Zeilen, die es nie gesehen hat.",
        "button": "Messen",
    },
    "decide": {
        "title": "Wo die Grenze liegt",
        "text": "Was gefunden, übersehen und irrtümlich gemeldet wird, wenn eine andere Wahrscheinlichkeit als 50 % "
        "entscheidet, und was die Fehler kosten.",
        "button": "Fehler abwägen",
    },
    "groups": {
        "title": "Ist es für alle gleich gut?",
        "text": "Wie gut das Modell für jeden Wert einer Spalte ist, auch einer, aus der es nicht lernt: gemessen auf "
        "Zeilen, die es nie gesehen hat.",
        "button": "Gruppen vergleichen",
    },
    "mistakes": {
        "title": "Antworten, die falsch sein könnten",
        "text": "Jede Zeile, aus der es gelernt hat, wird von einem Modell vorhergesagt, das sie nie gesehen hat. Die "
        "unglaubwürdigsten Antworten stehen oben und lassen sich berichtigen oder herausnehmen.",
        "button": "Fehler suchen",
    },
    "coverage": {
        "title": "Was es nicht weiß",
        "text": "Mengen von Antworten oder Intervalle, die so oft die wahre Antwort enthalten wie verlangt, gemessen "
        "auf zurückgehaltenen Zeilen; dazu Zeilen, die keiner gleichen, aus der es gelernt hat.",
        "button": "Sicherheit messen",
    },
    "forget": {
        "title": "Zeilen vergessen",
        "text": "Die Zeilen einer Person oder eines beliebigen Werts verschwinden exakt aus dem Modell: Ihre Summen "
        "werden abgezogen, und das Ergebnis wird mit einem Modell verglichen, das sie nie gesehen hat. Mit Beleg.",
        "button": "Zeilen auswählen",
    },
    "sums": {
        "title": "Summen teilen statt Zeilen",
        "text": "Mehrere trainieren gemeinsam ein Modell aus all ihren Zeilen: Alle speichern die Summen ihrer eigenen "
        "Zeilen, und wer will, zählt die Dateien zusammen. Heraus kommt dasselbe Modell wie aus allen Zeilen "
        "auf einmal.",
        "button": "Summen öffnen",
    },
    "queue": {
        "title": "Was als Nächstes eine Antwort braucht",
        "text": "Zeilen ohne Antwort, zuerst die, aus denen das Modell am meisten lernen würde: bei denen seine beiden "
        "wahrscheinlichsten Antworten fast gleichauf liegen oder, bei Zahlen, die den bekannten am wenigsten gleichen.",
        "button": "Antworten eintragen",
    },
}
