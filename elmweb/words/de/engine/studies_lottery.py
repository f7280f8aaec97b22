"""What the chapter about the lottery of random weights works out: how much of a score is luck."""

from __future__ import annotations

from elmweb.words.de import _deutsch

PREPARING = "Die Zeilen werden vorbereitet"
CHOOSING_PENALTY = "Der Strafterm wird gewählt"
FIRST_SEED_AGAIN = "Noch einmal der erste Startwert"


def seed_of(number: int, n_seeds: int) -> str:
    """Which seed is trained."""
    return f"Startwert {number} von {n_seeds}"


# What cannot be done


def width_cannot_be(value: str) -> str:
    """That a width is not allowed; the value is as a program writes it."""
    return f"Die Breite kann nicht {value} sein."


def number_of_seeds_cannot_be(value: str) -> str:
    """That a number of seeds is not allowed; the value is as a program writes it."""
    return f"Die Zahl der Startwerte kann nicht {value} sein."


def too_many_answers(column: str) -> str:
    """That a column has too many classes."""
    return f"„{column}“ hat zu viele verschiedene Antworten für eine Lotterie."


def answers(number: int) -> str:
    """How many classes there are; they are too many."""
    return _deutsch.number_of(number, "Antwort", "Antworten")


ANOTHER_COLUMN = "Eine andere Zielspalte wählen."
TAKE_A_SAMPLE = "Eine Beispieltabelle nehmen."
MORE_ROWS = "Mehr Zeilen mitbringen."


def too_few_kept_back(table: str) -> str:
    """That a table is too small."""
    return f"„{table}“ hält zu wenige Zeilen zurück, um einen Startwert vom anderen zu unterscheiden."


def fewest_kept_back(number: int) -> str:
    """How many rows must be kept back."""
    return f"mindestens {number} zurückgehaltene Zeilen, das ist ein Fünftel aller"


