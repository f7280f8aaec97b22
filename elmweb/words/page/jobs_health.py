"""The screen of health, in the chapter "Five jobs": heartbeats beside the LSTM, cells, and images of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

TITLE = "Health: which heartbeats are not normal?"
LEAD = (
    "5,000 heartbeats of five kinds, cut out of a long recording of one patient with heart failure. An ELM is trained "
    "on 4,000 of them here; the LSTM of the Models page learned from the same ones before. Both are asked about the "
    "1,000 that are left."
)
LIMITS = (
    "This is not a diagnostic tool. All beats are of one patient, and a program labelled them.",
    "Accuracy over all beats says little, as most are of two kinds. Of the others there are few to judge by.",
    "The cells are 30 numbers each, measured at one clinic by an expert with a program, and are easy to tell apart.",
)
SOURCE = (
    "Beats: ECG5000, from the BIDMC Congestive Heart Failure Database of PhysioNet (ODC-BY 1.0), prepared by "
    "Y. Chen and E. Keogh. Cells: Breast Cancer Wisconsin (Diagnostic), UCI, CC BY 4.0. Layout of the images: "
    "Yang and others (2023), MedMNIST v2, doi:10.1038/s41597-022-01721-8."
)

# Beats

N_LEARN = "Beats the ELM learns from"
NUMBERS = {4_000: "4,000, as many as the LSTM had", 1_000: "1,000", 250: "250"}
WEIGHTS = "Rare kinds count"
WEIGHTED = {"alike": "as much as any other", "rare": "more, as they are rare"}
TRAINING_ON_BEATS = "Training on the beats"
KINDS = ("normal", "R-on-T premature", "premature ventricular", "supraventricular or ectopic", "unclassified")
"""Of the beats, in the order of the study."""
TIME_NOT_KNOWN = "not known"
ASKING_LSTM = "The LSTM is being asked."
BEATS_CAPTION = "Both models on the beats kept back"
FOUND_OF_EACH_KIND = "Found of each kind"
KIND_OF_BEAT = "Kind of beat"
LEARNED_FROM = "Learned from"
MISSED_BEATS = "Beats that the ELM missed, rare kinds first"


def beats_headline(percent: str, found: int, odd: int, seconds: str) -> str:
    """How often the ELM is right, and how many it finds of the beats that are not normal."""
    return (
        f"Right on {percent} % of the beats, and on {found} of the {odd} that are not normal, "
        f"after {seconds} of training."
    )


def elm_on_beats(n_judge: int) -> str:
    """What the headline is about; how the LSTM compares follows."""
    return f"The ELM, on {count(n_judge, 'beat')} kept back."


def lstm_time(seconds: str) -> str:
    """Below the table: where the training time is from, and how long the LSTM took to answer here, if it has."""
    answered = f" It answered for all of them in {seconds} here." if seconds else ""
    return (
        "The training time of the LSTM is that of its card, on one processor core of another machine, for "
        f'4,000 beats.{answered} <a href="#/models/lstm-ecg">The LSTM in Models</a>'
    )


def half_missed(kinds: Sequence[tuple[str, int, int, int]]) -> str:
    """The kinds that nobody should rely on: name, how many were found, of how many, and how many to learn from."""
    each = [
        f"{kind}: {found} of {judged} found, after {count(learned, 'beat')} to learn from"
        for kind, found, judged, learned in kinds
    ]
    return f"<b>The ELM misses more than half of some kinds.</b> {'; '.join(each)}."


def a_beat(kind: str) -> str:
    """The drawing of a beat, for those who do not see it."""
    return f"A beat, {kind}"


def said_by_elm(kind: str) -> str:
    """Below the drawing of a beat: the kind that the ELM took it for."""
    return f"ELM: {kind}"


def said_by_lstm(kind: str) -> str:
    """Below the drawing of a beat: the kind that the LSTM took it for."""
    return f"LSTM: {kind}"


# Cells

CELLS = "Cells: is it cancer?"
CELLS_LEAD = (
    "569 samples of breast tissue, each described by 30 measurements of its cells' nuclei. Ten ELMs learn from nine "
    "tenths each, so that every sample is judged by one that has not learned from it (cross-validation). Logistic "
    "regression and a network trained by backpropagation do the same."
)
TRAIN_ON_CELLS = ("Train on the cells", "Train on the cells again")
TRAINING_ON_CELLS = "Training on the cells"
CANCERS_MISSED = "Cancers missed"
FALSE_ALARMS = "False alarms"
CELLS_CAPTION = "The models on the cells"
WEIGH_THEM = (
    "A missed cancer is worse than a false alarm: how to weigh the two is on the screen of "
    '<a href="#/learn/jobs/finance">finance</a>.'
)


def cells_headline(missed: int, malignant: int, false: int, benign: int) -> str:
    """What the ELMs miss, and the false alarms they give."""
    return f"{missed} of {malignant} cancers missed, {count(false, 'false alarm')} in {benign} harmless samples."


def time_to_train(times: int) -> str:
    """The column with the time that a model took to be trained so many times."""
    return f"Time to train {times} times"


# Images of one's own

OWN = "Images of your own, in the layout of MedMNIST"
OWN_LEAD = (
    "No medical images come with this page. If you have a file of MedMNIST, such as bloodmnist.npz from medmnist.com, "
    "an ELM whose units look at parts of the images learns from it here, then a small CNN, and the file stays on this "
    "device. How well large networks do on the same sets is in the paper named below."
)
WHICH_FILE = "An .npz file of two-dimensional images, one label each. At most 10,000 images are learned from."
READING_THE_FILE = "Reading the file"
CNN_TO_COME = "The CNN is not trained yet."
OWN_CAPTION = "The models on the test images"
FOUND_OF_EACH_LABEL = "Found of each label"
LABEL = "Label"


def reading(name: str) -> str:
    """While a file with a name is read."""
    return f"Reading {name}"


def own_headline(percent: str, floor: str, seconds: str) -> str:
    """How often the ELM is right, and how often the most common label would be."""
    return (
        f"Right on {percent} % of the images, against {floor} % for always giving the most common label, "
        f"after {seconds} of training."
    )


def elm_on_images(name: str, n_learn: int, n_left: int, size: tuple[int, int], n_judge: int) -> str:
    """What the headline is about; how the CNN compares follows."""
    left = f", {n_left:,} more were left out" if n_left else ""
    return (
        f"The ELM on {name}: {n_learn:,} images of {size[0]} by {size[1]} pixels to learn from{left}; "
        f"{n_judge:,} of its test images judge."
    )


def label(name: str) -> str:
    """One label of the images, which is a number in most files."""
    return f"label {name}"
