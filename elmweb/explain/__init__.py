"""Why a model answers as it does: which columns matter, why this row, what would change it, which rows are like it.

Everything is worked out when somebody asks, on a model that is trained already, by the columns of the table: a
category, a date or a text is one column here, however many inputs it became. Long work comes as generators that yield
the fraction that is done. Answers are plain data.
"""

from elmweb.explain.change import iter_changes
from elmweb.explain.decide import decide
from elmweb.explain.effect import effect
from elmweb.explain.importance import iter_importance
from elmweb.explain.influence import influence
from elmweb.explain.neighbours import nearest, usual_distance
from elmweb.explain.reasons import iter_file_reasons, iter_reasons, players_of
from elmweb.explain.shapley import Contributions, contributions, iter_contributions
from elmweb.explain.subject import Subject

__all__ = [
    "Contributions",
    "Subject",
    "contributions",
    "decide",
    "effect",
    "influence",
    "iter_changes",
    "iter_contributions",
    "iter_file_reasons",
    "iter_importance",
    "iter_reasons",
    "nearest",
    "players_of",
    "usual_distance",
]
