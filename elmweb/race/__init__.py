"""A race: several ways of learning on one table, one split and one clock.

``track`` prepares what all of them are given, ``contestants`` says who they are and with which settings, ``run`` trains
one after the other in small steps, ``learned`` and ``work`` measure what came out (size, hash, floating-point
operations), ``outcome`` turns it into sentences, and ``costs`` says what a training of another size takes.
"""
