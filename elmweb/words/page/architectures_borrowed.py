"""The screen about what a small model can borrow from a network: drawn pictures, and answers."""

from __future__ import annotations

HEADING = "Borrowed from a network"
LEAD = (
    "A large network has seen more than you have. See what a small model can take over from it, and what that is worth."
)

# Pictures

AUGMENT = "Pictures (augmentation)"
AUGMENT_TEXT = (
    "A model learns from a few photos of each of ten kinds of clothes, alone and together with pictures that a GAN "
    "draws. Each photo is then left out and predicted from all others. Drawn pictures stay only where more photos are "
    "right with them, by more than chance (one standard error)."
)
AUGMENT_START = "Draw and compare"
AUGMENTING = "Leaving photos out"
HOW_MANY_PHOTOS = "How many photos"
NONE_DRAWN = "none"
AUGMENT_TABLE = "Photos alone, and with drawn pictures"
AUGMENT_NOTE = (
    "Photos (Fashion-MNIST) above, drawn pictures below. The GAN learned from 60,000 photos, and those that are left "
    "out are among them: what it lends is what it saw there. It has not seen the photos kept back. All numbers are "
    "means over three random layers of 256 units, at the penalty that leaving photos out finds best."
)


def photos_of_each(n_photos: int) -> str:
    """How many photos of each kind a model learns from, as a choice."""
    return f"{n_photos} photos of each kind"


def augment_head(n_left_out: str, n_judged: str) -> list[str]:
    """The columns of the table: pictures, accuracy on photos left out in turn, and on others."""
    return ["Drawn of each kind", f"Accuracy (%), {n_left_out} left out", f"Accuracy (%), {n_judged} kept back"]


def pictures_of(kind: str) -> str:
    """The pictures of one kind of clothes, for those who do not see them."""
    return f"{kind}: photos above, drawn pictures below"


# Answers

DISTIL = "Answers (distillation)"
DISTIL_TEXT = (
    "A CNN reads 10,000 handwritten digits, and an ELM, its pupil, learns what the CNN says of each, without ever "
    "seeing a label."
)
DISTIL_START = "Teach the pupil"
DISTILLING = "Teaching the pupil"
HOW_WIDE = "How wide the pupil is"
DISTIL_TABLE = "Teacher and pupil"
DISTIL_HEAD = (
    "Model",
    "Accuracy (%)",
    "Agrees with the teacher (%)",
    "Size",
    "Size with its seed",
    "Time for a digit (ms)",
)


def hidden_units(n_units: str) -> str:
    """How wide the pupil is, as a choice."""
    return f"{n_units} hidden units"


def distil_note(n_learned: str, n_judged: str) -> str:
    """What the numbers of the table are."""
    return (
        f"Learned from {n_learned} digits of MNIST, measured on {n_judged} others. Sizes of the ELMs are those of "
        "32-bit numbers; with its seed, the hidden layer need not be stored. Times are measured in batches, on this "
        "device."
    )
