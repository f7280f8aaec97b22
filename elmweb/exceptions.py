"""The exceptions of elmweb.

Every message names the thing, the rule that was broken and the value that broke it, so that a person can
fix the problem without a manual::

    ElmwebError
    +-- DataError             a file or a table cannot be used
    |   +-- ParseError        the bytes cannot be read as a table
    |   +-- TargetError       the target column cannot be predicted
    |   +-- ColumnError       a column does not fit its role, or does not exist
    |   +-- InputError        the input of a deep model does not fit it
    +-- SettingsError         a setting is not allowed
    +-- ModelFileError        a saved model is damaged, of another program or too new
    +-- ProjectError          what was kept of a visit is damaged or too new
    +-- DownloadError         a file of the site could not be loaded, or has the wrong content
    +-- ExportError           a model cannot be exported in the requested format
    +-- ExplainError          a prediction cannot be explained in the way that was asked for
    +-- WorkbenchError        the worker that holds tables and models
        +-- Cancelled         an operation was cancelled
        +-- KernelLost        the worker of a kernel ended; its rows are summed elsewhere
        +-- ModelGone         the worker of a deep model has ended
        +-- ProviderFailed    a deep model cannot run on the chosen provider, such as WebGPU
        +-- WorkbenchCrashed  it terminated unexpectedly
        +-- OutOfMemory       the table or the model does not fit into memory
"""

from __future__ import annotations

from collections.abc import Mapping

from elmweb.words.engine import exceptions as words

__all__ = [
    "Cancelled",
    "ColumnError",
    "DataError",
    "DownloadError",
    "ElmwebError",
    "ExplainError",
    "ExportError",
    "InputError",
    "KernelLost",
    "ModelFileError",
    "ModelGone",
    "OutOfMemory",
    "ParseError",
    "ProjectError",
    "ProviderFailed",
    "SettingsError",
    "TargetError",
    "WorkbenchCrashed",
    "WorkbenchError",
    "needed_and_found",
]


def needed_and_found(rule: str = "", value: str = "") -> str:
    """Return the rule that was broken and the value that broke it as sentences; "" for neither."""
    needed = words.needed(rule) if rule else ""
    found = words.found(value) if value else ""
    return " ".join(filter(None, (needed, found)))


class ElmwebError(Exception):
    """Base class of all exceptions, each with a message for the user.

    Parameters
    ----------
    what : str
        A sentence that names the thing, such as ``'"price" cannot be a number column.'``.
    rule : str, optional
        The rule that was broken, such as ``"digits, one decimal point"``.
    value : str, optional
        The value that broke it, such as ``'"12,50 EUR" in row 18'``.
    hints : tuple of str, optional
        What can be done about it, one short sentence each.
    """

    def __init__(self, what: str, *, rule: str = "", value: str = "", hints: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.rule = rule
        self.value = value
        self.hints = tuple(hints)

    def __str__(self) -> str:
        """Return what happened, what is needed and what was found, on one line."""
        return " ".join(filter(None, (self.what, needed_and_found(self.rule, self.value))))

    def to_dict(self) -> dict:
        """Return the exception as plain data that can be sent between workers."""
        return {
            "kind": type(self).__name__,
            "what": self.what,
            "rule": self.rule,
            "value": self.value,
            "hints": list(self.hints),
        }


class DataError(ElmwebError):
    """A file or a table cannot be used."""


class ParseError(DataError):
    """The bytes cannot be read as a table."""


class TargetError(DataError):
    """The target column cannot be predicted."""


class ColumnError(DataError):
    """A column does not fit its role, or does not exist."""


class InputError(DataError):
    """The input of a deep model does not fit it."""


class SettingsError(ElmwebError):
    """A setting is not allowed."""


class ModelFileError(ElmwebError):
    """A saved model is damaged, of another program or too new."""


class ProjectError(ElmwebError):
    """What was kept of a visit is damaged or too new."""


class DownloadError(ElmwebError):
    """A file of the site could not be loaded, or has the wrong content."""


class ExportError(ElmwebError):
    """A model cannot be exported in the requested format.

    Parameters
    ----------
    what : str
        A sentence that names the thing.
    rule, value : str, optional
        The rule that was broken, and what broke it.
    hints : tuple of str, optional
        What can be done about it.
    """


class ExplainError(ElmwebError):
    """A prediction cannot be explained in the way that was asked for."""


class WorkbenchError(ElmwebError):
    """The worker that holds tables and models failed."""


class Cancelled(WorkbenchError):
    """An operation was cancelled."""


class KernelLost(WorkbenchError):
    """The worker of a kernel ended or could not start; its rows are lost."""


class ModelGone(WorkbenchError):
    """The worker of a deep model has ended; the model has to be loaded again."""


class ProviderFailed(WorkbenchError):
    """A deep model cannot run on the chosen provider, which is absent, lacks an operator, or failed."""


class WorkbenchCrashed(WorkbenchError):
    """The worker terminated unexpectedly."""


class OutOfMemory(WorkbenchError):
    """The table or the model does not fit into memory."""


_KINDS = {name: kind for name in __all__ if isinstance(kind := globals()[name], type)}


def error_from_dict(data: Mapping) -> ElmwebError:
    """Return the exception that :meth:`ElmwebError.to_dict` was called on.

    Parameters
    ----------
    data : mapping
        Result of ``to_dict``; an unknown kind becomes a plain ``ElmwebError``.

    Returns
    -------
    ElmwebError
        An exception of the same kind and content.
    """
    kind = _KINDS.get(data.get("kind", ""), ElmwebError)
    rule, value, hints = data.get("rule", ""), data.get("value", ""), data.get("hints", ())
    return kind(data["what"], rule=rule, value=value, hints=tuple(hints))
