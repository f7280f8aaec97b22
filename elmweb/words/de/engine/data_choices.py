"""Why a table cannot be trained on as it was chosen: its columns, what is predicted, its rows and its corrections."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

CHOOSE_ANOTHER_TARGET = "Eine andere Spalte zum Vorhersagen wählen."
NO_ANSWER = "keine Antwort"


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"eines von {', '.join(names)}"


def in_row(value: str, row: int) -> str:
    """A cell that broke a rule, and where it stands."""
    return f"„{value}“ in Zeile {_deutsch.whole(row)}"


def only(value: str) -> str:
    """That there is one thing only, where more are needed."""
    return f"nur „{value}“"


# Columns

KIND_OF_ANSWER_UNKNOWN = "Die Art der Antwort ist unbekannt."
COLUMN_OF_THE_TABLE = "eine Spalte der Tabelle"
AT_LEAST_TWO_COLUMNS = "mindestens 2 Spalten"
NO_COLUMN = "keine Spalte"
BRING_MORE_COLUMNS = (
    "Eine Tabelle mit mehr Spalten nehmen, die durch Kommas, Semikolons oder Tabulatoren getrennt sind."
)
AT_LEAST_TWO_ROWS = "mindestens 2 Zeilen"
WRONG_NUMBER_OF_TARGETS = "Die Zahl der Zielspalten passt nicht zur Art der Antwort."
CHOOSE_ANOTHER_ROLE = "Etwas anderes für sie wählen oder sie weglassen."
_CANNOT_BE = {
    "number": "Die Spalte „{}“ kann keine Zahlen enthalten.",
    "date": "Die Spalte „{}“ kann keine Datumsangaben enthalten.",
    "photo": "Die Spalte „{}“ kann keine Fotos enthalten.",
    "sound": "Die Spalte „{}“ kann keine Tonaufnahmen enthalten.",
    "meaning": "Die Spalte „{}“ kann nicht nach ihrer Bedeutung gelesen werden.",
}
ROLE_NEEDS = {
    "number": "Ziffern, ein Dezimalzeichen",
    "date": "die meisten Werte sind Datumsangaben in einer Schreibweise",
    "meaning": "Texte, aus denen ein Netz Vektoren (Embeddings) gemacht hat",
    "photo": "Zellen mit Fotos",
    "sound": "Zellen mit Tonaufnahmen",
}
"""What the cells of a column must be, by its role."""


def no_such_column(table: str, column: str) -> str:
    """That a column is not in the table."""
    return f"„{table}“ hat keine Spalte „{column}“."


def role_unknown(column: str) -> str:
    """That a column was given a role that there is not."""
    return f"Als was „{column}“ gelesen werden soll, ist unbekannt."


def one_column(table: str) -> str:
    """That there is no column to predict from."""
    return f"„{table}“ hat nur eine Spalte. Es gibt nichts, woraus sich etwas vorhersagen ließe."


def too_few_rows(table: str) -> str:
    """That there are not even two rows."""
    return f"„{table}“ hat zu wenige Zeilen."


def n_targets(task: str) -> str:
    """How many columns can be predicted at a time; the task is a word of the program, such as "multilabel"."""
    return f"2 oder mehr bei {task}" if task == "multilabel" else f"1 bei {task}"


def cannot_be(column: str, role: str) -> str:
    """That the cells of a column do not fit its role."""
    return _CANNOT_BE[role].format(column)


# What is predicted

AT_LEAST_TWO_VALUES = "mindestens 2 Werte"
ALL_MISSING = "alle fehlen"
A_NUMBER = "Ziffern, ein Dezimalzeichen"
PREDICT_KINDS = "Die Spalte als Kategorie vorhersagen oder eine andere wählen."
TWO_DIFFERENT_VALUES = "mindestens 2 verschiedene Werte"
ANSWER_TWICE = "mindestens 2 Zeilen mit derselben Antwort"
PREDICT_A_NUMBER = "Die Spalte als Zahl vorhersagen oder eine andere wählen."
YES_OR_NO = "ja oder nein, wahr oder falsch, 1 oder 0"
CHOOSE_YES_OR_NO = "Nur Spalten wählen, in denen ja oder nein steht."
YES_AND_NO = "in manchen Zeilen ja und in anderen nein"
TWO_DIFFERENT_ANSWERS = "mindestens 2 verschiedene Antworten"
EXACTLY_TWO = "genau 2 Antworten"
SEVERAL_KINDS = "Stattdessen mehrere Klassen unterscheiden."


def target_empty(column: str) -> str:
    """That nothing is known of what is to be predicted."""
    return f"„{column}“ ist leer und lässt sich nicht vorhersagen."


def no_number(column: str) -> str:
    """That the answers are no numbers."""
    return f"„{column}“ lässt sich nicht als Zahl vorhersagen."


def target_constant(column: str) -> str:
    """That there is one answer only."""
    return f"„{column}“ ist in jeder Zeile gleich."


def target_singular(column: str) -> str:
    """That every row has an answer of its own."""
    return f"„{column}“ ist in jeder Zeile anders und lässt sich nicht als Kategorie vorhersagen."


def answers_in_rows(n_answers: int, n_rows: int) -> str:
    """How many answers there are in how many rows."""
    answers = _deutsch.number_of(n_answers, "Antwort", "Antworten")
    return f"{answers} in {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}"


def too_many_answers(column: str) -> str:
    """That there are more answers than can be told apart."""
    return f"„{column}“ hat zu viele verschiedene Antworten."


def at_most(number: int) -> str:
    """A rule: the largest number of something."""
    return f"höchstens {_deutsch.whole(number)}"


def no_label(column: str) -> str:
    """That a column does not say yes or no."""
    return f"„{column}“ kann keines von mehreren Labels sein."


def one_answer_used(column: str) -> str:
    """That the rows that are left have one answer."""
    return f"„{column}“ hat in jeder benutzten Zeile dieselbe Antwort."


def more_than_two(column: str) -> str:
    """That a question of yes or no has more answers."""
    return f"„{column}“ hat mehr als zwei Antworten."


def n_answers(number: int) -> str:
    """How many there are."""
    return _deutsch.number_of(number, "Antwort", "Antworten")


# Rows

SHARE_UNUSABLE = "Der Anteil der Zeilen zum Testen ist nicht brauchbar."
BETWEEN_0_AND_1 = "zwischen 0 und 1"
TWO_ROWS_THAT_DIFFER = "mindestens 2 verschiedene Zeilen"
ALL_COPIES = "alle Zeilen sind Kopien"
ONE_COLUMN_BESIDE = "mindestens 1 Spalte neben der Antwort"
ALL_LEFT_OUT = "alle anderen Spalten sind weggelassen"
SWITCH_OFF = "Ausschalten, was eine Spalte weglässt, oder etwas anderes für die Spalten wählen."
BRING_MORE_ROWS = "Mehr Zeilen mitbringen oder Zeilen behalten, die jetzt weggelassen sind."


def no_test_rows(table: str) -> str:
    """That no row is left to test on."""
    return f"In „{table}“ bleibt keine Zeile zum Testen."


def no_columns_left(table: str) -> str:
    """That no column is left to learn from."""
    return f"In „{table}“ bleibt keine Spalte zum Lernen."


def left_out(names: Sequence[str]) -> str:
    """Which columns are left out; the first of them."""
    return f"weggelassen: {', '.join(names)}"


def too_few_to_learn(table: str) -> str:
    """That too few rows are left."""
    return f"„{table}“ hat zu wenige Zeilen zum Lernen."


def rows_to_learn(number: int) -> str:
    """A rule: how many are needed."""
    return f"mindestens {_deutsch.number_of(number, 'Zeile', 'Zeilen')} zum Lernen"


def n_rows(number: int) -> str:
    """How many there are."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# Corrections

