"""Files to take home and files that were saved: models with their reports, scripts, and sums of rows."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# A saved report

A_LIST_OF_PARTS = "eine Liste seiner Teile"
AS_WRITTEN = "der Steckbrief, wie er geschrieben wurde"
TRAIN_AND_SAVE = "Das Modell neu trainieren und speichern."


def report_changed(name: str) -> str:
    """A report in a model file that is none any more."""
    return f"Der Bericht in der Modelldatei „{name}“ lässt sich nicht zeigen. Er wurde verändert."


def of_the_model(part: str, value: str) -> str:
    """What a part of the report must be; the part by its name in the file."""
    return f"{part} wie im Modell, {value}"


def as_shown(part: str) -> str:
    """The same for a part that the page shows."""
    return f"„{part}“, wie die Seite es zeigt"


# A trained model

MEASURE_COLUMNS = "Wer zuerst messen lässt, welche Spalten zählen, bekommt auch das mit hinein."
JUDGED_MODEL_GONE = (
    "Das Modell, das die zurückgehaltenen Zeilen nie gesehen hat, ist nicht mehr da; das behaltene hat aus ihnen "
    "gelernt."
)
TRAIN_AGAIN = "Neu trainieren."
CORRECTED_HERE = (
    "Mit einem Steckbrief können andere das Training aus der Datei wiederholen, hier wurden aber Antworten auf der "
    "Seite korrigiert."
)
SAVE_CORRECTED = "Die korrigierte Tabelle speichern, öffnen und damit trainieren."
NO_PASSPORT = "Die Datei dieses Modells hat keinen Steckbrief: Sie stammt aus einer früheren Version oder aus Python."
OPEN_THE_TABLE = "Die Tabelle öffnen und neu trainieren."
NO_HELD_OUT_ROWS = "Die zurückgehaltenen Zeilen stehen nicht in einem gespeicherten Modell."
NO_LINE = "Hier gibt es keine Schwelle zu wählen."
TWO_ANSWERS = "eine Spalte mit zwei Antworten"
NO_LINE_THERE = "Dort kann die Schwelle zwischen zwei Antworten nicht liegen."
A_PROBABILITY = "eine Wahrscheinlichkeit, 0 bis 1"
LAST_OF_EACH_FILE = "Auf einem Cluster sind die Testzeilen die letzten jeder Datei."
INDEPENDENT_ROWS = "Zeilen, die nicht voneinander abhängen"
ONE_MACHINE = "Das Skript für ein einzelnes Gerät nehmen."
SWITCH_OFF = "Auf der Seite Daten ausschalten, was Zeilen zusammenhält."
SCRIPT_WITHOUT_CORRECTIONS = (
    "Das Skript liest die Datei, wie sie ist, hier wurden aber Antworten auf der Seite korrigiert."
)
WITHOUT_CORRECTIONS = "eine Tabelle ohne Korrekturen"
SAVE_CORRECTED_TABLE = "Unter Ergebnis die korrigierte Tabelle speichern, sie öffnen und damit trainieren."


def read_back(n_rows: int, off: str, *, numbers: bool) -> str:
    """How far an ONNX file's predictions, numbers or probabilities, are from the model's."""
    things = "Die Zahlen" if numbers else "Die Wahrscheinlichkeiten"
    return (
        f"Zur Probe wieder gelesen und auf {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} der Tabelle ausgeführt: "
        f"{things} weichen um höchstens {off} ab."
    )


def n_corrections(number: int) -> str:
    """How many answers were corrected."""
    return _deutsch.number_of(number, "Korrektur", "Korrekturen")


# The names of files, without their endings


def predictor_file(stem: str) -> str:
    """A page that predicts."""
    return f"{stem} Vorhersage"


def test_rows_file(stem: str) -> str:
    """The rows kept back, with predictions."""
    return f"{stem} Testzeilen"


def report_file(stem: str) -> str:
    """The report."""
    return f"{stem} Bericht"


def passport_file(stem: str) -> str:
    """The passport."""
    return f"{stem} Steckbrief"


def script_file(stem: str, *, cluster: bool) -> str:
    """The training as a script."""
    return f"{stem} auf Cluster trainieren" if cluster else f"{stem} trainieren"


def network_file(stem: str) -> str:
    """A model with the network before it."""
    return f"{stem} mit Netz"


def predict_file(stem: str) -> str:
    """Both, with a script that predicts."""
    return f"{stem} vorhersagen"


# A network and the model behind it, in one ONNX file

IMAGE = "Fotos: Rot, Grün und Blau von 0 bis 1, die Mitte als Quadrat."
IDS = "Wortstücke von Texten, als ihre Plätze im Vokabular, zwischen [CLS] und [SEP]."
MASK = "1 für jedes Wortstück, 0 für das, was einen kürzeren Text auffüllt."


def sound(rate: int, least: int) -> str:
    """The input for clips: samples a second, and how many at least."""
    return (
        f"Abtastwerte von Tonaufnahmen von -1 bis 1, {_deutsch.whole(rate)} pro Sekunde, mindestens "
        f"{_deutsch.whole(least)}."
    )


def size(whole: str, network: str) -> str:
    """How large the file is."""
    return f"{whole}, davon {network} für das Netz."


def size_unpacked(whole: str, network: str) -> str:
    """The same where it is packed."""
    return f"Entpackt hat model.onnx {whole}, davon {network} für das Netz."


# Sums of rows

NO_SUMS = (
    "Diese Art von Modell hat keine Summen zum Teilen: Seine Schicht besteht aus Zeilen, oder es sind mehrere "
    "Schichten."
)
RANDOM_UNITS = "eine Schicht zufälliger Einheiten, die gezogen wurde, ohne auf Zeilen zu schauen: die ELM oder RVFL"
TRAIN_AN_ELM = "Eine Extreme Learning Machine trainieren."
ANOTHER_QUESTION = "Diese Zeilen beantworten eine andere Frage als die Summen."
SAME_COLUMN = "Auf der Seite Daten dieselbe Spalte wählen."
UNKNOWN_ANSWERS = "Die Tabelle hat Antworten, die die Summen nicht kennen."
TAKE_OUT_OR_BEGIN = "Diese Zeilen herausnehmen oder mit dieser Tabelle beginnen."
SAVED_AS_SUMS = "eine Datei, die hier als Summen gespeichert wurde"
ASK_AGAIN = "Noch einmal um die Datei bitten."
NOTHING_OF_SUMS = "von Summen steht nichts darin"
NO_RANDOM_LAYER = "was übereinstimmen muss, ist kein Modell einer Tabelle mit einer zufälligen Schicht"
MATCHING_FILES = "Dateien, die alle passend zur ersten gespeichert wurden"
ANOTHER_LAYER = "eine andere Schicht, Skalierung oder Liste von Antworten"
ONE_BEGINS = "Eine Person beginnt; die anderen öffnen diese Datei und wählen „Passende Summen meiner Zeilen speichern“."


def question(targets: Sequence[str], task: str) -> str:
    """Which columns are predicted, and what they hold."""
    return f"{_deutsch.listed(targets)}, {task}"


def answers(names: Sequence[str], most: int) -> str:
    """Answers that the sums, or the table, know; the first are named."""
    return _deutsch.listed(names, most)


def holds_sums(n_rows: int) -> str:
    """What is in a file of sums."""
    return f"Darin stehen die Summen von {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}, aber keine Zeile."


def no_file_of_sums(name: str) -> str:
    """A file that is none."""
    return f"„{name}“ ist keine Datei mit Summen, oder sie ist beschädigt."


def too_large(part: str, most: int) -> str:
    """A part that is too large."""
    return f"{part} ist größer als {_deutsch.whole(most)} Byte"


def other_format(number: str, known: int) -> str:
    """A file of a newer version."""
    return f"Format {number}; diese Seite liest {known}"


def odd_number_of_rows(number: str) -> str:
    """Sums that cannot be of rows."""
    return f"Summen von {number} Zeilen"


def not_of_one_layer(name: str, first: str) -> str:
    """Two files that do not belong together."""
    return (
        f"Die Summen in „{name}“ und „{first}“ gehören nicht zu derselben Schicht und lassen sich nicht zusammenzählen."
    )
