"""Parquet files, with PyArrow where it is installed; in the page ``web/start/parquet.js`` makes them CSV."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from typing import Any, BinaryIO

import numpy as np

from elmweb.data._cells import TRUTH, check_width, cut, unique_names
from elmweb.data._delimited import Parts
from elmweb.data._sniff import no_rows, not_a_table
from elmweb.exceptions import DataError, ParseError
from elmweb.words.engine import data_files as words

__all__ = ["read_parquet"]

_EXACT = 2**53  # integers up to this are floats, too
_MAX_CELLS = 50_000_000  # a few kilobytes may hold far more
_INDEX = re.compile(r"__index_level_\d+__")


def read_parquet(source: BinaryIO, name: str) -> Generator[tuple[int, int], None, Parts]:
    """Read a Parquet file.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.

    Yields
    ------
    tuple of int
        Bytes and rows read so far.

    Returns
    -------
    Parts
        Columns of one slice each.

    Raises
    ------
    ParseError
        If PyArrow is missing, or the file is damaged.
    """
    try:
        import pyarrow.parquet  # an option, and slow to import
    except ModuleNotFoundError as error:
        raise not_a_table(name, "parquet", words.INSTALL_PYARROW) from error
    source.seek(0)
    try:
        file = pyarrow.parquet.ParquetFile(source)
        if file.metadata.num_rows * file.metadata.num_columns > _MAX_CELLS:
            raise _too_many(name, file.metadata.num_rows, file.metadata.num_columns)
        table = file.read()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ParseError(
            words.damaged_parquet(name), rule=words.WHOLE_PARQUET, value=cut(str(error)), hints=(words.SAVE_AGAIN,)
        ) from error
    # pandas' own row numbers are no column.
    places = [at for at, column in enumerate(table.column_names) if not _INDEX.fullmatch(column)]
    check_width(len(places), name)
    if not table.num_rows or not places:
        raise no_rows(name, words.NO_ROWS)
    names, notes = unique_names([table.column_names[at] for at in places])
    parts = Parts(names, notes, n_rows=table.num_rows)
    for at in places:
        parts.columns.append([_column(table.column(at))])
        yield source.tell(), table.num_rows
    return parts


def _too_many(name: str, n_rows: int, n_columns: int) -> DataError:
    return DataError(
        words.too_many_cells(name),
        rule=words.most_cells(_MAX_CELLS),
        value=words.n_cells(n_rows, n_columns),
        hints=(words.BRING_A_PART,),
    )


def _column(column: Any) -> np.ndarray:
    """Return a column as a table has it: numbers with NaN, or texts with None."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = pa.chunked_array([chunk.dictionary_decode() for chunk in column.chunks], kind.value_type)
        kind = kind.value_type
    if pa.types.is_null(kind):
        return np.full(len(column), np.nan)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _dates(column)
    if pa.types.is_integer(kind):
        return _integers(column.to_pylist())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return np.array([np.nan if value is None else float(value) for value in column.to_pylist()])
    return np.array([_text(value) for value in column.to_pylist()], dtype=object)


def _integers(values: list[int | None]) -> np.ndarray:
    """Return integers digit for digit: as text where neither int64 nor a float holds them."""
    there = [value for value in values if value is not None]
    far = max(map(abs, there), default=0)
    if len(there) == len(values) and far < 2**63:
        return np.array(values, dtype=np.int64)
    if far <= _EXACT:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


def _dates(column: Any) -> np.ndarray:
    """Return moments as ISO texts, in UTC where they have a zone; without times where all are midnights."""
    moments = column.cast("timestamp[ms]", safe=False).to_numpy().astype("datetime64[ms]")
    there = ~np.isnat(moments)
    units = ("datetime64[D]", "datetime64[s]", "datetime64[ms]")
    unit = next(unit for unit in units if (moments[there].astype(unit) == moments[there]).all())
    texts = np.datetime_as_string(moments.astype(unit)).astype(object)
    texts[~there] = None
    return texts


def _text(value: Any) -> str | None:
    """Return any other cell as text; a list or a record as JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return TRUTH[value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
