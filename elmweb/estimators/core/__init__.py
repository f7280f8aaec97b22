"""The machinery that every estimator stands on; nothing here is public.

From the ground up: ``problem`` (what is to be solved), ``ridge`` and ``dual`` (closed forms), ``loo`` (exact
leave-one-out), ``passes`` (sums over the rows), ``solve`` and ``fit`` (a fit in steps), ``path``, ``gcv`` and
``leverage`` (what the sums tell besides), ``readout`` (the base classes), ``stacks``, ``encode`` and ``combined``
(several layers), ``online`` (sums that grow and shrink), ``calibration`` and ``conformal`` (probabilities, intervals),
``distributed`` and ``blocks`` (Dask).
"""
