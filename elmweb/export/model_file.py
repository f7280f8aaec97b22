"""Saving and loading models: a zip file of ``model.json`` and ``arrays.npz``, never pickle.

A third part, ``predictor.json``, is the same model for pages without Python (:mod:`elmweb.export.plain_model`).

Loading runs no code from the file. It raises an error for a file that is damaged, of another
program or of a newer format, and for a model whose predictions differ from those where it was
saved (another version of scikit-learn may interpret its state differently).
"""

from __future__ import annotations

import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sklearn

from elmweb import __version__
from elmweb.exceptions import ExportError, ModelFileError
from elmweb.export._arrays import read_arrays
from elmweb.export._model_check import check_model, predicts_all
from elmweb.export._objects import Packer, unpack
from elmweb.export.plain import to_json
from elmweb.export.plain_model import plain_model
from elmweb.formatting import data_size
from elmweb.nesting import MAX_DEPTH, json_depth
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_model_file as words

__all__ = ["FORMAT", "judged_of", "load_model", "proof_of", "save_model", "with_judged"]

FORMAT = 1
"""Version of the format; newer ones are rejected."""

_KIND = "elmweb model"
_JUDGED = "judged.zip"
_FOR_PAGES = "predictor.json"
_UNPACKED_BYTES, _UNPACKED_RATIO = 50_000_000, 30
_MOST = 200  # letters of a reason