TOO_LITTLE_LEFT = "Die Korrekturen lassen zu wenig zum Lernen übrig."
UNKNOWN_ANSWER_LEFT = "Nach den Korrekturen steht zum Testen eine Antwort da, die keine Zeile zum Lernen hat."
WHOLE_TABLE = "eine Tabelle, die ganz im Speicher liegt"
CORRECT_THE_FILE = "Die Datei selbst korrigieren."
TAKE_BACK = "Die Korrekturen zurücknehmen."
TAKE_SOME_BACK = "Einige Korrekturen zurücknehmen."
LEARNED_ANSWERS = "jede Antwort in einer Zeile zum Lernen"
CORRECTION_WITHOUT_ROW = "Eine Korrektur nennt keine Zeile."
NUMBER_OF_A_ROW = "die Nummer einer Zeile, ab 1"
CHOOSE_ITS_KIND = "Die Art der Antwort wählen, mit der sie korrigiert wurde."
ROW_TAKEN_OUT = "eine Zeile, die herausgenommen ist"


def larger_than_memory(table: str) -> str:
    """That a table is looked at in a sample."""
    return f"„{table}“ ist größer als der Arbeitsspeicher. Einzelne Zeilen daraus lassen sich hier nicht korrigieren."


def sample_of(number: int) -> str:
    """How large the sample is."""
    return f"eine Stichprobe von {_deutsch.number_of(number, 'Zeile', 'Zeilen')}"


def enough_rows(fewest: int) -> str:
    """A rule: what corrections have to leave."""
    rows = _deutsch.number_of(fewest, "Zeile", "Zeilen")
    return f"mindestens {rows} zum Lernen, 1 zum Testen und 2 Antworten"


def rows_left(n_train: int, n_test: int) -> str:
    """What they leave."""
    return f"{_deutsch.number_of(n_train, 'Zeile', 'Zeilen')} zum Lernen, {_deutsch.whole(n_test)} zum Testen"


def not_this_answer(row: int) -> str:
    """That an answer does not fit what is predicted."""
    return f"Zeile {_deutsch.whole(row)} kann diese Antwort nicht bekommen."


def number_as_in(column: str) -> str:
    """A rule: the answer is a number."""
    return f"eine Zahl, wie in „{column}“"
