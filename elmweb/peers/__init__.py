"""Models of scikit-learn, which trains them, kept as plain arrays: forest, boosting, linear model, neighbours.

``recipes`` has their settings, ``growing`` trains them in steps that can be stopped, ``trees`` predicts from arrays of
nodes, ``learned`` reads what a model has learned into such arrays, ``check`` examines arrays that came in a file, and
``estimators`` are what the page keeps, saves and opens again. A model file can so hold a forest without anything that
could run.
"""

from elmweb.peers.check import check_learned
from elmweb.peers.estimators import PeerClassifier, PeerRegressor, is_peer, why_no_graph
from elmweb.peers.growing import iter_grow
from elmweb.peers.recipes import NAMES, make_peer

__all__ = [
    "NAMES",
    "PeerClassifier",
    "PeerRegressor",
    "check_learned",
    "is_peer",
    "iter_grow",
    "make_peer",
    "why_no_graph",
]
