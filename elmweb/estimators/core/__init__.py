"""The machinery that all estimators share; nothing in it is public.

``problem``                         what is to be solved, and the solution
``ridge``, ``dual``                 closed forms, with fewer units than rows and with more
``loo``                             exact leave-one-out errors
``passes``                          the two passes over the rows
``solve``, ``fit``                  a fit in steps
``gcv``, ``path``, ``leverage``     what else the sums give
``readout``, ``attributes``         the base classes of estimators, and their docstrings
``calibration``, ``conformal``      probabilities, prediction intervals and sets
``stacks``, ``encode``, ``combined``  several layers
``online``                          sums that grow and shrink
``distributed``, ``blocks``         fits on a Dask cluster
"""
