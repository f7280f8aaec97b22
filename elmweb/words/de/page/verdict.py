"""The head of the Result page: whether the model is any good, and the models it is compared with."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

CHANGED_SINCE = (
    "Die Tabelle oder eine Einstellung wurde seitdem geändert. "
    '<a href="#/train">Neu trainieren</a> bringt das Ergebnis auf den neuesten Stand.'
)


def about(targets: str, table: str) -> str:
    """What was predicted, and in which table; the name of a table may be empty."""
    return f"{targets}, aus {table}" if table else targets


def back_to_before(number: str) -> str:
    """The button that takes back a result that was stopped."""
    return f"Zurück zum Ergebnis davor, {number}"


def stopped(step: int, steps: int) -> str:
    """How far a search came that was stopped."""
    return (
        f"Angehalten bei {_deutsch.whole(step)} von {_deutsch.whole(steps)} Einstellungen. "
        "Das bisher beste Modell bleibt erhalten."
    )


def learns_from_all(n_train: int, n_all: int) -> str:
    """The same, while the second is on its way."""
    return (
        f"Bewertet wurde ein Modell, das aus {_deutsch.number_of(n_train, 'Zeile', 'Zeilen')} gelernt und die übrigen "
        "nie gesehen hat. Das Modell, das hier ausprobiert und gespeichert wird, hat dieselben Einstellungen und lernt "
        f"gerade aus allen {_deutsch.whole(n_all)}."
    )


LEARN_FROM_ALL = "Aus allen Zeilen lernen"


def learned_from_some(n_train: int, n_all: int) -> str:
    """That the model that was judged is also the one that is tried and saved, because the second was stopped."""
    return (
        f"Bewertet wurde dieses Modell: Es hat aus {_deutsch.number_of(n_train, 'Zeile', 'Zeilen')} gelernt und die "
        f"übrigen nie gesehen. Aus allen {_deutsch.whole(n_all)} hat es noch nicht gelernt."
    )


def learned_from_all(n_train: int, n_all: int) -> str:
    """Which model was judged, and which one is tried and saved."""
    return (
        f"Bewertet wurde ein Modell, das aus {_deutsch.number_of(n_train, 'Zeile', 'Zeilen')} gelernt und die übrigen "
        "nie gesehen hat. Das Modell, das hier ausprobiert und gespeichert wird, hat dieselben Einstellungen und hat "
        f"aus allen {_deutsch.whole(n_all)} gelernt."
    )


def threshold_chosen(positive: str, percent: str) -> str:
    """That another probability than one half decides."""
    return (
        f"Wie gewählt, lautet die Antwort ab einer Wahrscheinlichkeit von {percent} % „{positive}“. "
        "Die Zahlen hier gelten für die jeweils wahrscheinlichere Antwort."
    )


def from_saved(name: str, *, has_scores: bool) -> str:
    """Where a model that was not trained here comes from."""
    scores = " Die Zahlen zur Güte wurden mit ihm gespeichert." if has_scores else ""
    return f"Aus dem gespeicherten Modell {name}.{scores}"


def about_another_table(open_table: str) -> str:
    """That the result is not about the table that is open."""
    return (
        f"Geöffnet ist jetzt {open_table}; dieses Ergebnis gehört zu einer anderen Tabelle. "
        '<a href="#/train">Mit der offenen Tabelle trainieren</a>, um deren Ergebnis zu sehen.'
    )


# The comparison

COMPARE_BOOSTING = "Auch mit Gradient Boosting vergleichen"
KEEP = "Behalten"
MODEL = "Modell"
SCORE_AND_RANGE = "Güte und Bereich"
RANKING = "Rangfolge (AUC)"
FIT = "Anpassung"
SEARCH = "Suche"
SCORES_CAPTION = "Güte auf den zurückgehaltenen Zeilen"
TIMES = (
    "Anpassung: Lernen mit den gewählten Einstellungen und Vorhersagen. "
    "Suche: Spalten vorbereiten und Einstellungen ausprobieren."
)
WHAT_KEEPING_DOES = (
    "Das behaltene Modell lernt noch einmal aus denselben Zeilen und wird dann hier ausprobiert, gespeichert und "
    "verwendet."
)
MORE_NUMBERS = "Weitere Zahlen"


def score_with_range(score: str) -> str:
    """The title of the chart of the scores."""
    return f"{score}, mit 95-%-Bereich"


def score_chart(title: str, scores: Sequence[tuple[str, str]]) -> str:
    """The chart of the scores for those who do not see it: each method and its score."""
    return f"Diagramm. {title}. {'; '.join(f'{name} {score}' for name, score in scores)}."


def keep(name: str) -> str:
    """The button of one method, for those who do not see its row."""
    return f"Behalten: {name}"
