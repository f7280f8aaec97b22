"""Serialising fitted objects of a fixed list of classes as JSON and arrays.

A file cannot name a class outside the list, and reading calls only constructors of plain
containers: a file is data, never code.
"""

from __future__ import annotations

from collections import UserList
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler

from elmweb import estimators
from elmweb.compute import BlasAccumulator, ByteScale, ExactAccumulator, IntegerLayer, TargetCode
from elmweb.estimators.core.readout import OUTPUTS_OF_ROWS
from elmweb.exceptions import ModelFileError
from elmweb.formatting import quoted
from elmweb.peers import PeerClassifier, PeerRegressor
from elmweb.peers.learned import Boosted, Forest, Linear, Neighbours
from elmweb.peers.trees import Trees
from elmweb.preprocessing.features import Feature
from elmweb.preprocessing.transformers import DateFeatures, NumberFeatures, TextFeatures, VectorFeatures
from elmweb.reading.column import ColumnReading
from elmweb.training.model import Search, Settings, TrainedModel
from elmweb.words.engine import export_common, export_model_file as words

__all__ = ["Packer", "unpack"]

CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        BlasAccumulator,
        Boosted,
        ColumnReading,
        ColumnTransformer,
        ByteScale,
        DateFeatures,
        ExactAccumulator,
        Feature,
        Forest,
        IntegerLayer,
        Linear,
        Neighbours,
        NumberFeatures,
        OneHotEncoder,
        PeerClassifier,
        PeerRegressor,
        Pipeline,
        QuantileTransformer,
        Search,
        Settings,
        SimpleImputer,
        StandardScaler,
        TargetCode,
        TextFeatures,
        TrainedModel,
        VectorFeatures,
        Trees,
        *(thing for thing in vars(estimators).values() if isinstance(thing, type)),
    )
}

# Outputs of training rows, which only training needs and which reveal something about single rows.
_LEFT_OUT = {"leverage", *OUTPUTS_OF_ROWS}
# Attributes that have another name in files of version 0.1.
_RENAMED = {"sharpness_": "inverse_temperature_", "member": "model_kind"}


class Packer:
    """Converts objects to JSON-like data and collects their arrays.

    Attributes
    ----------
    arrays : dict of str to ndarray
        Arrays that the data refer to by name.
    """

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}
        self._writers: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
            (np.ndarray, self._array),
            (np.generic, lambda value: {"scalar": self._array(np.asarray(value))}),  # before float: float64 is one
            (NoneType | bool | str | int, lambda value: value),
            (float, self._float),
            # scikit-learn 1.6 wraps a list of columns in a UserList that only warns when it is read.
            (list | UserList, lambda value: [self.pack(item) for item in getattr(value, "data", value)]),
            (tuple, lambda value: {"tuple": [self.pack(item) for item in value]}),
            (slice, lambda value: {"slice": [value.start, value.stop, value.step]}),
            (dict, lambda value: {"dict": [[self.pack(key), self.pack(item)] for key, item in value.items()]}),
            (np.random.RandomState, lambda _: None),  # what it drew is in the layer
            (np.dtype, lambda value: {"dtype": value.name}),
            (type, lambda value: {"scalar type": np.dtype(value).name}),
        )

    def pack(self, value: Any) -> Any:
        """Convert an object to JSON-like data.

        Parameters
        ----------
        value : Any
            Plain values, containers, arrays, or an object of a known class.

        Returns
        -------
        Any
            Strings, numbers, lists, and dicts with one key that names the type.

        Raises
        ------
        TypeError
            An object of a class that is not in the list: a bug in elmweb.
        """
        for kinds, write in self._writers:
            if isinstance(value, kinds):
                return write(value)
        return self._object(value)

    def _float(self, value: float) -> Any:
        """Return a float; JSON has no representation of infinity and NaN."""
        return value if np.isfinite(value) else {"float": repr(value)}

    def _array(self, value: np.ndarray) -> dict[str, Any]:
        """Store an array under a name; objects (text, None) go into the JSON."""
        if value.dtype == object:
            return {"objects": [self.pack(item) for item in value.ravel().tolist()], "shape": list(value.shape)}
        name = f"a{len(self.arrays)}"
        # The order of summation in BLAS depends on the memory layout; the same layout gives the same bits.
        fortran = value.ndim > 1 and value.flags.f_contiguous and not value.flags.c_contiguous
        self.arrays[name] = value.T if fortran else value
        return {"array": name, "fortran": fortran}

    def _object(self, value: Any) -> dict[str, Any]:
        """Convert an object of a known class to its attributes."""
        name = type(value).__name__
        if CLASSES.get(name) is not type(value):
            raise TypeError(f"A model file cannot hold an object of the class {name}.")
        state = (
            {field.name: getattr(value, field.name) for field in fields(value)} if is_dataclass(value) else vars(value)
        )
        return {"class": name, "state": {k: self.pack(v) for k, v in state.items() if k not in _LEFT_OUT}}


def unpack(data: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Return the object that was packed by :meth:`Packer.pack`.

    Parameters
    ----------
    data : Any
        JSON-like data.
    arrays : dict of str to ndarray
        Arrays that it refers to.

    Returns
    -------
    Any
        The object.

    Raises
    ------
    ModelFileError
        The file names a class that elmweb does not write.
    """
    if isinstance(data, list):
        return [unpack(item, arrays) for item in data]
    if not isinstance(data, dict):
        return data
    if "class" in data:
        return _make(data, arrays)
    [kind] = data.keys() - {"shape", "fortran"}
    return _READERS[kind](data, arrays)


def _make(data: dict[str, Any], arrays: dict[str, np.ndarray]) -> Any:
    """Return an object of a known class with its attributes set; its constructor does not run."""
    cls = CLASSES.get(data["class"])
    if cls is None:
        raise ModelFileError(
            words.NOT_WRITTEN,
            rule=export_common.one_of(CLASSES),
            value=quoted(str(data["class"])),
        )
    made = object.__new__(cls)
    state: dict[str, Any] = data["state"]
    for name, value in state.items():
        if name.startswith("__") or callable(getattr(cls, name, None)):
            raise ValueError(f'"{name}" of {data["class"]} cannot be set')
        object.__setattr__(made, _RENAMED.get(name, name), unpack(value, arrays))  # the dataclasses are frozen
    if cls is SimpleImputer and hasattr(made, "statistics_") and not hasattr(made, "_fill_dtype"):
        # The dtype of the statistics: scikit-learn 1.6 of the page does not store it yet, and later versions read it.
        made._fill_dtype = made.statistics_.dtype
    return made


def _objects(data: dict[str, Any], arrays: dict[str, np.ndarray]) -> np.ndarray:
    made = np.empty(len(data["objects"]), dtype=object)
    made[:] = [unpack(item, arrays) for item in data["objects"]]
    return made.reshape(data["shape"])


_READERS = {
    "array": lambda data, arrays: arrays[data["array"]].T if data["fortran"] else arrays[data["array"]],
    "dict": lambda data, arrays: {unpack(key, arrays): unpack(item, arrays) for key, item in data["dict"]},
    "dtype": lambda data, _: np.dtype(data["dtype"]),
    "float": lambda data, _: float(data["float"]),
    "objects": _objects,
    "scalar": lambda data, arrays: unpack(data["scalar"], arrays)[()],
    "scalar type": lambda data, _: np.dtype(data["scalar type"]).type,
    "slice": lambda data, _: slice(*data["slice"]),
    "tuple": lambda data, arrays: tuple(unpack(item, arrays) for item in data["tuple"]),
}
