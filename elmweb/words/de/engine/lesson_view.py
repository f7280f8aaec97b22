"""A network that learns stop by stop: what happened at each, the numbers of a connection, the ELM beside it."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

INPUTS = "Eingaben"
OUTPUTS = "Ausgaben"
NO_STEP = "Noch kein Schritt."
_BY = "\u00d7"

# What there is to learn from


def about(n_rows: int, n_held: int, n_inputs: int, n_classes: int) -> str:
    """How many rows, inputs and classes there are; no classes for numbers to predict."""
    held = f", {_deutsch.whole(n_held)} zurückgehalten" if n_held else ""
    kinds = f"{n_classes} Klassen" if n_classes else "Zahlen"
    rows, inputs = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_inputs, "Eingabe", "Eingaben")
    return f"{rows} zum Lernen{held}; {inputs}, {kinds}."


def row(inputs: Sequence[str], n_more: int, target: str, truth: str) -> str:
    """The row that is followed: each input with its value, how many are not shown, and what is right."""
    more = f" und {n_more} weitere" if n_more > 0 else ""
    return f"{', '.join(inputs)}{more}; {target}: {truth}"


def layer(number: int) -> str:
    """The title of a hidden layer."""
    return f"Schicht {number}"


def unit(number: int) -> str:
    """The name of a hidden unit."""
    return f"Einheit {number}"


# What happened at a stop


def _went_through(n_rows: int, n_layers: int) -> str:
    layers = _deutsch.number_of(n_layers, "verdeckte Schicht", "verdeckte Schichten")
    if n_rows == 1:
        return f"Die einzige Zeile des Batches ging durch {layers}"
    return f"Die {_deutsch.whole(n_rows)} Zeilen des Batches gingen durch {layers}"


def forward_to_number(n_rows: int, n_layers: int, said: str, truth: str) -> str:
    """What the network says of the row that is followed, and what is right."""
    return f"{_went_through(n_rows, n_layers)}. Für diese Zeile sagt das Netz {said}; richtig ist {truth}."


def forward_right(n_rows: int, n_layers: int, said: str, percent: str) -> str:
    """What class the network says, and how sure it is; that is right."""
    return (
        f"{_went_through(n_rows, n_layers)}. Für diese Zeile sagt das Netz „{said}“, zu {percent} %; das ist richtig."
    )


def forward_wrong(n_rows: int, n_layers: int, said: str, percent: str, truth: str) -> str:
    """What class the network says, and how sure it is; another one is right."""
    return (
        f"{_went_through(n_rows, n_layers)}. Für diese Zeile sagt das Netz „{said}“, zu {percent} %; richtig ist "
        f"„{truth}“."
    )


def losses(row: str, batch: str) -> str:
    """The loss."""
    return f"Wie falsch das ist, als eine Zahl: {row} für diese Zeile, {batch} für den Batch."


def backward(last: str, first: str) -> str:
    """That the gradients are known, and how large they are in the last and in the first layer."""
    return (
        "Die Schuld geht zurück, von der letzten Schicht zur ersten: Jedes Gewicht bekommt seinen Gradienten. "
        f"Mittlere Größe {last} in der letzten Schicht, {first} in der ersten."
    )


def updated(n_parameters: int, most: str) -> str:
    """That the weights have moved, and how far at most."""
    return (
        f"Alle {_deutsch.whole(n_parameters)} Gewichte und Bias haben sich gegen ihren Gradienten bewegt, um höchstens "
        f"{most}."
    )


def steps_done(n_steps: int, epoch: int, step: int, steps_in_epoch: int, loss: str) -> str:
    """Where the training is between two steps, and what comes next."""
    return (
        f"{_deutsch.number_of(n_steps, 'Schritt', 'Schritte')} gemacht; als Nächstes Epoche {epoch}, Schritt {step} "
        f"von {steps_in_epoch}. Der Verlust über alle Zeilen ist {loss}."
    )


def diverged(step: int, rate: str) -> str:
    """Why it cannot go on."""
    return (
        f"Bei Schritt {_deutsch.whole(step)} ist der Verlust keine Zahl mehr: Die Schritte waren so lang, dass ein "
        f"Gewicht für eine Gleitkommazahl zu groß wurde. Die Lernrate ist {rate}; ein Zehntel davon nehmen oder "
        "zurückgehen und nachsehen."
    )


# How good the network and the ELM are: some sentences, one after the other


def right_on_held_back(percent: str) -> str:
    """The accuracy on the rows held back."""
    return f"Auf {percent} % der zurückgehaltenen Zeilen richtig."


def right_on_learned(percent: str) -> str:
    """The accuracy, where no rows are held back."""
    return f"Auf {percent} % der Zeilen richtig, aus denen gelernt wurde."


def loss(value: str) -> str:
    """The loss on the same rows."""
    return f"Verlust {value}."


def steps_took(n_steps: int, time: str) -> str:
    """How many steps the network has taken, and how long they took."""
    return f"{_deutsch.number_of(n_steps, 'Schritt', 'Schritte')} in {time}."


def solved(n_units: int, time: str, penalty: str) -> str:
    """How long the ELM took; the penalty is empty where it was set."""
    chosen = f", mit dem Strafterm {penalty}, den Leave-one-out wählt" if penalty else ""
    units = _deutsch.number_of(n_units, "zufällige Einheit", "zufällige Einheiten")
    return f"{units}, in einem Zug berechnet in {time}{chosen}."


NOT_BEGUN = "Das Netz hat noch keinen Schritt gemacht. Die ELM ist schon fertig."


def not_below(level: str, time: str, ratio: str, elm_time: str) -> str:
    """That the network is behind the ELM; the ratio of their times is empty where it took less."""
    return (
        f"Das Netz ist in {time} nicht unter den Verlust der ELM von {level} gekommen; {_beside_elm(ratio, elm_time)}."
    )


def came_below(level: str, step: int, time: str, ratio: str, elm_time: str) -> str:
    """When the network passed the ELM; the ratio of their times is empty where it took less."""
    return (
        f"Das Netz kam bei Schritt {_deutsch.whole(step)} unter den Verlust der ELM von {level}, nach {time}; "
        f"{_beside_elm(ratio, elm_time)}."
    )


def _beside_elm(ratio: str, elm_time: str) -> str:
    if ratio:
        return f"das ist das {ratio}-Fache der Zeit, die die ELM brauchte"
    return f"das ist weniger als die {elm_time}, die die ELM brauchte"


# What is wrong inside the network


def dead(number: int, n_units: int, layer: int) -> str:
    """That units of a layer are dead."""
    if number == 1:
        return f"1 von {n_units} Einheiten der Schicht {layer} ist tot: Sie gibt für jede Zeile 0."
    return f"{number} von {n_units} Einheiten der Schicht {layer} sind tot: Sie geben für jede Zeile 0."


def saturated(percent: str, layer: int) -> str:
    """That units of a layer are saturated."""
    return f"{percent} % der Ausgaben von Schicht {layer} stehen am Ende ihres Bereichs."


def all_same(n_units: int, layer: int) -> str:
    """That units of a layer cannot be told apart."""
    return f"Alle {n_units} Einheiten der Schicht {layer} berechnen dasselbe."


NO_GRADIENT = "Der Gradient der ersten Schicht ist null."


def vanishing(share: str) -> str:
    """That the gradient has become small on its way back."""
    return f"Der Gradient der ersten Schicht ist das {share}-Fache von dem der letzten."


def overfitting(lowest: str, step: int, now: str, learned: str) -> str:
    """That the loss on the rows held back rises again."""
    return (
        f"Überanpassung (Overfitting): Auf zurückgehaltenen Zeilen war der Verlust bei Schritt {_deutsch.whole(step)} "
        f"am niedrigsten, {lowest}; jetzt ist er {now}, und {learned} auf den Zeilen, aus denen gelernt wurde."
    )


# One connection, with its numbers; the formulas have few words


def between_layers(number: int, n_layers: int) -> str:
    """The layer of a connection, in a list to choose from: what it comes from and goes to."""
    start = "Eingaben" if number == 1 else f"Schicht {number - 1}"
    end = "Ausgaben" if number == n_layers else f"Schicht {number}"
    return f"{number}: {start} nach {end}"


def gives_times_w(start: str, end: str) -> str:
    """What the weight does."""
    return f"Was {start} liefert, geht mal w in {end} ein."


def product(weight: str, activation: str, result: str) -> str:
    """What comes through the connection."""
    return f"w {_BY} Aktivierung = {weight} {_BY} {activation} = {result}"


def comes_from(start: str, end: str) -> str:
    """What that number is."""
    return f"So viel von dem, was in {end} ankommt, stammt von {start}."


def gradient(delta: str, activation: str, result: str) -> str:
    """The gradient for the row that is followed."""
    return f"dL/dw = Delta {_BY} Aktivierung = {delta} {_BY} {activation} = {result}"


def mean_gradient(n_rows: int, result: str) -> str:
    """The gradient for the batch."""
    return f"Mittel über die {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} des Batches: dL/dw = {result}"


ONE_ROW = "Der Batch ist nur diese Zeile."


def moved(before: str, by: str, after: str) -> str:
    """What the update did to the weight."""
    return f"w = {before}, bewegt um {by}: {after}"


# The gradients, checked


def checked(number: int, n_parameters: int, step: str, largest: str) -> str:
    """How well the gradients agree with finite differences."""
    return (
        f"{_deutsch.whole(number)} von {_deutsch.number_of(n_parameters, 'Parameter', 'Parametern')} einzeln um {step} "
        f"bewegt: Der Verlust ändert sich, wie die Gradienten sagen, bis auf das {largest}-Fache des größten."
    )


MORE_THAN_ROUNDING = (
    "Das ist mehr als Rundung: An einem Knick von ReLU oder bei riesigen Zahlen sagt eine Differenz wenig."
)


def weight_looked_at(layer: int, start: int, end: int) -> str:
    """The weight of the connection that is looked at."""
    return f"Schicht {layer}, Gewicht {start} nach {end}, das betrachtete"


def largest_weight(layer: int, start: int, end: int) -> str:
    """The weight with the largest gradient of its layer."""
    return f"Schicht {layer}, Gewicht {start} nach {end}, das größte der Schicht"


# The same as a Python file

ROWS = "Zeilen"
"""What the rows are called where they have no name."""
LAST_LAYER = "keine Aktivierung nach den Ausgaben"
"""A comment in the file."""
NETWORK = "Netz:"
ELM = "ELM:"


def script_title(rows: str) -> str:
    """The first line of the file."""
    return f"{rows}, mit einem Netz und mit einer ELM. pip install elmweb"