def save_model(model: Any, result: Mapping[str, Any] | None = None, *, for_pages: bool = True) -> bytes:
    """Save a model as the bytes of a file.

    Parameters
    ----------
    model : TrainedModel or estimator
        A trained model, or any fitted estimator of elmweb.
    result : dict, optional
        Its report, to be displayed again after loading.
    for_pages : bool, default=True
        Whether the file also holds a model of a table as ``elmweb-predictor`` loads it in a page without Python. Such
        a file is about twice as large.

    Returns
    -------
    bytes
        A zip file. It holds no rows of the table, but names, categories, ranges and words of its columns. Kernels,
        blends with one, and distance units are exceptions: they hold the rows that others are compared with.

    Examples
    --------
    >>> from elmweb import ELMRegressor
    >>> from elmweb.export import load_model, save_model
    >>> model = ELMRegressor(8, random_state=0).fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 4.0])
    >>> again, _ = load_model(save_model(model))
    >>> bool((again.predict([[1.5]]) == model.predict([[1.5]])).all())
    True
    """
    packer = Packer()
    packed = packer.pack(model)
    proof = packer.pack(proof_of(model))
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **packer.arrays)
    arrays = buffer.getvalue()
    told = {"model": packed, "proof": proof, "result": to_json(result)}
    head = {
        "kind": _KIND,
        "format": FORMAT,
        "elmweb": __version__,
        "scikit-learn": sklearn.__version__,
        "arrays_sha256": hashlib.sha256(arrays).hexdigest(),
        "told_sha256": _told_hash(told),
        **told,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("model.json", json.dumps(head, allow_nan=False))
        file.writestr("arrays.npz", arrays)
        if for_pages and isinstance(model, TrainedModel):
            file.writestr(_FOR_PAGES, json.dumps(_for_pages(model, result), allow_nan=False))
    return out.getvalue()


def load_model(data: bytes, name: str = "model") -> tuple[Any, dict[str, Any] | None]:
    """Load a model that was saved by :func:`save_model`.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str, default="model"
        Name of the file, for error messages.

    Returns
    -------
    model : TrainedModel or estimator
        The model; on the same machine and versions its predictions have the same bits as before.
    result : dict or None
        The report that was saved with the model.

    Raises
    ------
    ModelFileError
        The file is damaged, of another program or too new, or the predictions differ.
    """
    head, arrays = _open(data, name)
    try:
        model = unpack(head["model"], arrays)
        proof = unpack(head["proof"], arrays)
        check_model(model)
        result = head["result"]
    except ModelFileError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise _damaged(name, words.do_not_fit(f"{type(error).__name__}: {error}")[:_MOST]) from error
    _check_proof(model, proof, head, name)
    return model, result


def _for_pages(model: TrainedModel, result: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a model as a page without Python reads it, or why it cannot."""
    head = {"kind": "elmweb predictor", "format": FORMAT, "elmweb": __version__}
    try:
        return {**head, "model": plain_model(model, (result or {}).get("form"))}
    except ExportError as error:
        return {**head, "why_not": {"what": error.what, "rule": error.rule, "value": error.value}}


def with_judged(data: bytes, judged: Any) -> bytes:
    """Return a model file that also holds the model which was judged, before this one learned from all rows.

    Whoever loads the file as a model does not notice.

    Parameters
    ----------
    data : bytes
        What :func:`save_model` returned.
    judged : TrainedModel
        The model that never saw the held-out rows.

    Returns
    -------
    bytes
        The longer file.
    """
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(_JUDGED, save_model(judged, for_pages=False))  # which is compressed already
    return out.getvalue()


def judged_of(data: bytes, name: str = "model") -> Any:
    """Return the model which was judged, from a file of :func:`with_judged`, or None where there is none.

    Parameters
    ----------
    data : bytes
        Content of a file that :func:`load_model` has read.
    name : str, default="model"
        Name of the file, for error messages.

    Returns
    -------
    TrainedModel, estimator or None
        The model.

    Raises
    ------
    ModelFileError
        The part of the file is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        if _JUDGED not in file.namelist():
            return None
        try:
            part = _part(file, _JUDGED, len(data), name)
        except zipfile.BadZipFile as error:
            raise _damaged(name, words.CUT_OR_CHANGED) from error
    return load_model(part, name)[0]


def _open(data: bytes, name: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the header and the arrays of a file, after validating it."""
    try:
        head, arrays = _unpacked(data, name)
    except zipfile.BadZipFile as error:
        if data[:2] == b"PK":
            raise _damaged(name, words.CUT_OR_CHANGED) from error
        raise _foreign(name, words.NO_ZIP) from error
    except (ModelFileError, MemoryError):
        raise
    except Exception as error:  # zipfile raises whatever its parts raise
        raise _damaged(name, words.CUT_OR_CHANGED) from error
    _check_head(head, arrays, name)
    try:
        return head, read_arrays(arrays, _bound(len(data)))
    except MemoryError:
        raise
    except Exception as error:  # the same
        raise _damaged(name, words.unreadable_numbers(str(error))[:_MOST]) from error


def _unpacked(data: bytes, name: str) -> tuple[Any, bytes]:
    """Return the description in a file, and its arrays as they are packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        if not {"model.json", "arrays.npz"} <= set(file.namelist()):
            raise _foreign(name, words.OTHER_CONTENTS)
        text = _part(file, "model.json", len(data), name).decode()
        if (depth := json_depth(text)) > MAX_DEPTH:
            raise _damaged(name, words.too_nested(depth, MAX_DEPTH))
        return json.loads(text), _part(file, "arrays.npz", len(data), name)


def _check_head(head: Any, arrays: bytes, name: str) -> None:
    """Raise an error for a file of another program, of a later version, or one that was changed."""
    if not isinstance(head, dict) or head.get("kind") != _KIND:
        raise _foreign(name, words.OTHER_PROGRAM)
    if not isinstance(head.get("format"), int) or head["format"] > FORMAT:
        raise ModelFileError(
            words.newer(name),
            rule=export_common.format_or_older(FORMAT),
            value=words.written_by(str(head.get("format")), str(head.get("elmweb"))),
            hints=(words.RELOAD,),
        )
    if hashlib.sha256(arrays).hexdigest() != head.get("arrays_sha256"):
        raise _damaged(name, words.NUMBERS_CHANGED)
    # Files of version 0.1 have no checksum of what else they tell.
    told = {key: head.get(key) for key in ("model", "proof", "result")}
    if "told_sha256" in head and head["told_sha256"] != _told_hash(told):
        raise _damaged(name, words.DESCRIPTION_CHANGED)


def _told_hash(told: Mapping[str, Any]) -> str:
    """Return the checksum of what a file tells beside its numbers."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _bound(n_bytes: int) -> int:
    """Return how much a file of a size may unpack to: far more than one that was saved here does."""
    return _UNPACKED_BYTES + _UNPACKED_RATIO * n_bytes


def _part(file: zipfile.ZipFile, part: str, n_bytes: int, name: str) -> bytes:
    """Return a part of a file of a size, unless it is too large when unpacked."""
    size, most = file.getinfo(part).file_size, _bound(n_bytes)
    if size > most:
        raise _damaged(name, words.too_large(data_size(size), data_size(most)))
    return file.read(part)


def proof_of(model: Any) -> np.ndarray:
    """Return the outputs for three artificial rows: low, middle and high values of each column.

    Parameters
    ----------
    model : TrainedModel or estimator
        A fitted one.

    Returns
    -------
    ndarray (3,) or (3, k)
        By which a model is known again, up to rounding.
    """
    outputs, rows = _outputs(model)
    return np.asarray(outputs(rows))


def _outputs(model: Any) -> tuple[Callable[[np.ndarray], Any], np.ndarray]:
    """Return what predicts, and the inputs of three artificial rows."""
    if not isinstance(model, TrainedModel):
        rows = np.repeat(np.linspace(-1.0, 1.0, 3)[:, None], model.n_features_in_, axis=1)
        return getattr(model, "decision_function", model.predict), rows
    from elmweb.preprocessing.matching import made_up_rows  # noqa: PLC0415  needs pandas, and estimators do not

    outputs = getattr(model.estimator, "decision_function", model.estimator.predict)
    return outputs, model.inputs(made_up_rows(model.features))


def _check_proof(model: Any, proof: np.ndarray, head: dict[str, Any], name: str) -> None:
    """Raise an error for a model whose predictions differ from those where it was saved, or are none."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outputs, rows = _outputs(model)
            said, proof = np.asarray(outputs(rows)), np.asarray(proof)
            same = said.shape == proof.shape and np.allclose(said, proof, rtol=1e-6, atol=1e-8)
            if same and isinstance(model, TrainedModel):
                same = predicts_all(model, rows)
    except (ImportError, MemoryError):  # a package that is missing is no fault of the file
        raise
    except Exception as error:  # another version of scikit-learn may raise anything
        raise _other_version(head, name) from error
    if not same:
        raise _other_version(head, name)


def _damaged(name: str, why: str) -> ModelFileError:
    return ModelFileError(words.damaged(name), rule=words.WHOLE_FILE, value=why, hints=(words.SAVE_AGAIN,))


def _foreign(name: str, what: str) -> ModelFileError:
    return ModelFileError(
        words.foreign(name),
        rule=words.FROM_SAVE_MODEL,
        value=what,
        hints=(words.CHOOSE_A_MODEL, words.DROP_A_TABLE),
    )


def _other_version(head: dict[str, Any], name: str) -> ModelFileError:
    return ModelFileError(
        words.other_version(name),
        rule=words.needs(sklearn.__version__),
        value=words.written_with(str(head.get("scikit-learn")), str(head.get("elmweb"))),
        hints=(words.SAVE_AGAIN,),
    )
