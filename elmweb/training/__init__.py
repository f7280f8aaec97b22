"""From a dataset and settings to a trained model.

``plan`` says what will be tried and how long it takes, ``search`` tries it in steps that can be stopped, ``trials``
keeps the scores and chooses, ``stream`` fits a file larger than memory, ``explore`` is the small model behind the
sliders, and ``model`` is what comes out.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elmweb.training.model import Search, Settings, TrainedModel
    from elmweb.training.search import Training, train

__all__ = ["Search", "Settings", "TrainedModel", "Training", "train"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: the search needs all of scikit-learn and pandas."""
    if name in __all__:
        place = "search" if name in {"Training", "train"} else "model"
        return getattr(import_module(f"{__name__}.{place}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
