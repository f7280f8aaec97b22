"""The second half of the screen of science, in the chapter "Five jobs": which molecules bind to a protein."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

TITLE = "Bindet es an Thrombin?"
LEAD = (
    "Thrombin lässt Blut gerinnen, und ein Molekül, das sich fest daran bindet, kann die Gerinnung verhindern. Wie "
    "fest, misst man als Hemmkonstante Ki: je kleiner, desto fester. 2.754 Moleküle, die in Laboren ausprobiert "
    "wurden, sind so aufgeteilt, wie sie veröffentlicht wurden. Ein Modell lernt aus 2.201 von ihnen, welche aktiv "
    "sind, und sagt von den 553 anderen, wie wahrscheinlich jedes es ist."
)

# Settings

FIRM = "Aktiv heißt: ein Ki von"
SEEN = "Die Modelle sehen"
SEES = {"both": "die 20 Zahlen und 166 Strukturschlüssel", "numbers": "die 20 Zahlen"}
MOLECULE = "Testmolekül"
TRAIN = ("Auf den Aktivitäten trainieren", "Neu auf den Aktivitäten trainieren")
TRAINING = "Training auf den Aktivitäten"


def or_less(nanomolar: str) -> str:
    """A choice: up to which inhibition constant a molecule is called active."""
    return f"höchstens {nanomolar} nM"


def option(number: int, ki: str) -> str:
    """A molecule in the list of all."""
    return f"Nr. {_deutsch.whole(number)}, Ki {ki} nM"


# The result

CURVES = "Wie viele gefunden werden, und wie oft das stimmt"
CURVE_OF_ELM = "Wie viele gefunden werden, und wie oft das stimmt: die ELM"
AXES = ("Gefundene aktive (%), Recall", "Aktive unter den genannten (%), Precision")
AUC = "AUC"


def headline(in_100: str, seconds: str) -> str:
    """How well the ELM ranks."""
    return (
        f"Von einem aktiven und einem anderen Molekül stellt die ELM in {in_100} von 100 Fällen das aktive höher, "
        f"nach {seconds} Training."
    )


def on_which_molecules(n_learn: int, n_judge: int, n_active: int, firm: int) -> str:
    """What the headline is about; the last number is in nanomolar."""
    return (
        f"{_deutsch.number_of(n_learn, 'Molekül', 'Moleküle')} zum Lernen, {_deutsch.whole(n_judge)} zurückgehalten, "
        f"davon {_deutsch.whole(n_active)} aktiv bei {_deutsch.whole(firm)} nM."
    )


def about_scores(guessing: str) -> str:
    """Below the table of models; what guessing gives is a number such as 0.514."""
    return (
        "AUC: wie oft ein aktives Molekül höher steht als ein anderes; Raten ergibt 0,500. Mittlere Precision (Average "
        f"Precision): die mittlere Höhe der Kurve; Raten ergibt {guessing}. Die Bereiche entstehen durch wiederholtes "
        "Ziehen aus den zurückgehaltenen Molekülen (Bootstrap)."
    )


def curves_chart(models: Sequence[tuple[str, str]]) -> str:
    """The chart for those who do not see it: each model, and its average precision."""
    said = "; ".join(f"{name}, mittlere Precision {average}" for name, average in models)
    return f"Diagramm. Precision gegen Recall. {said}."


# Molecules

WHAT_THEY_SEE = "Was die Modelle sehen"


def number(at: int) -> str:
    """A molecule on a button; none of them has a name."""
    return f"Nr. {_deutsch.whole(at)}"


def molecule(at: int) -> str:
    """A molecule within the text for those who do not see its drawing."""
    return f"Molekül Nr. {_deutsch.whole(at)}"


def measured(ki: str, *, active: bool) -> str:
    """What was measured of a molecule."""
    return f"Ki {ki} nM, aktiv" if active else f"Ki {ki} nM, nicht aktiv"


def likely(percent: str) -> str:
    """How likely a model says that a molecule is active."""
    return f"mit {percent} % Wahrscheinlichkeit aktiv"


def mistake(measured: str, percent: str) -> str:
    """What was measured of a molecule, and what the ELM says."""
    return f"{measured}; laut ELM mit {percent}&nbsp;% Wahrscheinlichkeit aktiv"


def more_keys(n_keys: int) -> str:
    """Below the numbers of a molecule: what else the models see."""
    return f"Dazu {_deutsch.number_of(n_keys, 'Strukturschlüssel', 'Strukturschlüssel')}, jeder ja oder nein."


def smiles(formula: str) -> str:
    """The structure of a molecule in one line of letters."""
    return f"SMILES: {formula}"
