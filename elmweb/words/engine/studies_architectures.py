"""What the chapter of architectures works out: the CNN, the LSTM, attention, GANs, and what is borrowed from them."""

from __future__ import annotations

LOADING_MODEL = "Loading the model"

# A GAN on points of a plane


def step(number: int, n_steps: int) -> str:
    """How far the training is."""
    return f"Step {number:,} of {n_steps:,}"


def clusters_drawn(drawn: int, n_clusters: int, n_steps: int, time: str) -> str:
    """What the GAN has come to on a ring of clusters, after so many steps and so long."""
    return f"{drawn} of {n_clusters} clusters are drawn after {n_steps:,} steps and {time}."


def points_near(percent: str, n_steps: int, time: str) -> str:
    """What the GAN has come to on other points, after so many steps and so long."""
    return f"{percent} of 100 real points have a drawn one near after {n_steps:,} steps and {time}."


# Attention

READING_SENTENCE = "Reading the sentence"
COMPARING_WITH_ONNXRUNTIME = "Comparing with onnxruntime"
PIECE_NAMES = {"[CLS]": "start", "[SEP]": "end", "[UNK]": "unknown"}
TOO_LONG_FOR_PICTURE = "The text is too long for this picture."
MODELS_READS_LONGER = "The Models page reads longer ones."

# Pictures that a GAN draws, added to photos

LOADING_PHOTOS = "Loading the photos"
DRAWING = "Drawing"
PHOTOS_ALONE = "Photos alone"
DRAWS_SOMETHING_ELSE = "The model draws something else."


def drawn_of_each(number: int) -> str:
    """How many drawn pictures are added to the photos, while that is tried."""
    return f"{number} drawn pictures of each kind"


def pictures_of(side: int) -> str:
    """What the model should draw."""
    return f"pictures of {side} by {side} pixels"


def none_stays(without: str, best: str) -> str:
    """That drawn pictures do not help; how many in 100 of the photos left out are right without and with them."""
    return (
        f"No drawn picture stays: of the photos that were left out, {without} % are right without them, and {best} at "
        "best with them, which may be luck."
    )


def some_stay(number: int, left_out: tuple[str, str], kept_back: tuple[str, str], *, agree: bool) -> str:
    """That drawn pictures help: how many in 100 are right with and without them, and whether photos kept back agree."""
    verdict = "agree" if agree else "do not agree"
    return (
        f"{number} drawn pictures of each kind stay: of the photos that were left out, {left_out[0]} in 100 are right "
        f"with them, and {left_out[1]} without. Photos kept back {verdict}: {kept_back[0]} % with, {kept_back[1]} "
        "without."
    )


# The training of a GAN on clothes, epoch by epoch

LOADING_PICTURES = "Loading the pictures"

# An ELM that learns from a CNN

FETCHING_DIGITS = "Fetching digits"
LOADING_TEACHER = "Loading the teacher"
TEACHER_READS = "The teacher reads"
TESTING_TEACHER = "The teacher is tested"
PUPIL_LEARNS = "The pupil learns"
OTHER_LEARNS = "Another learns from the labels"
PUPIL = "Pupil: ELM on what the teacher says"
ELM_ON_LABELS = "ELM on the labels"


def teacher(title: str) -> str:
    """The name of the teacher, in the table of the scores."""
    return f"Teacher: {title}, a CNN"


def pupil_reads(pupil: str, teacher: str, other: str, *, than: str) -> str:
    """What became of the pupil: of 100 digits right it, its teacher, and an ELM on the labels; than is a key."""
    how_many = {"same": "about as many as", "more": "more than", "fewer": "fewer than"}[than]
    return (
        f"The pupil reads {pupil} of 100 digits right, its teacher {teacher}. "
        f"That is {how_many} an ELM that was told the labels, {other}."
    )


# A CNN and its maps

LOADING_NETWORK = "Loading the network"


def epoch(number: int, n_epochs: int) -> str:
    """How far the training is."""
    return f"Epoch {number} of {n_epochs}"


def digits_read(right: int, n_digits: int, time: str) -> str:
    """How good the small CNN is that was trained here, and how long that took."""
    return f"It reads {right} of {n_digits} digits kept back, after {time} of training here."


# Remembering one bit

GETTING_READY = "Getting ready"
NETWORKS = {"plain": "Plain recurrent network", "lstm": "LSTM"}


def batch(number: int, n_batches: int) -> str:
    """How far the training is."""
    return f"Batch {number} of {n_batches}"


def memory_settings(
    n_units: int, rate: str, longest: str, *, n_batches: int, batch_size: int, noise: str, lasts: int
) -> str:
    """How both networks are trained; the LSTM's memory lasts so many steps at the start, 0 for one that is halved."""
    memory = f"stays for about {lasts} steps" if lasts else "is halved in each step"
    return (
        f"{n_units} units each, Adam with learning rate {rate}, gradients no longer than {longest}, {n_batches} "
        f"batches of {batch_size} new sequences, noise of standard deviation {noise}. What the LSTM has in memory "
        f"{memory} when it starts."
    )


def _the(network: str) -> str:
    """Return a network within a sentence."""
    return {"plain": "The plain recurrent network", "lstm": "The LSTM"}[network]


def learned_after(network: str, n_reached: int, time: str, n_batches: int) -> str:
    """After how many batches a network, a key of NETWORKS, could do it, 0 for before it began; time is for them all."""
    how = f"had learned it after {n_reached} batches" if n_reached else "knew it before it began"
    return f"{_the(network)} {how}, and took {time} for {n_batches}."


def not_learned(network: str, n_batches: int, time: str, right: int, n_test: int) -> str:
    """That a network, a key of NETWORKS, cannot do it, and how many of the sequences kept back it gets right."""
    return (
        f"{_the(network)} has not learned it in {n_batches} batches and {time}: it is right on {right} of {n_test}, "
        f"and a coin would be on {n_test // 2}."
    )
