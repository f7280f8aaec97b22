"""Answers that may be wrong: the row on top, the next ones, what was corrected, and how the score moves."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TRUE_VALUE = "Richtiger Wert dieser Zeile"


def moved(
    now: str, n_held: int, before: str, n_corrections: int, *, is_number: bool, is_same: bool, is_clear: bool
) -> str:
    """The score with the corrections, and without them if there are some.

    Of numbers it is an average error, of classes the number of rows that were right; the newer one is marked up.
    """
    held = _deutsch.number_of(n_held, "zurückgehaltenen Zeile", "zurückgehaltenen Zeilen")
    said = f"Im Mittel um {now} daneben bei {held}" if is_number else f"Richtig bei {now} von {held}"
    if not n_corrections:
        return f"{said}."
    if is_same:
        return f"{said}; wie zuvor." if is_number else f"{said}; ebenso viele wie zuvor."
    luck = "ein klarer Unterschied" if is_clear else "das kann Zufall sein"
    without = "die Korrektur" if n_corrections == 1 else f"die {_deutsch.whole(n_corrections)} Korrekturen"
    return f"{said}; ohne {without} {before}, {luck}."


# The row on top

DOUBTFUL_ANSWERS = "Zweifelhafte Antworten"
NO_ROW_LEFT = "Keine Zeile ist mehr anzusehen."
IT_IS_RIGHT = "Die Antwort stimmt"
TAKE_OUT = "Zeile herausnehmen"
DELETE_KEY = "Entf"


def doubtful_row(number: int) -> str:
    """What the row on top is, for a screen reader."""
    return f"Zeile {_deutsch.whole(number)}, eine zweifelhafte Antwort"


def doubtful_number(target: str, answer: str, expected: str, times: str, *, is_above: bool) -> str:
    """A number in the table, what the model expects, and how far apart they are, in usual errors."""
    side = "darüber" if is_above else "darunter"
    return (
        f"{target} ist {answer}. Ohne diese Zeile erwartet das Modell {expected}: "
        f"Die Antwort liegt um das {times}-Fache des üblichen Fehlers {side}."
    )


def doubtful_class(target: str, answer: str, own: str) -> str:
    """A class in the table, and its probability in percent."""
    return f"{target} ist <b>{answer}</b>. Ohne diese Zeile gibt das Modell dafür {own} %."


def doubtful_beside(target: str, answer: str, own: str, expected: str, probability: str) -> str:
    """A class in the table and the class that the model expects, each with its probability in percent."""
    return (
        f"{target} ist <b>{answer}</b>. Ohne diese Zeile gibt das Modell dafür {own} % "
        f"und für <b>{expected}</b> {probability} %."
    )


def in_the_table(key: str) -> str:
    """On the button of the answer that is in the table, beside its key, which may be empty."""
    return f"{key} in der Tabelle".strip()


def no_button(n_answers: int) -> str:
    """How many answers have no button, because there are so many."""
    if n_answers == 1:
        return "1 weitere Antwort hat keinen Knopf; sie lässt sich in der Datei korrigieren."
    return (
        f"{_deutsch.whole(n_answers)} weitere Antworten haben keinen Knopf; sie lassen sich in der Datei korrigieren."
    )


# The next rows

NEXT_CAPTION = "Die nächsten Zeilen"
NEXT = "Als Nächstes"
EXPECTED = "Erwartet"
EXPECTED_PERCENT = "Erwartet (%)"

# What was corrected

TAKEN_OUT = "herausgenommen"
TRAIN_WITH_THEM = "Damit trainieren"
SAVE_CORRECTIONS = "Korrekturen speichern, CSV"
SAVE_TABLE = "Korrigierte Tabelle speichern, CSV"
TAKE_ALL_BACK = "Alle zurücknehmen"
FILE_STAYS = (
    "Die Datei bleibt, wie sie ist. Die Korrekturen gehören zum Projekt, und das nächste Training lernt aus ihnen."
)


def corrected(number: int, before: str, now: str) -> str:
    """A row that was corrected: the answer before and now, each marked up."""
    return f"Zeile {_deutsch.whole(number)}: {before} {now}"


# How good the list is

HOW_GOOD = "Wie gut ist diese Liste hier?"


def check(n_found: int, n_wrong: int, percent: str, n_times: int, n_listed: int) -> str:
    """How many answers that were made wrong on purpose the list found."""
    return (
        f"{n_times}-mal wurden 5 % der Antworten in dieser Tabelle absichtlich verfälscht. Unter den ersten "
        f"{_deutsch.whole(n_listed)} Zeilen der Liste fanden sich {_deutsch.whole(n_found)} dieser "
        f"{_deutsch.whole(n_wrong)}, also {percent} %. In einem zufällig gezogenen Zehntel der Zeilen wären es 10 %."
    )


def how_listed(n_rows: int, n_held: int, seconds: str) -> str:
    """Which rows are listed, how they are predicted, how long that took, and why the others are not listed."""
    return (
        f"In der Liste stehen die {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}, aus denen das bewertete Modell "
        f"gelernt hat. Jede wird ohne sich selbst vorhergesagt, mit exaktem Leave-one-out; das dauerte {seconds}. Die "
        f"{_deutsch.whole(n_held)} zurückgehaltenen stehen nicht darin: Wer nur Zeilen korrigiert, bei denen ein "
        "Modell falsch liegt, hebt dessen Güte, ob die Korrekturen stimmen oder nicht."
    )
