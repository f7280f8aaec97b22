"""The screen of finance, in the chapter "Five jobs": few alarms among many rows, and what errors cost."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

TITLE = "Finance: find the few among the many"
LEAD = (
    "Of thousands of card payments a few are fraud. No records of payments come with this page, so a table of the "
    "same shape stands in: 49,097 readings from a space shuttle, nine numbers each, 3,511 of them out of the "
    "ordinary. An ELM, logistic regression and a network trained by backpropagation learn from a quarter of the "
    "rows, the threshold is chosen on another quarter, and the remaining half judges."
)
LIMITS = (
    "A shuttle is not a bank: its alarms stand well apart, as the curves show, and nobody hides them.",
    "Whoever is caught tries something else, so the newest payments should judge. This table has no dates.",
    "One seed for the ELM and the network, one split of the rows. Where ranges overlap, neither is known to be better.",
    "Every error of a kind costs the same here. A bank would weigh each payment by its amount.",
)
SOURCE = (
    "Statlog (Shuttle), UCI Machine Learning Repository, CC BY 4.0, from the package river 0.26.1: as in the ODDS "
    "benchmark, class 1 is ordinary, class 4 is left out, the others are alarms."
)

# Settings

RARITY = "How many rows are alarms"
RARITIES = {"all": "7 %, as in the table", "few": "1 %, others left out", "fewer": "0.3 %, others left out"}
MISSED_COSTS = "A missed alarm costs"
FALSE_COSTS = "A false alarm costs"
TRAINING = "Training on the shuttle table"

# The result

HEADS = ("Missed at 0.5", "False alarms at 0.5")
CAPTION = "The models on the rows kept back"


def headline(found: int, alarms: int, false: int, seconds: str) -> str:
    """How many alarms the ELM finds."""
    return f"{found:,} of {alarms:,} alarms found with {count(false, 'false alarm')}, after {seconds} of training."


def on_which_rows(n_learn: int, n_judge: int, percent: str) -> str:
    """What the headline is about."""
    return (
        f"The ELM at the threshold 0.5. {n_learn:,} rows to learn from, {n_judge:,} kept back to "
        f"judge, {percent} % of them alarms."
    )


def about_precision(guessing: str) -> str:
    """Below the table of models; what guessing gives is a number such as 0.072."""
    return (
        f"Average precision: the mean height of the curve; guessing gives {guessing}. The range comes from resampling "
        "the rows kept back (bootstrap)."
    )


# The curves

CURVES = "Found, and right when it warns"
CURVE_OF_ELM = "Found, and right when it warns: the ELM"
AXES = ("Found (%), recall", "Right when it warns (%), precision")
ABOUT_CURVES = (
    "Precision against recall on the rows kept back. Filled: the threshold that is best for the costs below. "
    "Open: the threshold 0.5."
)


def curves_chart(models: Sequence[tuple[str, str, str]]) -> str:
    """The chart for those who do not see it: each model, the share it finds and the share of warnings that is right."""
    ends = [f"{name} finds {found} % and is right in {right} % of its warnings" for name, found, right in models]
    return f"Chart. Precision against recall. At the best threshold: {'; '.join(ends)}."


# The costs

COSTS = "What do the errors cost?"
COSTS_CAPTION = "Costs at the best threshold"
COSTS_HEADS = ("Best threshold", "Missed", "False alarms", "Cost", "Cost at 0.5", "Against 0.5")
NEVER_WARN = "none: never warn"
SAVES_NOTHING = "saves nothing"


def saves(percent: str) -> str:
    """In the last column: how much less the errors of a model cost at its best threshold than at 0.5."""
    return f"saves {percent} %"


def costs_more(percent: str) -> str:
    """In the last column: how much more the errors of a model cost at its best threshold than at 0.5."""
    return f"costs {percent} % more"


def elm_saves(percent: str, threshold: str) -> str:
    """Above the costs: what is saved by the ELM's best threshold; the threshold may be empty, for never warning."""
    if threshold:
        return f"Saves {percent} % with the ELM's threshold at {threshold} in place of 0.5."
    return f"Saves {percent} % by never warning, in place of the ELM's threshold at 0.5."


def elm_costs_more(percent: str, threshold: str) -> str:
    """Above the costs: what is lost by the ELM's best threshold; the threshold may be empty, for never warning."""
    if threshold:
        return f"Costs {percent} % more with the ELM's threshold at {threshold} in place of 0.5."
    return f"Costs {percent} % more by never warning, in place of the ELM's threshold at 0.5."


def elm_saves_nothing(threshold: str) -> str:
    """Above the costs: that nothing is saved; the threshold may be empty, for never warning."""
    if threshold:
        return f"Saves nothing with the ELM's threshold at {threshold} in place of 0.5."
    return "Saves nothing by never warning, in place of the ELM's threshold at 0.5."


def about_costs(threshold: str) -> str:
    """Below the costs; the threshold is the one that follows from the costs alone."""
    return (
        f"Where probabilities are honest (calibrated), warning pays from {threshold} on: the cost of a false alarm "
        "divided by both costs together. The thresholds were chosen on rows of their own, not on those that judge, so "
        "a saving may also be a loss."
    )