def rows(number: int) -> str:
    """How many rows are kept back."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# Scores and differences of them; an error has the unit of what is predicted


def percent(number: str) -> str:
    """A score in a sentence."""
    return f"{number} %"


def an_error(number: str) -> str:
    """A score in a sentence, where the lowest is the best; it stands behind a colon or a comma, in no case."""
    return f"Fehler {number}"


def points(number: str) -> str:
    """A difference of scores in percent; the same in every case but the dative, which no sentence here needs."""
    return f"{number} Prozentpunkt" if number == "1" else f"{number} Prozentpunkte"


def between(low: str, high: str) -> str:
    """A range of scores."""
    return f"{low} bis {high}"


NO_DIFFERENCE = "nichts"

# What came out


def all_alike(n_seeds: int, score: str) -> str:
    """That every seed has the same score."""
    return f"{_deutsch.number_of(n_seeds, 'Startwert', 'Startwerte')} derselben ELM, jedes Mal: {score}."


def spread_in_percent(n_seeds: int, low: str, high: str) -> str:
    """The lowest and the highest score."""
    return f"{_deutsch.number_of(n_seeds, 'Startwert', 'Startwerte')} derselben ELM: {low} bis {high} %."


def spread_of_errors(n_seeds: int, low: str, high: str) -> str:
    """The lowest and the highest score, where the lowest is the best."""
    return f"{_deutsch.number_of(n_seeds, 'Startwert', 'Startwerte')} derselben ELM: Fehler von {low} bis {high}."


def ensemble(n_seeds: int, score: str, difference: str, *, better: bool) -> str:
    """What the mean of all seeds is worth, beside the mean of their scores."""
    how = "besser" if better else "schlechter"
    return (
        f"Das Mittel dessen, was alle {n_seeds} sagen: {score}; das ist um {difference} {how} als ein einzelner im "
        "Durchschnitt."
    )


ENSEMBLE_IS_CLEAR = "Die zurückgehaltenen Zeilen reichen, um es vom mittleren Startwert zu unterscheiden."
ENSEMBLE_MAY_BE_LUCK = "Bei so wenigen Zeilen kann der Unterschied zum mittleren Startwert Zufall sein."


def half_ensembles(one: str, other: str) -> str:
    """The scores of two ensembles of half the seeds each."""
    both = f"beide Male {one}" if one == other else f"{one} und {other}"
    return f"Zwei Mittel aus je der Hälfte der Startwerte ergeben {both}: So viel bleibt von der Lotterie."


SEEDS_ARE_EQUAL = "Hier ergibt jeder Startwert dieselbe Güte; der Startwert entscheidet also nichts."


def no_more_than_chance(difference: str, n_rows: int) -> str:
    """That the seeds differ on these rows and would not on others."""
    return (
        f"{_differ(difference, n_rows)}, und das ist nicht mehr, als der Zufall ergibt. Ein Startwert, der hier vorn "
        "liegt, läge auf anderen Zeilen nicht vorn."
    )


def _differ(difference: str, n_rows: int) -> str:
    rows = "dieser 1 Zeile" if n_rows == 1 else f"diesen {_deutsch.whole(n_rows)} Zeilen"
    return f"Startwerte unterscheiden sich auf {rows} um {difference} (eine Standardabweichung)"


def partly_real(difference: str, n_rows: int, real: str, share: int) -> str:
    """How much of the difference between seeds other rows would show too."""
    return (
        f"{_differ(difference, n_rows)}. Davon würden andere Zeilen auch {real} zeigen, das sind {share} % der "
        "Varianz; der Rest liegt daran, welche Zeilen gerade zurückgehalten wurden."
    )


def two_runs(difference: str) -> str:
    """How far two seeds can be apart."""
    return (
        f"Zwei Durchläufe desselben Modells mit zwei Startwerten unterscheiden sich in 95 von 100 Fällen um bis zu "
        f"{difference}. Ein kleinerer Vorsprung, mit je einem Startwert gezeigt, beweist nichts."
    )


def other_rows(difference: str, *, larger: bool) -> str:
    """How far other rows would move a score, and whether that is more than another seed would."""
    if larger:
        beside, help_ = "mehr", "Mehr Startwerte bessern das nicht; mehr Zeilen schon."
    else:
        beside, help_ = "weniger", "Mehr Startwerte oder mehr Einheiten helfen."
    return (
        f"Auch bei festem Startwert würden andere zurückgehaltene Zeilen die Güte um {difference} verschieben (eine "
        f"Standardabweichung): {beside} als die Lotterie der Startwerte. {help_}"
    )


def picked(n_seeds: int, claimed: str, there: str, lost: str) -> str:
    """What picking the best seed on half the rows claims, and what the same seed does on the other half."""
    return (
        f"Auf der Hälfte zum Auswählen verspricht der beste von {n_seeds} Startwerten: {claimed}. Auf der anderen "
        f"Hälfte ergibt derselbe {there}. Auf das Auswählen selbst geht zurück: {lost}."
    )


def picking_gained(blindly: str, difference: str) -> str:
    """That picking the best seed is worth something."""
    return f"Gegenüber einem blind gewählten Startwert ({blindly}) brachte das Auswählen {difference}."


def picking_gained_nothing(blindly: str) -> str:
    """That picking the best seed is worth nothing."""
    return f"Ein blind gewählter Startwert ergibt dort {blindly}: Das Auswählen brachte nichts."


def picked_without_rows(seed: int, score: str, n_rows: int) -> str:
    """The seed that leave-one-out picks, and its score."""
    rows = _deutsch.number_of(n_rows, "zurückgehaltene Zeile", "zurückgehaltenen Zeilen")
    return (
        "Ohne eine zurückgehaltene Zeile ausgewählt, durch Leave-one-out auf den gelernten Zeilen, ist es Startwert "
        f"{seed}. Auf allen {rows}: {score}. Dieser Zahl kann man glauben."
    )


# The fingerprints


def seed(number: int) -> str:
    """The name of a seed."""
    return f"Startwert {number}"


def seed_again(number: int) -> str:
    """The name of a seed that was trained a second time."""
    return f"Startwert {number}, noch einmal"


# How it was done


def each_is(n_units: int, penalty: str) -> str:
    """What the models are."""
    return (
        f"Jedes Modell ist eine ELM mit {_deutsch.number_of(n_units, 'tanh-Einheit', 'tanh-Einheiten')} und dem "
        f"Strafterm {penalty}, den Leave-one-out für einen unbeteiligten Startwert gewählt hat. Nur die zufälligen "
        "Gewichte unterscheiden sich."
    )


def learned_from(n_train: int, n_test: int, n_trainings: int, time: str) -> str:
    """From how many rows they learned, on how many they are scored, and how long all of that took."""
    return (
        f"Gelernt haben sie aus {_deutsch.number_of(n_train, 'Zeile', 'Zeilen')}, bewertet werden sie auf denselben "
        f"{_deutsch.whole(n_test)} zurückgehaltenen Zeilen. {n_trainings} Trainings dauerten {time}."
    )


def left_out(number: int) -> str:
    """How many rows could have been learned from, too."""
    if number == 1:
        return "1 weitere Zeile zum Lernen wurde ausgelassen, damit es schnell geht."
    return f"{_deutsch.whole(number)} weitere Zeilen zum Lernen wurden ausgelassen, damit es schnell geht."


GROUPS_COUNTED = "Zusammengehörende Zeilen werden zusammen gezählt."
