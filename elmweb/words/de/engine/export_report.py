"""The report of a model, on one page to print."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

DATA = "Daten"
MODEL = "Modell"
LIMITS = "Grenzen"


def page_title(title: str) -> str:
    """The title of the page, where a browser shows it."""
    return f"Bericht: {title}"


def predict(targets: Sequence[str]) -> str:
    """The heading."""
    return f"{_deutsch.listed(targets)} vorhersagen"


def report_of(day: str) -> str:
    """Above the heading; the day may be empty."""
    return f"Bericht über ein Modell, {day}" if day else "Bericht über ein Modell"


def beside_simpler(score: str) -> str:
    """The heading of the scores."""
    return f"{score} neben einfacheren Modellen, mit 95-%-Bereichen"


def made_with(version: str) -> str:
    """The last line."""
    return f"Erstellt mit elmweb {version} auf dem Gerät, auf dem trainiert wurde."


# What the model was made from

FACTS_OF_DATA = {
    "table": "Tabelle",
    "size": "Größe",
    "predicts": "Vorhergesagt wird",
    "from": "Aus",
    "rows": "Zeilen",
    "source": "Quelle",
    "licence": "Lizenz der Daten",
}


def size(n_rows: int, n_columns: int) -> str:
    """How large the table is."""
    rows, columns = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return f"{rows}, {columns}"


def targets(names: Sequence[str]) -> str:
    """The columns that are predicted."""
    return _deutsch.listed(names)


def columns(names: Sequence[str], most: int) -> str:
    """The columns that it is predicted from, of which so many are named."""
    return f"{_deutsch.number_of(len(names), 'Spalte', 'Spalten')}: {_deutsch.listed(names, most=most)}"


def rows(n_train: int, n_test: int, how: str) -> str:
    """Which rows are learned from; how they were split may follow, as sentences of its own."""
    learned = _deutsch.number_of(n_train, "Zeile", "Zeilen")
    return f"{learned} zum Lernen, {_deutsch.whole(n_test)} zum Bewerten zurückgehalten. {how}".strip()


# What the model is

FACTS_OF_MODEL = {
    "kind": "Art",
    "units": "Verdeckte Einheiten",
    "alpha": "Strafterm (Ridge)",
    "time": "Trainiert in",
    "refit": "Gelernt aus",
    "answers": "Antworten",
}


def all_rows(number: int) -> str:
    """What the model that is kept learned from."""
    return f"allen {_deutsch.number_of(number, 'Zeile', 'Zeilen')}, nach dem Bewerten"


# Scores and mistakes

NO_SCORES = "Mit diesem Modell wurden keine Angaben zur Güte gespeichert."
EACH_LABEL = "Jede Klasse"
LABEL = "Klasse"
ACCURACY = "Trefferquote (%)"
F1 = "F1"
TRUE_SAID_ROWS = ("Wahr", "Gesagt", "Zeilen")
WHERE_WRONG = "Wo es falsch liegt"
TRUE = "wahr"
"""The name of an axis: the true numbers."""
SAID = "gesagt"
"""The name of an axis: what the model said."""
ALL_KEPT_BACK = "Alle zurückgehaltenen Zeilen. Auf der gestrichelten Linie stimmt die Vorhersage genau."
PREDICTED_OVER_TRUE = "Vorhergesagte über wahren Zahlen"


def predicted_against_true(target: str) -> str:
    """The heading of a picture with a dot for each row."""
    return f"{target}: vorhergesagt und wahr"


def some_kept_back(n_rows: int, n_all: int) -> str:
    """Below it, where only some rows are drawn."""
    return (
        f"{_deutsch.whole(n_rows)} von {_deutsch.whole(n_all)} zurückgehaltenen Zeilen. Auf der gestrichelten Linie "
        "stimmt die Vorhersage genau."
    )


def most_frequent(n_answers: int) -> str:
    """The heading where there are too many answers for a matrix."""
    return f"Die häufigsten Fehler bei {_deutsch.number_of(n_answers, 'Antwort', 'Antworten')}"


def down_and_across(target: str) -> str:
    """Below the matrix."""
    return f"Abwärts: {target} in Wahrheit. Quer: was das Modell sagte, die wahrscheinlichere Antwort."


# Which columns matter

WHICH_MATTER = "Welche Spalten zählen"


def lost_points(n_rows: int, n_times: int) -> str:
    """Below the bars, for answers."""
    return (
        "Was verloren geht (Prozentpunkte der Wahrscheinlichkeit der wahren Antwort), wenn eine Spalte auf "
        f"{_kept(n_rows)} gemischt wird, {n_times}-mal; der Strich ist die Spanne dabei."
    )


def lost_error(n_rows: int, n_times: int) -> str:
    """Below the bars, for numbers."""
    return (
        f"Was verloren geht (am mittleren Fehler), wenn eine Spalte auf {_kept(n_rows)} gemischt wird, {n_times}-mal; "
        "der Strich ist die Spanne dabei."
    )


def _kept(n_rows: int) -> str:
    return _deutsch.number_of(n_rows, "zurückgehaltenen Zeile", "zurückgehaltenen Zeilen")


# Limits

OTHER_ROWS = (
    "Zeilen aus anderer Zeit, von anderem Ort oder aus anderer Quelle können anders sein; dann gilt die Güte nicht."
)
NOT_CAUSES = "Es hat gelernt, was in der Tabelle zusammen vorkommt, nicht, was was verursacht."
RANGE = "Der Bereich einer Vorhersage enthält 9 von 10 Zeilen wie denen der Tabelle, nicht von anderen."
MORE_PROBABLE = "Die Güte gilt für die wahrscheinlichere Antwort. Mit der gewählten Schwelle ist sie eine andere."
NOT_MEASURED = "Welche Spalten zählen, wurde für diesen Bericht nicht gemessen."


def same_table(n_rows: int) -> str:
    """What the scores are counted on."""
    return f"Die Güte ist durchweg auf {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} derselben Tabelle gezählt."


def own_estimate(calibration: str) -> str:
    """What a probability is; how good it is may follow, as a sentence of its own."""
    return f"Eine Wahrscheinlichkeit ist die eigene Schätzung des Modells. {calibration}".strip()


def stopped(step: int, steps: int) -> str:
    """That the training was stopped."""
    return f"Das Training wurde nach {step} von {steps} Einstellungen angehalten; die bisher beste wurde behalten."


def worse_where(groups: Sequence[str], most: int) -> str:
    """The groups of rows for which it is worse; each is a column and what it holds."""
    return f"Schlechter als sonst ist es bei {_deutsch.listed(groups, most=most)}."
