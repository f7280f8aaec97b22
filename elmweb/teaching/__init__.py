"""A model that is taught by example: photos or clips are shown one at a time, and it has learned each at once.

Examples are vectors of a frozen deep network. The head (:mod:`~elmweb.teaching.head`) is an ELM with an update for one
row, exact leave-one-out included; :mod:`~elmweb.teaching.unknown` knows what resembles nothing that was shown;
:mod:`~elmweb.teaching.board` has the classes, and takes every change back.
"""
