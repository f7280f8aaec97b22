"""Models of scikit-learn, which trains them, kept as plain arrays: forest, boosting, linear model, neighbours.

``recipes`` has their settings, ``growing`` trains them in steps that can be stopped, ``trees`` predicts from arrays of
nodes, ``learned`` reads what a model has learned into such arrays, ``check`` examines arrays that came in a file, and
``estimators`` are what the page keeps, saves and opens again. A model file can so hold a forest without anything that
could run.
"""

from elmweb.peers.check import check_learned
from elmweb.peers.estimators import PeerClassifier, PeerRegressor, graph_hurdle, is_peer, why_no_graph
from elmweb.peers.growing import iter_grow
from elmweb.peers.recipes import KINDS, make_peer, peer_name

__all__ = [
    "KINDS",
    "PeerClassifier",
    "PeerRegressor",
    "check_learned",
    "graph_hurdle",
    "is_peer",
    "iter_grow",
    "make_peer",
    "peer_name",
    "why_no_graph",
]
