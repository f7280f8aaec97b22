"""From the columns of a table to the matrix that an estimator learns from.

``features`` is what the model knows of each column, ``matching`` fits another table to it, ``transformers`` turn cells
into numbers, ``preprocessor`` puts them together, and ``prepare`` does all of it to the training rows, in steps.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elmweb.preprocessing.features import Feature, describe_features
    from elmweb.preprocessing.matching import as_inputs
    from elmweb.preprocessing.preprocessor import make_preprocessor

__all__ = ["Feature", "as_inputs", "describe_features", "make_preprocessor"]

_PLACES = {"Feature": "features", "as_inputs": "matching", "describe_features": "features"}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: two of the modules need pandas, the others do without."""
    if name in __all__:
        return getattr(import_module(f"{__name__}.{_PLACES.get(name, 'preprocessor')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
