"""The screen of health, in the chapter "Five jobs": heartbeats beside the LSTM, cells, and images of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

TITLE = "Gesundheit: Welche Herzschläge sind nicht normal?"
LEAD = (
    "5.000 Herzschläge von fünf Arten, ausgeschnitten aus einer langen Aufzeichnung bei einer Person mit "
    "Herzschwäche. Eine ELM wird hier auf 4.000 davon trainiert; das LSTM der Seite Modelle hat aus denselben schon "
    "früher gelernt. Beide werden nach den übrigen 1.000 gefragt."
)
LIMITS = (
    (
        "Dies ist kein Werkzeug für Diagnosen. Alle Herzschläge stammen von einer Person, und ein Programm hat sie "
        "eingeordnet."
    ),
    (
        "Die Trefferquote über alle Herzschläge sagt wenig, denn die meisten sind von zwei Arten. Von den übrigen "
        "gibt es nur wenige zum Messen."
    ),
    (
        "Die Zellen sind je 30 Zahlen, in einer Klinik von einer Fachperson mit einem Programm gemessen, und leicht zu "
        "unterscheiden."
    ),
)
SOURCE = (
    "Herzschläge: ECG5000, aus der BIDMC Congestive Heart Failure Database von PhysioNet (ODC-BY 1.0), aufbereitet von "
    "Y. Chen und E. Keogh. Zellen: Breast Cancer Wisconsin (Diagnostic), UCI, CC BY 4.0. Aufbau der Bilder: Yang und "
    "andere (2023), MedMNIST v2, doi:10.1038/s41597-022-01721-8."
)

# Beats

N_LEARN = "Herzschläge, aus denen die ELM lernt"
NUMBERS = {4_000: "4.000, so viele wie das LSTM hatte", 1_000: "1.000", 250: "250"}
WEIGHTS = "Seltene Arten zählen"
WEIGHTED = {"alike": "so viel wie alle anderen", "rare": "mehr, weil sie selten sind"}
TRAINING_ON_BEATS = "Training auf den Herzschlägen"
KINDS = (
    "normal",
    "R-auf-T-Extrasystole",
    "ventrikuläre Extrasystole",
    "supraventrikulär oder ektop",
    "nicht eingeordnet",
)
"""Of the beats, in the order of the study."""
TIME_NOT_KNOWN = "nicht bekannt"
ASKING_LSTM = "Das LSTM wird gefragt."
BEATS_CAPTION = "Beide Modelle auf den zurückgehaltenen Herzschlägen"
FOUND_OF_EACH_KIND = "Gefunden von jeder Art"
KIND_OF_BEAT = "Art des Herzschlags"
LEARNED_FROM = "Zum Lernen"
MISSED_BEATS = "Herzschläge, die der ELM entgangen sind, seltene Arten zuerst"


def beats_headline(percent: str, found: int, odd: int, seconds: str) -> str:
    """How often the ELM is right, and how many it finds of the beats that are not normal."""
    return (
        f"Richtig bei {percent} % der Herzschläge und bei {_deutsch.whole(found)} der {_deutsch.whole(odd)}, die nicht "
        f"normal sind, nach {seconds} Training."
    )


def elm_on_beats(n_judge: int) -> str:
    """What the headline is about; how the LSTM compares follows."""
    beats = _deutsch.number_of(n_judge, "zurückgehaltenen Herzschlag", "zurückgehaltenen Herzschlägen")
    return f"Die ELM, gemessen an {beats}."


def lstm_time(seconds: str) -> str:
    """Below the table: where the training time is from, and how long the LSTM took to answer here, if it has."""
    answered = f" Für seine Antworten auf alle hat es hier {seconds} gebraucht." if seconds else ""
    return (
        "Die Trainingszeit des LSTM stammt von seiner Karte, gemessen auf einem Prozessorkern eines anderen Geräts, "
        "für 4.000 "
        f'Herzschläge.{answered} <a href="#/models/lstm-ecg">Das LSTM unter Modelle</a>'
    )


def half_missed(kinds: Sequence[tuple[str, int, int, int]]) -> str:
    """The kinds that nobody should rely on: name, how many were found, of how many, and how many to learn from."""
    each = [
        f"{kind}: {_deutsch.whole(found)} von {_deutsch.whole(judged)} gefunden, "
        f"bei {_deutsch.number_of(learned, 'Herzschlag', 'Herzschlägen')} zum Lernen"
        for kind, found, judged, learned in kinds
    ]
    return f"<b>Von einigen Arten entgeht der ELM mehr als die Hälfte.</b> {'; '.join(each)}."


def a_beat(kind: str) -> str:
    """The drawing of a beat, for those who do not see it."""
    return f"Ein Herzschlag, {kind}"


def said_by_elm(kind: str) -> str:
    """Below the drawing of a beat: the kind that the ELM took it for."""
    return f"ELM: {kind}"


def said_by_lstm(kind: str) -> str:
    """Below the drawing of a beat: the kind that the LSTM took it for."""
    return f"LSTM: {kind}"


# Cells

CELLS = "Zellen: Ist es Krebs?"
CELLS_LEAD = (
    "569 Proben von Brustgewebe, jede mit 30 Messwerten ihrer Zellkerne beschrieben. Zehn ELMs lernen aus je neun "
    "Zehnteln, sodass jede Probe von einer beurteilt wird, die nicht aus ihr gelernt hat (Kreuzvalidierung). Eine "
    "logistische Regression und ein Netz, das mit Backpropagation trainiert wird, machen dasselbe."
)
TRAIN_ON_CELLS = ("Auf den Zellen trainieren", "Neu auf den Zellen trainieren")
TRAINING_ON_CELLS = "Training auf den Zellen"
CANCERS_MISSED = "Krebs übersehen"
FALSE_ALARMS = "Fehlalarme"
CELLS_CAPTION = "Die Modelle auf den Zellen"
WEIGH_THEM = (
    "Ein übersehener Krebs ist schlimmer als ein Fehlalarm: Wie man beides abwägt, steht unter "
    '<a href="#/learn/jobs/finance">Finanzen</a>.'
)


def cells_headline(missed: int, malignant: int, false: int, benign: int) -> str:
    """What the ELMs miss, and the false alarms they give."""
    return (
        f"{_deutsch.whole(missed)} von {_deutsch.number_of(malignant, 'Krebsprobe', 'Krebsproben')} übersehen, "
        f"{_deutsch.number_of(false, 'Fehlalarm', 'Fehlalarme')} bei "
        f"{_deutsch.number_of(benign, 'harmlosen Probe', 'harmlosen Proben')}."
    )


def time_to_train(times: int) -> str:
    """The column with the time that a model took to be trained so many times."""
    return f"Zeit für {_deutsch.whole(times)}-mal Training"


# Images of one's own

OWN = "Eigene Bilder, im Format von MedMNIST"
OWN_LEAD = (
    "Medizinische Bilder gehören nicht zu dieser Seite. Wer eine Datei von MedMNIST hat, etwa bloodmnist.npz von "
    "medmnist.com, kann sie hier lernen lassen: zuerst eine ELM, deren Einheiten auf Ausschnitte der Bilder schauen, "
    "dann ein kleines CNN. Die Datei bleibt auf diesem Gerät. Wie gut große Netze auf denselben Daten sind, steht in "
    "dem Artikel, der unten genannt ist."
)
WHICH_FILE = (
    "Eine .npz-Datei mit zweidimensionalen Bildern, jedes mit einer Klasse. Gelernt wird aus höchstens 10.000 Bildern."
)
READING_THE_FILE = "Datei wird gelesen"
CNN_TO_COME = "Das CNN ist noch nicht trainiert."
OWN_CAPTION = "Die Modelle auf den Testbildern"
FOUND_OF_EACH_LABEL = "Gefunden von jeder Klasse"
LABEL = "Klasse"


def reading(name: str) -> str:
    """While a file with a name is read."""
    return f"{name} wird gelesen"


def own_headline(percent: str, floor: str, seconds: str) -> str:
    """How often the ELM is right, and how often the most common label would be."""
    return f"Richtig bei {percent} % der Bilder (immer die häufigste Klasse: {floor} %), nach {seconds} Training."


def elm_on_images(name: str, n_learn: int, n_left: int, size: tuple[int, int], n_judge: int) -> str:
    """What the headline is about; how the CNN compares follows."""
    left = f" ({_deutsch.whole(n_left)} weitere blieben außen vor)" if n_left else ""
    return (
        f"Die ELM auf {name}: {_deutsch.number_of(n_learn, 'Bild', 'Bilder')} von {_deutsch.whole(size[0])} mal "
        f"{_deutsch.whole(size[1])} Pixeln zum Lernen{left}; gemessen wird an "
        f"{_deutsch.whole(n_judge)} der Testbilder."
    )


def label(name: str) -> str:
    """One label of the images, which is a number in most files."""
    return f"Klasse {name}"
