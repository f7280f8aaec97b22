"""``elmweb.model`` as saved scripts import it."""

from typing import Any

from elmweb.training.model import Search, Settings as _Settings, TrainedModel

__all__ = ["Search", "Settings", "TrainedModel"]


def Settings(*, member: str = "elm", **chosen: Any) -> _Settings:  # noqa: N802  it stands for a class
    """Return settings in which the kind of model still is called a member."""
    return _Settings(model_kind=member, **chosen)
