"""A network that learns stop by stop: what happened at each, the numbers of a connection, the ELM beside it."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

INPUTS = "Inputs"
OUTPUTS = "Outputs"
NO_STEP = "No step yet."
_BY = "\u00d7"

# What there is to learn from


def about(n_rows: int, n_held: int, n_inputs: int, n_classes: int) -> str:
    """How many rows, inputs and classes there are; no classes for numbers to predict."""
    held = f", {n_held:,} held back" if n_held else ""
    kinds = f"{n_classes} classes" if n_classes else "numbers"
    return f"{count(n_rows, 'row')} to learn from{held}; {count(n_inputs, 'input')}, {kinds}."


def row(inputs: Sequence[str], n_more: int, target: str, truth: str) -> str:
    """The row that is followed: each input with its value, how many are not shown, and what is right."""
    more = f" and {n_more} more" if n_more > 0 else ""
    return f"{', '.join(inputs)}{more}; {target}: {truth}"


def layer(number: int) -> str:
    """The title of a hidden layer."""
    return f"Layer {number}"


def unit(number: int) -> str:
    """The name of a hidden unit."""
    return f"unit {number}"


# What happened at a stop


def _went_through(n_rows: int, n_layers: int) -> str:
    return f"The {count(n_rows, 'row')} of the batch went through {count(n_layers, 'hidden layer')}"


def forward_to_number(n_rows: int, n_layers: int, said: str, truth: str) -> str:
    """What the network says of the row that is followed, and what is right."""
    return f"{_went_through(n_rows, n_layers)}: for this row it says {said}, the truth is {truth}."


def forward_right(n_rows: int, n_layers: int, said: str, percent: str) -> str:
    """What class the network says, and how sure it is; that is right."""
    return f"{_went_through(n_rows, n_layers)}: this row is {said}, it says with {percent} %, which is right."


def forward_wrong(n_rows: int, n_layers: int, said: str, percent: str, truth: str) -> str:
    """What class the network says, and how sure it is; another one is right."""
    return f"{_went_through(n_rows, n_layers)}: this row is {said}, it says with {percent} %, but it is {truth}."


def losses(row: str, batch: str) -> str:
    """The loss."""
    return f"How wrong that is, as one number: {row} for this row, {batch} for the batch."


def backward(last: str, first: str) -> str:
    """That the gradients are known, and how large they are in the last and in the first layer."""
    return (
        "The blame goes back, from the last layer to the first: every weight gets its gradient. "
        f"Mean size {last} in the last layer, {first} in the first."
    )


def updated(n_parameters: int, most: str) -> str:
    """That the weights have moved, and how far at most."""
    return f"All {n_parameters:,} weights and biases moved against their gradients, by {most} at most."


def steps_done(n_steps: int, epoch: int, step: int, steps_in_epoch: int, loss: str) -> str:
    """Where the training is between two steps, and what comes next."""
    return (
        f"{count(n_steps, 'step')} done; epoch {epoch}, step {step} of {steps_in_epoch} comes next. "
        f"The loss over all rows is {loss}."
    )


def diverged(step: int, rate: str) -> str:
    """Why it cannot go on."""
    return (
        f"The loss is no longer a number at step {step:,}: the steps were so long that a weight became too large for a "
        f"float. The rate is {rate}; take a tenth of it, or go back to look."
    )


# How good the network and the ELM are: some sentences, one after the other


def right_on_held_back(percent: str) -> str:
    """The accuracy on the rows held back."""
    return f"Right on {percent} % of the rows held back."


def right_on_learned(percent: str) -> str:
    """The accuracy, where no rows are held back."""
    return f"Right on {percent} % of the rows that it learned from."


def loss(value: str) -> str:
    """The loss on the same rows."""
    return f"Loss {value}."


def steps_took(n_steps: int, time: str) -> str:
    """How many steps the network has taken, and how long they took."""
    return f"{count(n_steps, 'step')} in {time}."


def solved(n_units: int, time: str, penalty: str) -> str:
    """How long the ELM took; the penalty is empty where it was set."""
    chosen = f", with the penalty {penalty} that leave-one-out chooses" if penalty else ""
    return f"{count(n_units, 'random unit')}, one solve in {time}{chosen}."


NOT_BEGUN = "The network has not taken a step. The ELM is solved already."


def not_below(level: str, time: str, ratio: str, elm_time: str) -> str:
    """That the network is behind the ELM; the ratio of their times is empty where it took less."""
    return f"The network has not come below the ELM's loss of {level} in {time}, {_beside_elm(ratio, elm_time)}."


def came_below(level: str, step: int, time: str, ratio: str, elm_time: str) -> str:
    """When the network passed the ELM; the ratio of their times is empty where it took less."""
    return (
        f"The network came below the ELM's loss of {level} at step {step:,}, after {time}, "
        f"{_beside_elm(ratio, elm_time)}."
    )


def _beside_elm(ratio: str, elm_time: str) -> str:
    return f"{ratio} times what the ELM took" if ratio else f"less than the {elm_time} that the ELM took"


# What is wrong inside the network


def dead(number: int, n_units: int, layer: int) -> str:
    """That units of a layer are dead."""
    return f"{number} of {n_units} units of layer {layer} are dead: they give 0 for every row."


def saturated(percent: str, layer: int) -> str:
    """That units of a layer are saturated."""
    return f"{percent} % of the outputs of layer {layer} are at the end of their range."


def all_same(n_units: int, layer: int) -> str:
    """That units of a layer cannot be told apart."""
    return f"All {n_units} units of layer {layer} compute the same."


NO_GRADIENT = "The first layer's gradient is nothing."


def vanishing(share: str) -> str:
    """That the gradient has become small on its way back."""
    return f"The first layer's gradient is {share} times the last one's."


def overfitting(lowest: str, step: int, now: str, learned: str) -> str:
    """That the loss on the rows held back rises again."""
    return (
        f"Overfitting: on held-back rows the loss was lowest, {lowest}, at step {step:,}; now it is {now}, and "
        f"{learned} on the rows that it learned from."
    )


# One connection, with its numbers; the formulas have few words


def between_layers(number: int, n_layers: int) -> str:
    """The layer of a connection, in a list to choose from: what it comes from and goes to."""
    start = "inputs" if number == 1 else f"layer {number - 1}"
    end = "outputs" if number == n_layers else f"layer {number}"
    return f"{number}: {start} to {end}"


def gives_times_w(start: str, end: str) -> str:
    """What the weight does."""
    return f"What {start} gives goes into {end}, times w."


def product(weight: str, activation: str, result: str) -> str:
    """What comes through the connection."""
    return f"w {_BY} activation = {weight} {_BY} {activation} = {result}"


def comes_from(start: str, end: str) -> str:
    """What that number is."""
    return f"That much of what comes into {end} is from {start}."


def gradient(delta: str, activation: str, result: str) -> str:
    """The gradient for the row that is followed."""
    return f"dL/dw = delta {_BY} activation = {delta} {_BY} {activation} = {result}"


def mean_gradient(n_rows: int, result: str) -> str:
    """The gradient for the batch."""
    return f"Mean over the {n_rows} rows of the batch: dL/dw = {result}"


ONE_ROW = "The batch is this row alone."


def moved(before: str, by: str, after: str) -> str:
    """What the update did to the weight."""
    return f"w = {before}, moved by {by}: {after}"


# The gradients, checked


def checked(number: int, n_parameters: int, step: str, largest: str) -> str:
    """How well the gradients agree with finite differences."""
    return (
        f"{count(number, 'parameter')} of {n_parameters:,} moved by {step}, one at a time: the loss changes as the "
        f"gradients say, to {largest} of the largest."
    )


MORE_THAN_ROUNDING = "More than rounding: at a corner of ReLU, or where numbers are huge, a difference says little."


def weight_looked_at(layer: int, start: int, end: int) -> str:
    """The weight of the connection that is looked at."""
    return f"Layer {layer}, weight {start} to {end}, the one you look at"


def largest_weight(layer: int, start: int, end: int) -> str:
    """The weight with the largest gradient of its layer."""
    return f"Layer {layer}, weight {start} to {end}, the largest of its layer"


# The same as a Python file

ROWS = "Rows"
"""What the rows are called where they have no name."""
LAST_LAYER = "no activation after the outputs"
"""A comment in the file."""
NETWORK = "Network:"
ELM = "ELM:"


def script_title(rows: str) -> str:
    """The first line of the file."""
    return f"{rows}, by a network and by an ELM. pip install elmweb"
