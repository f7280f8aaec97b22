"""Training a model on a dataset.

``plan`` decides which settings are tried and estimates the time, ``search`` tries them in steps that can be stopped,
``trials`` records the scores and chooses, ``stream`` fits a file larger than memory, ``explore`` is the small model
behind the sliders, ``final`` learns from all rows once a model was judged, and ``model`` is the result.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elmweb.training.final import learn_from_all
    from elmweb.training.model import Search, Settings, TrainedModel
    from elmweb.training.search import Training, train

__all__ = ["Search", "Settings", "TrainedModel", "Training", "learn_from_all", "train"]

_PLACES = {"Training": "search", "train": "search", "learn_from_all": "final"}


def __getattr__(name: str) -> Any:
    """Import a public name on first access: the search needs all of scikit-learn and pandas."""
    if name in __all__:
        place = _PLACES.get(name, "model")
        return getattr(import_module(f"{__name__}.{place}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
