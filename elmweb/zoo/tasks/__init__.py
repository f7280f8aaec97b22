"""What each kind of model does: from what a person brings to an answer they can read."""

from elmweb.zoo.tasks._task import Answer, Task

__all__ = ["Answer", "Task"]
