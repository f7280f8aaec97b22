"""Who races: what each way of learning is called, its settings, and what became of it."""

from __future__ import annotations

from elmweb.words.de import _deutsch

NAMES = {
    "elm": "ELM",
    "kernel": "Kernel-ELM",
    "ridge": "Ridge-Regression",
    "logistic": "Logistische Regression",
    "forest": "Random Forest",
    "boosting": "Gradient Boosting",
    "mlp": "MLP",
    "cnn": "CNN",
}
IN_SENTENCE = NAMES | {"logistic": "logistische Regression"}
"""The same within a sentence, without an article, so that it fits in every case."""

# Their settings, as the line below a name


def elm(n_units: int) -> str:
    """The ELM."""
    units = _deutsch.number_of(n_units, "zufällige tanh-Einheit", "zufällige tanh-Einheiten")
    return f"{units}, Strafterm (Ridge) durch exaktes Leave-one-out: die Vorgaben von elmweb"


def kernel_on_all(n_rows: int) -> str:
    """The kernel ELM that compares a row with all others."""
    return (
        f"Gauß-Kernel mit allen {_deutsch.whole(n_rows)} Zeilen, Strafterm (Ridge) durch exaktes Leave-one-out: die "
        "Vorgaben von elmweb"
    )


def kernel_on_landmarks(n_rows: int) -> str:
    """The kernel ELM that compares a row with some others."""
    return (
        f"Gauß-Kernel mit {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} als Stützpunkten, Strafterm (Ridge) durch "
        "exaktes Leave-one-out: die Vorgaben von elmweb"
    )


RIDGE = "Vorgaben von scikit-learn: alpha 1"
LOGISTIC = "Vorgaben von scikit-learn: C 1, L-BFGS bis zur Konvergenz"


def forest(n_trees: int) -> str:
    """The random forest for classes."""
    return f"{_deutsch.number_of(n_trees, 'Baum', 'Bäume')}, die Vorgaben von scikit-learn"


def forest_for_numbers(n_trees: int) -> str:
    """The random forest for numbers."""
    trees = _deutsch.number_of(n_trees, "Baum", "Bäume")
    return f"{trees}, die Vorgaben von scikit-learn, ein Drittel der Eingaben je Verzweigung"


def boosting(n_trees: int) -> str:
    """Gradient boosting for numbers or two classes."""
    trees = _deutsch.number_of(n_trees, "Baum", "Bäume")
    return f"HistGradientBoosting von scikit-learn, {trees} mit bis zu 31 Blättern, seine Vorgaben"


def boosting_for_each(n_trees: int) -> str:
    """Gradient boosting for more classes."""
    trees = _deutsch.number_of(n_trees, "Baum", "Bäume")
    return f"HistGradientBoosting von scikit-learn, {trees} je Antwort mit bis zu 31 Blättern, seine Vorgaben"


_OPTIMIZERS = {"adam": "Adam", "sgd": "SGD mit Momentum 0,9"}


def mlp(n_units: int, how: str) -> str:
    """The network of one hidden layer, and how it learns."""
    return f"{_deutsch.number_of(n_units, 'ReLU-Einheit', 'ReLU-Einheiten')}, {how}"


def cnn(filters: tuple[int, int], n_units: int, dropout: str, how: str) -> str:
    """The network for images, and how it learns."""
    units = _deutsch.number_of(n_units, "Einheit", "Einheiten")
    return f"{filters[0]} und {filters[1]} Filter von 3 mal 3, {units}, Dropout {dropout}, {how}"


def how_it_learns(optimizer: str, rate: str, batch: int, patience: int, most: int) -> str:
    """How a network learns; the optimizer is "adam" or "sgd"."""
    return (
        f"{_OPTIMIZERS[optimizer]}, Lernrate {rate}, Batches von {batch}; ein Zehntel seiner Zeilen sagt, wann Schluss "
        f"ist: nach {_deutsch.whole(patience)} Epochen ohne Gewinn oder nach {_deutsch.whole(most)}"
    )


# What is set for a race, and what it may be


def no_setting(name: str) -> str:
    """That a race has no setting of this name."""
    return f"Ein Wettlauf hat keine Einstellung „{name}“."


def some_of(ids: str) -> str:
    """What may be chosen: at least one of these."""
    return f"mindestens eines von {ids}"


ADAM_OR_SGD = "adam oder sgd"
ABOVE_ZERO = "eine Zahl über 0"


def seconds_allowed(most: str) -> str:
    """How long a training may take."""
    return f"Sekunden über 0, höchstens {most}"


# While they race


def training(name: str, seed: int) -> str:
    """Who is being trained."""
    return f"{name}, Startwert {seed}"


def training_in_steps(name: str, seed: int, n_steps: int) -> str:
    """Who is being trained, and how many steps it has taken."""
    return f"{name}, Startwert {seed}, {_deutsch.number_of(n_steps, 'Schritt', 'Schritte')}"


# What became of one


def stopped_after(time: str) -> str:
    """That the race was stopped while it learned; it had a score after so long."""
    return f"Nach {time} angehalten, vor dem Ende."


STOPPED = "Vor dem Ende angehalten."
NO_TURN = "Kam nicht an die Reihe."


def it_had(value: str) -> str:
    """What was wrong with its rows."""
    return f"Das lag vor: {value}."


def failed(error: str) -> str:
    """What went wrong, in the words of a library, or the name of its error."""
    return f"Gescheitert: {error}."


NO_NUMBERS = "die Vorhersagen sind keine Zahlen"
"""The same, where nobody else says it."""


def at_the_limit(time: str) -> str:
    """That it took too long."""
    return f"An der Grenze von {time} angehalten; es zählt, was bis dahin gelernt war."


NO_BETTER_THAN_MEAN = "Nicht besser, als immer den Mittelwert zu antworten."
NO_BETTER_THAN_MOST_COMMON = "Nicht besser, als immer die häufigste Antwort zu geben."
TRY_ANOTHER_RATE = "Die Schritte sind vielleicht zu lang oder zu kurz: eine andere Lernrate versuchen."
