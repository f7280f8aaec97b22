"""The cards of the chapter "Reproduce a paper": what was published where, and how it is done again."""

from __future__ import annotations

_MCDONNELL = (
    "M. D. McDonnell, M. D. Tissera, T. Vladusich, A. van Schaik und J. Tapson, 2015: Fast, simple and accurate "
    "handwritten digit classification by training shallow neural network classifiers with the 'extreme learning "
    "machine' algorithm. PLOS ONE 10(8), e0134254"
)
_HUANG = (
    "G.-B. Huang, Q.-Y. Zhu und C.-K. Siew, 2006: Extreme learning machine: theory and applications. Neurocomputing "
    "70, S. 489 bis 501"
)
_UNCHECKED = (
    "Diese Zahlen aus den Tabellen des Artikels sind aus dem Gedächtnis zitiert und nicht am Druck geprüft. Geprüft "
    "ist die Zusammenfassung: Danach lernt eine ELM mehrere tausendmal schneller als damals üblich."
)
_PENALTY = (
    "Strafterm (Ridge) 1. Im Artikel ist er 10⁻⁸, wofür Summen mit 32 Bit zu grob sind; mit 1.600 Einheiten, allen "
    "Bildern und Startwert 0 ergibt das 97,74 %, und 1 ergibt 97,71 %"
)

TITLES = {
    "digits": "Handgeschriebene Ziffern mit einer zufälligen Schicht",
    "weights": "Einfache Gewichte gegen rezeptive Felder",
    "network": "Dieselben Ziffern mit einem Netz, das seine Schichten lernt",
    "sinc": "Eine verrauschte Kurve, sin(x) / x",
    "pima": "Wer Diabetes hat",
    "tables": "Fünf der zehn Tabellen dieses Projekts",
}
SOURCES = {
    "digits": _MCDONNELL,
    "weights": _MCDONNELL,
    "network": (
        "Y. LeCun, L. Bottou, Y. Bengio und P. Haffner, 1998: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11), S. 2278 bis 2324"
    ),
    "sinc": _HUANG,
    "pima": _HUANG,
    "tables": "elmweb, Benchmarks in der Dokumentation: zehn Tabellen, alle Verfahren mit ihren Vorgaben",
}
"""Authors, year, title and place; the full stop follows."""

