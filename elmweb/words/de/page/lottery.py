"""The chapter about the lottery of random weights: one ELM is trained with many seeds."""

from __future__ import annotations

from elmweb.words.de import _deutsch

HEADING = "Die Lotterie"
LEAD = (
    "Eine ELM zieht ihre verdeckten Gewichte zufällig und ändert sie nie. Ein anderer Startwert (Seed) ist eine andere "
    "Ziehung und ergibt eine andere Güte. Hier wird dieselbe ELM mit 50 Startwerten trainiert, alles andere bleibt "
    "gleich. So zeigt sich, wie viel an der Güte das Modell ist und wie viel Glück."
)


def trained(table: str, target: str, width: int, mean: str, n_rows: int) -> str:
    """What was trained, below the heading that says what came out."""
    kept = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return (
        f"{table}, Vorhersage von {target}: Breite {_deutsch.whole(width)}, Mittel über die Startwerte {mean}. "
        f"{kept} zurückgehalten."
    )


def stopped(n_done: int, n_seeds: int) -> str:
    """How far it came when it was stopped."""
    return f"Angehalten nach {n_done} von {n_seeds} Startwerten."


# What can be chosen and pressed

TABLE = "Tabelle"
DIGITS = "Ziffern"
"""The name of the sample that is chosen at first."""
WIDTH = "Breite"
WIDTH_HINT = "Verdeckte Einheiten jeder ELM."


def width(n_units: int) -> str:
    """The name of the slider, with where it stands."""
    return f"Breite: {_deutsch.number_of(n_units, 'Einheit', 'Einheiten')}"


def train(n_seeds: int, *, again: bool) -> str:
    """The button."""
    return f"Noch einmal {n_seeds} ELMs trainieren" if again else f"{n_seeds} ELMs trainieren"


def training(n_seeds: int) -> str:
    """What is being done."""
    return f"{n_seeds} ELMs werden trainiert"


def progress(percent: str) -> str:
    """How far it is, for those who do not see the bar."""
    return f"Lotterie, {percent} %"


# The chart

ONE_SEED = "ein Startwert"
MIDDLE_SEED = "der mittlere Startwert, mit dem 95-%-Bereich seiner Güte auf anderen Zeilen"
ALL_SEEDS = "alle Startwerte zusammen, mit demselben Bereich"
SCORES_TABLE = "Güte bei jedem Startwert"


def chart(score_name: str, n_seeds: int, lowest: str, highest: str) -> str:
    """The chart for those who do not see it, while seeds come in."""
    seeds = _deutsch.number_of(n_seeds, "Startwert", "Startwerten")
    return f"Diagramm. {score_name} bei {seeds}, von {lowest} bis {highest}."


def chart_middle(score: str, ends: str) -> str:
    """The score of the middle seed and its range, once all have come in."""
    return f"Der mittlere Startwert: {score}, Bereich {ends}."


def chart_all(score: str, ends: str) -> str:
    """The score of all seeds together and its range."""
    return f"Alle zusammen: {score}, Bereich {ends}."


# Luck

LUCK = "Wann ist es Glück?"
LUCK_TEXT = "Standardabweichungen der Güte, danach geordnet, was sie schwanken lässt."
BETWEEN_SEEDS = "Zwischen Startwerten, auf diesen Zeilen"
REAL = "Davon auch auf anderen Zeilen"
ONE_ON_OTHER_ROWS = "Ein Startwert, auf anderen Zeilen"
TOGETHER = "Alle zusammen"

# The best seed

PICKING = "Wenn man den besten Startwert auswählt"
PICKING_TABLE = "Der beste Startwert auf beiden Hälften"
HALVE_AGAIN = "Anders halbieren"
HALF_TO_PICK = "Hälfte zum Auswählen"
OTHER_HALF = "Andere Hälfte"
ANY_SEED = "Beliebiger Startwert dort"


def picking_text(n_rows: int, score_name: str) -> str:
    """What the numbers of the table are, in the end by the name of the score."""
    half = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return (
        f"Die zurückgehaltenen Zeilen werden zufällig halbiert. Der Startwert, der auf der einen Hälfte ({half}) am "
        f"besten ist, wird auf der anderen bewertet, die beim Auswählen nicht geholfen hat. Angegeben: {score_name}."
    )


def this_halving(seed: int) -> str:
    """The row of the halving that is shown: which seed was best."""
    return f"Startwert {seed}, diese Halbierung"


def mean_of(n_halvings: int) -> str:
    """The row of all halvings."""
    return f"Mittel aus {_deutsch.whole(n_halvings)} Halbierungen"


# Several widths

TURN_THE_WIDTH = (
    "Die Breite ändern: Bei wenigen Einheiten entscheidet die Ziehung viel, bei vielen kaum noch etwas. Die "
    "ausprobierten Breiten werden hier verglichen."
)
BY_WIDTH = "Nach Breite"
WIDTHS_TABLE = "Lotterien nach Breite"
WIDTHS_HEAD = (
    "Breite",
    "Niedrigster",
    "Mittel",
    "Höchster",
    "Zwischen Startwerten",
    "Ein Startwert, andere Zeilen",
    "Alle zusammen",
)

# The same bits again

REPEAT = "Eine Lotterie, die sich wiederholen lässt"
REPEAT_TABLE = "Fingerabdrücke"
REPEAT_HEAD = ("Training", "SHA-256 des Gelernten", "Verglichen mit dem ersten")
REPEAT_COMPARED = {"equal": "gleich", "unequal": "ungleich"}
REPEAT_NOTE = (
    "Ein Startwert ist also keine Ausrede für ein Ergebnis, das sonst niemand bekommt: ihn nennen und dazusagen, wie "
    "viele ausprobiert wurden."
)
SAME_MODEL = "Derselbe Startwert ergibt dasselbe Modell, Bit für Bit; ein anderer Startwert ergibt ein anderes."
OTHER_MODEL = "Derselbe Startwert hat auf diesem Gerät ein anderes Modell ergeben. Das sollte nicht vorkommen."


def how_many_models(n_models: int, n_seeds: int) -> str:
    """How many models are not like another."""
    return f"{n_seeds} Startwerte ergaben {_deutsch.number_of(n_models, 'Modell', 'verschiedene Modelle')}."


def as_before(n_seeds: int, *, equal: bool) -> str:
    """Whether the models are those that the same training gave before."""
    first = f"Alle {n_seeds}" if equal else f"Nicht alle {n_seeds}"
    return f"{first} gleichen denen des vorigen Durchlaufs."


NOTES = "Wie es gemacht wurde"
