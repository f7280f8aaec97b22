"""Everything that can go wrong, and how it is said.

Every message names the thing, the rule it broke and the value that broke it,
so that a person can mend it without a manual::

    ElmwebError
    +-- DataError             a file or a table is not what is needed
    |   +-- ParseError        the bytes cannot be read as a table
    |   +-- TargetError       the column to predict cannot be predicted
    |   +-- ColumnError       a column breaks its role, is missing or unknown
    |   +-- InputError        what a deep model was given does not fit it
    +-- SettingsError         a setting is outside what it may be
    +-- ModelFileError        a saved model is damaged, foreign or too new
    +-- DownloadError         a file of the site did not come, or is not the one it should be
    +-- ExportError           a model cannot be written in the form that was asked for
    +-- WorkbenchError        the worker that holds tables and models
        +-- Cancelled         somebody pressed Cancel
        +-- KernelLost        a kernel's worker ended; the rows it had are added up elsewhere
        +-- ModelGone         the worker that held a deep model has ended
        +-- ProviderFailed    what should run a deep model cannot, such as WebGPU where there is none
        +-- WorkbenchCrashed  it stopped by itself
        +-- OutOfMemory       the table or the model does not fit
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "Cancelled",
    "ColumnError",
    "DataError",
    "DownloadError",
    "ElmwebError",
    "ExportError",
    "InputError",
    "KernelLost",
    "ModelFileError",
    "ModelGone",
    "OutOfMemory",
    "ParseError",
    "ProviderFailed",
    "SettingsError",
    "TargetError",
    "WorkbenchCrashed",
    "WorkbenchError",
]


class ElmwebError(Exception):
    """A failure that a person is told about, in one plain sentence.

    Parameters
    ----------
    what : str
        One sentence that names the thing, such as ``'"price" cannot be a number column.'``.
    rule : str, optional
        The rule that was broken, such as ``"digits, one decimal point"``.
    value : str, optional
        The value that broke it, such as ``'"12,50 EUR" in row 18'``.
    hints : tuple of str, optional
        What the person can do now, one short sentence each.
    """

    def __init__(self, what: str, *, rule: str = "", value: str = "", hints: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.rule = rule
        self.value = value
        self.hints = tuple(hints)

    def __str__(self) -> str:
        """Return the sentence, the rule and the value in one line."""
        parts = [self.what]
        if self.rule:
            parts.append(f"Rule: {self.rule}.")
        if self.value:
            parts.append(f"Value: {self.value}.")
        return " ".join(parts)

    def to_dict(self) -> dict:
        """Return the error as data, for crossing between workers."""
        return {
            "kind": type(self).__name__,
            "what": self.what,
            "rule": self.rule,
            "value": self.value,
            "hints": list(self.hints),
        }


class DataError(ElmwebError):
    """A file or a table is not what is needed."""


class ParseError(DataError):
    """The bytes cannot be read as a table."""


class TargetError(DataError):
    """The column to predict cannot be predicted."""


class ColumnError(DataError):
    """A column breaks its role, is missing or unknown."""


class InputError(DataError):
    """What a deep model was given does not fit it."""


class SettingsError(ElmwebError):
    """A setting is outside what it may be."""


class ModelFileError(ElmwebError):
    """A saved model is damaged, foreign or too new."""


class DownloadError(ElmwebError):
    """A file of the site did not come, or is not the one it should be."""


class ExportError(ElmwebError):
    """A model cannot be written in the form that was asked for.

    Parameters
    ----------
    what : str
        One sentence that names the thing.
    rule, value : str, optional
        The rule that was broken, and what broke it.
    hints : tuple of str, optional
        What the person can do now.
    """


class WorkbenchError(ElmwebError):
    """The worker that holds tables and models cannot answer."""


class Cancelled(WorkbenchError):
    """Somebody pressed Cancel."""


class KernelLost(WorkbenchError):
    """A kernel's worker ended or could not start; the rows it had are gone."""


class ModelGone(WorkbenchError):
    """The worker that held a deep model has ended; the model has to be loaded again."""


class ProviderFailed(WorkbenchError):
    """What should run a deep model cannot: it is absent, lacks something, or failed at it."""


class WorkbenchCrashed(WorkbenchError):
    """The worker stopped by itself."""


class OutOfMemory(WorkbenchError):
    """The table or the model does not fit into memory."""


_KINDS = {name: globals()[name] for name in __all__}


def error_from_dict(data: Mapping) -> ElmwebError:
    """Return the error that :meth:`ElmwebError.to_dict` wrote down.

    Parameters
    ----------
    data : mapping
        What ``to_dict`` returned; an unknown kind becomes a plain ``ElmwebError``.

    Returns
    -------
    ElmwebError
        An error of the same kind with the same words.
    """
    kind = _KINDS.get(data.get("kind", ""), ElmwebError)
    return kind(
        data["what"], rule=data.get("rule", ""), value=data.get("value", ""), hints=tuple(data.get("hints", ()))
    )