PUBLISHED = {
    "digits": (
        "Rund 97,7 % der 10.000 Testziffern richtig mit 1.600 Einheiten, in etwa 15 Sekunden auf einem Computer mit "
        "vier Kernen; 98,8 bis 99,0 % mit 8.000, in 3 bis 4 Minuten (Kopf des Programms für eine Schicht, das zum "
        "Artikel gehört, Januar 2015). Für 4.000 Einheiten nennt das Programm keine Zahl."
    ),
    "weights": (
        "Zufällige Ausschnitte des Bildes und Gewichte, die aus den Bildern gemacht sind, machen eine ELM deutlich "
        "besser als einfache zufällige Gewichte; die Zusammenfassung nennt das die wichtigste Neuerung. Wie viel "
        "besser, hängt von der Breite ab."
    ),
    "network": (
        "LeNet-5 liest 99,05 % der 10.000 Testziffern richtig, trainiert mit Backpropagation auf allen 60.000 Bildern, "
        "wie sie sind."
    ),
    "sinc": (
        "Wurzel des mittleren quadratischen Fehlers 0,0097 (Standardabweichung 0,0028 über 50 Versuche) in 0,125 s; "
        f"Backpropagation 0,0159 in 21 s, Support-Vektor-Regression 0,0130 in 1.273 s. {_UNCHECKED}"
    ),
    "pima": (
        "77,57 % der zurückgehaltenen Zeilen richtig (Standardabweichung 2,85 über 50 Versuche) in 0,012 s; "
        f"Support-Vektoren 77,31 % in 0,19 s, Backpropagation 74,73 % in 3,0 s. {_UNCHECKED}"
    ),
    "tables": (
        "Die ELM von elmweb hat unter sechs Verfahren auf zehn Tabellen den mittleren Rang 2,36, vor dem Random Forest "
        "(2,99) und den Support-Vektoren (3,29). Fünf der zehn Tabellen bringt die Seite mit; auf vier davon liegt ein "
        "anderes Verfahren vorn."
    ),
}
RECIPES = {
    "digits": (
        "MNIST, Pixel von 0 bis 1: die ersten Trainingsbilder und alle 10.000 Testbilder",
        (
            "Jede Sigmoid-Einheit sieht ein zufälliges Rechteck des Bildes, mindestens 10 Pixel groß und 3 vom Rand "
            "entfernt"
        ),
        "Ihre Gewichte sind eine Summe von Bildern einer Ziffer mit zufälligen Vorzeichen, auf Norm 2 gebracht",
        _PENALTY,
    ),
    "weights": (
        "Zwei ELMs mit je 1.600 Sigmoid-Einheiten, auf denselben Bildern, mit demselben Startwert",
        "Einfach: Gewichte und Bias gleichverteilt zwischen -1 und 1",
        "Rezeptive Felder: wie auf der Karte darüber",
        _PENALTY,
    ),
    "network": (
        "Kleiner: Faltungen von 3 mal 3 mit 8 und 16 Filtern, ReLU, Max-Pooling, 64 Einheiten; 52.138 Gewichte",
        (
            "Adam, Batches von 128, fünf Epochen mit Lernraten von 0,002 bis 0,0002; Pixel von 0 bis 1, nichts "
            "verschoben oder verzerrt"
        ),
        "Jede Epoche geht vorwärts und rückwärts und ändert alle Gewichte 469-mal, wenn aus allen Bildern gelernt wird",
    ),
    "sinc": (
        (
            "5.000 Punkte zwischen -10 und 10, mit gleichverteiltem Rauschen bis 0,2; geprüft an 5.000 anderen ohne "
            "Rauschen"
        ),
        (
            "20 Sigmoid-Einheiten, Gewichte gleichverteilt von -1 bis 1, Bias von 0 bis 1; kleinste Quadrate, kein "
            "Strafterm"
        ),
        "50 Versuche, jeder mit neuen Punkten und neuen Gewichten",
    ),
    "pima": (
        "768 Frauen vom Volk der Pima, je acht Messwerte, auf 0 bis 1 gebracht; 576 zum Lernen, 192 zurückgehalten",
        "20 Sigmoid-Einheiten wie bei der Kurve; das Vorzeichen der Ausgabe ist die Antwort",
        "50 Versuche, jeder mit einer anderen Aufteilung und neuen Gewichten",
    ),
    "tables": (
        "ELM mit ihren Vorgaben, Spalten auf Varianz 1 gebracht",
        "Fünf zufällige Aufteilungen von 70 und 30 %, bei Klassen geschichtet, mit den Startwerten des Benchmarks",
    ),
}
"""How each is done here, one fact each; the full stop follows."""

BUTTONS = {
    "digits": ("Mit den Ziffern trainieren", "Noch einmal mit den Ziffern trainieren"),
    "weights": ("Beide trainieren", "Beide noch einmal trainieren"),
    "network": ("Netz trainieren", "Netz noch einmal trainieren"),
    "sinc": ("50 Versuche machen", "Noch einmal 50 Versuche machen"),
    "pima": ("50 Versuche machen", "Noch einmal 50 Versuche machen"),
    "tables": ("Fünf Tabellen anpassen", "Fünf Tabellen noch einmal anpassen"),
}
"""What the button of each says before there is a result, and after."""

IMAGES = {
    10_000: "10.000 Bilder, 3,3 MB zu laden",
    20_000: "20.000 Bilder, 4,9 MB",
    60_000: "alle 60.000 Bilder, 11,5 MB",
}
UNITS = {1_600: "1.600 Einheiten", 4_000: "4.000 Einheiten"}

TABLES = {
    "iris": "Iris",
    "wine": "Wein",
    "breast-cancer": "Brustkrebs",
    "digits": "Ziffern",
    "diabetes": "Diabetes, R2",
}
_METHODS = {
    "several": "drei davon",
    "svm": "SVM",
    "linear": "logistische Regression",
    "ridge": "Ridge-Regression",
}


def best_of_others(score: str, method: str) -> str:
    """In the last column: the best score of the other five methods, and whose it is."""
    return f"{score}, {_METHODS[method]}"
