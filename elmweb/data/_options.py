"""Options and progress of reading a file."""

from __future__ import annotations

from dataclasses import dataclass

from elmweb.exceptions import SettingsError


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None means that the value is guessed.

    Parameters
    ----------
    delimiter : str, optional
        One character between cells.
    decimal : str, optional
        "." or ",".
    encoding : str, optional
        Such as "utf-8" or "latin-1".
    header : bool, optional
        Whether the first row holds the names.
    sheet : str or int, optional
        A sheet's name, or its number from 0.

    Raises
    ------
    SettingsError
        If a value cannot be used.
    """

    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str | int | None = None

    def __post_init__(self) -> None:
        """Validate the options."""
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise SettingsError("The separator cannot be used.", rule="one character", value=repr(self.delimiter))
        if self.decimal not in (None, ".", ","):
            raise SettingsError("The decimal mark cannot be used.", rule='"." or ","', value=repr(self.decimal))
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except LookupError as error:
                raise SettingsError(
                    "The encoding is unknown.", rule='a name such as "utf-8" or "latin-1"', value=repr(self.encoding)
                ) from error


@dataclass(frozen=True)
class ReadProgress:
    """Progress of reading a file.

    Parameters
    ----------
    bytes_done, bytes_total : int
        Bytes read and size of the source.
    rows : int
        Rows read so far.
    """

    bytes_done: int
    bytes_total: int
    rows: int
