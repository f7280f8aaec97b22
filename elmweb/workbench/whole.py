"""Files in which a deep network and the model that learned from its vectors go home together."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from elmweb.export.predict_script import prediction_script
from elmweb.export.whole import Network, example_column, whole_onnx
from elmweb.formatting import data_size, file_stem
from elmweb.training.model import TrainedModel
from elmweb.workbench.bring import model_of

if TYPE_CHECKING:
    from elmweb.workbench.protocol import ExportFile
    from elmweb.zoo.manifest import ModelCard
    from elmweb.zoo.models import Models

__all__ = ["whole_file"]

_KINDS = {"photo": "photo", "sound": "sound", "meaning": "text"}
_ABOUT = {
    "image": "Photos: red, green and blue from 0 to 1, the centre as a square.",
    "sound": "Samples of clips from -1 to 1, {rate:,} a second and {least:,} at least.",
    "ids": "Word pieces of texts, as their places in the vocabulary, between [CLS] and [SEP].",
    "mask": "1 for each word piece, 0 for what fills up a shorter text.",
}


async def whole_file(model: TrainedModel, models: Models, *, script: bool) -> ExportFile:
    """Make a file of a model and the network that embeds its column.

    Parameters
    ----------
    model : TrainedModel
        The model.
    models : Models
        The deep models.
    script : bool
        True for a zip with a Python script that predicts, False for the ONNX file alone.

    Returns
    -------
    ExportFile
        Its note says how large it is.

    Raises
    ------
    ExportError
        It has no column, or several, that a network embeds, or cannot be written.
    """
    column = example_column(model)
    role = next(feature.role for feature in model.features if feature.name == column)
    name = model_of(_KINDS[role])
    card = await models.card(name)
    settings = _settings(card, role)
    text = prediction_script(model, settings, network=name) if script else ""
    graph = card.graph()
    inputs = tuple((one.name, _ABOUT.get(one.name, one.unit).format(**card.settings)) for one in graph.inputs)
    network = Network(
        await models.file(name, "main"), name, graph.sha256, inputs, graph.results()[0],
        moments=role == "sound", unit=role != "meaning",
    )  # fmt: skip
    data = whole_onnx(model, network)
    stem, note = file_stem(model.name), f"{data_size(len(data))}, {data_size(len(network.data))} of it the network."
    if not script:
        return _file(f"{stem} with its network.onnx", "application/octet-stream", data, note)
    content: dict[str, Any] = {"predict.py": text.encode(errors="backslashreplace"), "model.onnx": data}
    if role == "meaning":
        content["vocabulary.txt"] = await models.file(name, "vocabulary")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, one in content.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), one, zipfile.ZIP_DEFLATED)
    return _file(f"{stem} predict.zip", "application/zip", packed.getvalue(), f"Unpacked, model.onnx has {note}")


def _settings(card: ModelCard, role: str) -> dict[str, int]:
    """Return what a script must know of the network."""
    if role == "photo":
        return {"side": int(card.graph().inputs[0].shape[-1])}
    return {"most": int(card.settings["most"])} if role == "meaning" else {}


def _file(name: str, mime: str, data: bytes, note: str) -> ExportFile:
    return {"filename": name, "mime": mime, "data": data, "note": note}
