"""The one contract between the page and the engine, and its two ends.

``protocol`` has every verb and the shape of its answer. ``local`` does the verbs in this process, ``remote`` asks
another Python to do them and serves them there, ``codec`` turns messages into text and buffers. ``open_table``,
``summary``, ``predict`` and ``trained`` are what the verbs work on. This file stays empty of imports: the page's
Python starts without SciPy, scikit-learn and pandas.
"""
