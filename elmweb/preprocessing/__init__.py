"""Converting the columns of a table to the input matrix of an estimator.

``features`` describes the columns that a model was trained on, ``matching`` maps another table to them,
``transformers`` convert columns to numbers, ``preprocessor`` combines them, and ``prepare`` applies all of it to the
training rows, in steps.
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
    """Import a public name on first access: two of the modules need pandas, the others do not."""
    if name in __all__:
        return getattr(import_module(f"{__name__}.{_PLACES.get(name, 'preprocessor')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
