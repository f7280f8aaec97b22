"""What the chapter of architectures works out: the CNN, the LSTM, attention, GANs, and what is borrowed from them."""

from __future__ import annotations

from elmweb.words.de import _deutsch

LOADING_MODEL = "Das Modell wird geladen"

# A GAN on points of a plane


def step(number: int, n_steps: int) -> str:
    """How far the training is."""
    return f"Schritt {_deutsch.whole(number)} von {_deutsch.whole(n_steps)}"


def clusters_drawn(drawn: int, n_clusters: int, n_steps: int, time: str) -> str:
    """What the GAN has come to on a ring of clusters, after so many steps and so long."""
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"{drawn} von {n_clusters} Clustern werden getroffen, nach {steps} und {time}."


def points_near(percent: str, n_steps: int, time: str) -> str:
    """What the GAN has come to on other points, after so many steps and so long."""
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"{percent} von 100 echten Punkten haben einen erzeugten in der Nähe, nach {steps} und {time}."


# Attention

READING_SENTENCE = "Der Satz wird gelesen"
COMPARING_WITH_ONNXRUNTIME = "Mit onnxruntime wird verglichen"
PIECE_NAMES = {"[CLS]": "Anfang", "[SEP]": "Ende", "[UNK]": "unbekannt"}
TOO_LONG_FOR_PICTURE = "Der Text ist für dieses Bild zu lang."
MODELS_READS_LONGER = "Die Seite Modelle liest längere."

# Pictures that a GAN draws, added to photos

LOADING_PHOTOS = "Die Fotos werden geladen"
DRAWING = "Es wird gezeichnet"
PHOTOS_ALONE = "Nur Fotos"
DRAWS_SOMETHING_ELSE = "Das Modell zeichnet etwas anderes."


def drawn_of_each(number: int) -> str:
    """How many drawn pictures are added to the photos, while that is tried."""
    return f"{_deutsch.number_of(number, 'gezeichnetes Bild', 'gezeichnete Bilder')} je Art"


def pictures_of(side: int) -> str:
    """What the model should draw."""
    return f"Bilder von {side} mal {side} Pixeln"


def none_stays(without: str, best: str) -> str:
    """That drawn pictures do not help; how many in 100 of the photos left out are right without and with them."""
    return (
        f"Kein gezeichnetes Bild bleibt: Von den ausgelassenen Fotos sind ohne sie {without} % richtig und mit ihnen "
        f"bestenfalls {best} %, was Zufall sein kann."
    )


def some_stay(number: int, left_out: tuple[str, str], kept_back: tuple[str, str], *, agree: bool) -> str:
    """That drawn pictures help: how many in 100 are right with and without them, and whether photos kept back agree."""
    stay = "1 gezeichnetes Bild je Art bleibt" if number == 1 else f"{number} gezeichnete Bilder je Art bleiben"
    verdict = "bestätigen das" if agree else "bestätigen das nicht"
    return (
        f"{stay}: Von den ausgelassenen Fotos sind mit ihnen {left_out[0]} % richtig, ohne sie {left_out[1]} %. "
        f"Zurückgehaltene Fotos {verdict}: {kept_back[0]} % mit, {kept_back[1]} % ohne."
    )


# The training of a GAN on clothes, epoch by epoch

LOADING_PICTURES = "Die Bilder werden geladen"

# An ELM that learns from a CNN

FETCHING_DIGITS = "Die Ziffern werden geladen"
LOADING_TEACHER = "Der Lehrer wird geladen"
TEACHER_READS = "Der Lehrer liest"
TESTING_TEACHER = "Der Lehrer wird geprüft"
PUPIL_LEARNS = "Der Schüler lernt"
OTHER_LEARNS = "Eine andere lernt aus den wahren Antworten"
PUPIL = "Schüler: ELM, lernt, was der Lehrer sagt"
ELM_ON_LABELS = "ELM, lernt die wahren Antworten"


def teacher(title: str) -> str:
    """The name of the teacher, in the table of the scores."""
    return f"Lehrer: {title}, ein CNN"


def pupil_reads(pupil: str, teacher: str, other: str, *, than: str) -> str:
    """What became of the pupil: of 100 digits right it, its teacher, and an ELM on the labels; than is a key."""
    how_many = {"same": "etwa so viele wie", "more": "mehr als", "fewer": "weniger als"}[than]
    return (
        f"Der Schüler liest {pupil} von 100 Ziffern richtig, sein Lehrer {teacher}. Das sind {how_many} bei einer ELM, "
        f"die die wahren Antworten gelernt hat: {other}."
    )


# A CNN and its maps

LOADING_NETWORK = "Das Netz wird geladen"


def epoch(number: int, n_epochs: int) -> str:
    """How far the training is."""
    return f"Epoche {number} von {n_epochs}"


def digits_read(right: int, n_digits: int, time: str) -> str:
    """How good the small CNN is that was trained here, and how long that took."""
    return f"Es liest {right} von {n_digits} zurückgehaltenen Ziffern richtig, nach {time} Training hier."


# Remembering one bit

GETTING_READY = "Wird vorbereitet"
NETWORKS = {"plain": "Einfaches rekurrentes Netz", "lstm": "LSTM"}


def batch(number: int, n_batches: int) -> str:
    """How far the training is."""
    return f"Batch {number} von {n_batches}"


def memory_settings(
    n_units: int, rate: str, longest: str, *, n_batches: int, batch_size: int, noise: str, lasts: int
) -> str:
    """How both networks are trained; the LSTM's memory lasts so many steps at the start, 0 for one that is halved."""
    memory = f"bleibt etwa {lasts} Schritte erhalten" if lasts else "halbiert sich in jedem Schritt"
    return (
        f"Je {n_units} Einheiten, Adam mit Lernrate {rate}, Gradienten nicht länger als {longest}, {n_batches} "
        f"Batches von {batch_size} neuen Folgen, Rauschen mit Standardabweichung {noise}. Was das LSTM im Gedächtnis "
        f"hat, {memory}, wenn es anfängt."
    )


def _the(network: str) -> str:
    """Return a network within a sentence."""
    return {"plain": "Das einfache rekurrente Netz", "lstm": "Das LSTM"}[network]


def learned_after(network: str, n_reached: int, time: str, n_batches: int) -> str:
    """After how many batches a network, a key of NETWORKS, could do it, 0 for before it began; time is for them all."""
    after = _deutsch.number_of(n_reached, "Batch", "Batches")
    how = f"konnte es nach {after}" if n_reached else "konnte es schon vor dem Training"
    return f"{_the(network)} {how} und brauchte {time} für {n_batches}."


def not_learned(network: str, n_batches: int, time: str, right: int, n_test: int) -> str:
    """That a network, a key of NETWORKS, cannot do it, and how many of the sequences kept back it gets right."""
    return (
        f"{_the(network)} hat es in {n_batches} Batches und {time} nicht gelernt: Es liegt bei {right} von {n_test} "
        f"richtig, eine Münze läge bei {n_test // 2} richtig."
    )
