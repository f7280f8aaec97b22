"""What the chapter about the lottery of random weights works out: how much of a score is luck."""

from __future__ import annotations

from elmweb.formatting import count

PREPARING = "Preparing the rows"
CHOOSING_PENALTY = "Choosing the penalty"
FIRST_SEED_AGAIN = "The first seed once more"


def seed_of(number: int, n_seeds: int) -> str:
    """Which seed is trained."""
    return f"Seed {number} of {n_seeds}"


# What cannot be done


def width_cannot_be(value: str) -> str:
    """That a width is not allowed; the value is as a program writes it."""
    return f"The width cannot be {value}."


def number_of_seeds_cannot_be(value: str) -> str:
    """That a number of seeds is not allowed; the value is as a program writes it."""
    return f"The number of seeds cannot be {value}."


def too_many_answers(column: str) -> str:
    """That a column has too many classes."""
    return f'"{column}" has too many different answers for a lottery.'


def answers(number: int) -> str:
    """How many classes there are; they are too many."""
    return f"{number:,} answers"


ANOTHER_COLUMN = "Choose another column to predict."
TAKE_A_SAMPLE = "Take a sample table."
MORE_ROWS = "Bring more rows."


def too_few_kept_back(table: str) -> str:
    """That a table is too small."""
    return f'"{table}" keeps too few rows back to tell one seed from another.'


def fewest_kept_back(number: int) -> str:
    """How many rows must be kept back."""
    return f"at least {number} rows kept back, which is a fifth of all"


def rows(number: int) -> str:
    """How many rows are kept back."""
    return count(number, "row")


# Scores and differences of them; an error has the unit of what is predicted


def percent(number: str) -> str:
    """A score in a sentence."""
    return f"{number} %"


def an_error(number: str) -> str:
    """A score in a sentence, where the lowest is the best."""
    return f"an error of {number}"


def points(number: str) -> str:
    """A difference of scores in percent."""
    return f"{number} point" if number == "1" else f"{number} points"


def between(low: str, high: str) -> str:
    """A range of scores."""
    return f"{low} to {high}"


NO_DIFFERENCE = "none"

# What came out


def all_alike(n_seeds: int, score: str) -> str:
    """That every seed has the same score."""
    return f"{count(n_seeds, 'seed')} of the same ELM: all {score}."


def spread_in_percent(n_seeds: int, low: str, high: str) -> str:
    """The lowest and the highest score."""
    return f"{count(n_seeds, 'seed')} of the same ELM: {low} to {high} %."


def spread_of_errors(n_seeds: int, low: str, high: str) -> str:
    """The lowest and the highest score, where the lowest is the best."""
    return f"{count(n_seeds, 'seed')} of the same ELM: errors of {low} to {high}."


def ensemble(n_seeds: int, score: str, difference: str, *, better: bool) -> str:
    """What the mean of all seeds is worth, beside the mean of their scores."""
    how = "better" if better else "worse"
    return f"The mean of what all {n_seeds} say: {score}, {difference} {how} than a seed on average."


ENSEMBLE_IS_CLEAR = "The rows kept back are enough to tell it from the middle seed."
ENSEMBLE_MAY_BE_LUCK = "With so few rows, its difference from the middle seed may be chance."


def half_ensembles(one: str, other: str) -> str:
    """The scores of two ensembles of half the seeds each."""
    both = f"both give {one}" if one == other else f"give {one} and {other}"
    return f"Two ensembles of half the seeds each {both}: what is left of the lottery."


SEEDS_ARE_EQUAL = "Every seed has the same score here, so the seed decides nothing."


def no_more_than_chance(difference: str, n_rows: int) -> str:
    """That the seeds differ on these rows and would not on others."""
    return (
        f"Seeds differ by {difference} (one standard deviation) on these {count(n_rows, 'row')}, and that is no more "
        "than chance gives. A seed that is ahead here would not be ahead on other rows."
    )


def partly_real(difference: str, n_rows: int, real: str, share: int) -> str:
    """How much of the difference between seeds other rows would show too."""
    return (
        f"Seeds differ by {difference} (one standard deviation) on these {count(n_rows, 'row')}. Other rows would show "
        f"{real} of it, which is {share} % of the variance; the rest is which rows happened to be kept back."
    )


def two_runs(difference: str) -> str:
    """How far two seeds can be apart."""
    return (
        f"Two runs of this same model with two seeds can differ by up to {difference}, 95 times in 100. A lead smaller "
        "than that, shown with one seed each, proves nothing."
    )


def other_rows(difference: str, *, larger: bool) -> str:
    """How far other rows would move a score, and whether that is more than another seed would."""
    if larger:
        beside, help_ = "larger", "More seeds do not mend that; more rows do."
    else:
        beside, help_ = "smaller", "More seeds, or more units, help."
    return (
        f"Even with the seed fixed, other rows kept back would move a score by {difference} (one standard deviation): "
        f"{beside} than the lottery of the seed. {help_}"
    )


def picked(n_seeds: int, claimed: str, there: str, lost: str) -> str:
    """What picking the best seed on half the rows claims, and what the same seed does on the other half."""
    return (
        f"On the half used to pick, the best of {n_seeds} seeds claims {claimed}. On the other half the same seed "
        f"gives {there}: {lost} of the claim was made by picking."
    )


def picking_gained(blindly: str, difference: str) -> str:
    """That picking the best seed is worth something."""
    return f"Against a seed taken blindly ({blindly}) picking gained {difference}."


def picking_gained_nothing(blindly: str) -> str:
    """That picking the best seed is worth nothing."""
    return f"A seed taken blindly does {blindly} there: picking gained nothing."


def picked_without_rows(seed: int, score: str, n_rows: int) -> str:
    """The seed that leave-one-out picks, and its score."""
    return (
        f"Picked without any row kept back, by leave-one-out on the rows learned from, it is seed {seed}: {score} on "
        f"all {n_rows:,} rows kept back. That number may be believed."
    )


# The fingerprints


def seed(number: int) -> str:
    """The name of a seed."""
    return f"Seed {number}"


def seed_again(number: int) -> str:
    """The name of a seed that was trained a second time."""
    return f"Seed {number}, again"


# How it was done


def each_is(n_units: int, penalty: str) -> str:
    """What the models are."""
    return (
        f"Each is an ELM of {count(n_units, 'tanh unit')} with the penalty {penalty}, which leave-one-out chose for a "
        "seed that takes no part. Only the random weights differ."
    )


def learned_from(n_train: int, n_test: int, n_trainings: int, time: str) -> str:
    """From how many rows they learned, on how many they are scored, and how long all of that took."""
    return (
        f"They learned from {count(n_train, 'row')} and are scored on the same {n_test:,} rows kept back. "
        f"{n_trainings} trainings took {time}."
    )


def left_out(number: int) -> str:
    """How many rows could have been learned from, too."""
    return f"{count(number, 'more row')} to learn from were left out, to be quick."


GROUPS_COUNTED = "Rows that go together are counted together."
