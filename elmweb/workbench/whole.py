"""Files in which a deep network and the model that learned from its vectors go home together."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from elmweb.export.predict_script import prediction_script
from elmweb.export.whole import Network, example_column, whole_onnx
from elmweb.formatting import data_size, file_stem
from elmweb.training.model import TrainedModel
from elmweb.words.engine import workbench_saved as words
from elmweb.workbench.bring import model_of

if TYPE_CHECKING:
    from elmweb.workbench.protocol import ExportFile
    from elmweb.zoo.manifest import ModelCard
    from elmweb.zoo.models import Models

__all__ = ["whole_file"]

_KINDS = {"photo": "photo", "sound": "sound", "meaning": "text"}


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
    inputs = tuple((one.name, _about(card, one.name) or one.unit) for one in graph.inputs)
    network = Network(
        await models.file(name, "main"), name, graph.sha256, inputs, graph.results()[0],
        moments=role == "sound", unit=role != "meaning",
    )  # fmt: skip
    data = whole_onnx(model, network)
    stem, sizes = file_stem(model.name), (data_size(len(data)), data_size(len(network.data)))
    if not script:
        return _file(f"{words.network_file(stem)}.onnx", "application/octet-stream", data, words.size(*sizes))
    content: dict[str, Any] = {"predict.py": text.encode(errors="backslashreplace"), "model.onnx": data}
    if role == "meaning":
        content["vocabulary.txt"] = await models.file(name, "vocabulary")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, one in content.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), one, zipfile.ZIP_DEFLATED)
    note = words.size_unpacked(*sizes)
    return _file(f"{words.predict_file(stem)}.zip", "application/zip", packed.getvalue(), note)


def _about(card: ModelCard, name: str) -> str:
    """Return what an input of the network takes, by its name; empty for another."""
    if name == "sound":
        return words.sound(int(card.settings["rate"]), int(card.settings["least"]))
    return {"image": words.IMAGE, "ids": words.IDS, "mask": words.MASK}.get(name, "")


def _settings(card: ModelCard, role: str) -> dict[str, int]:
    """Return what a script must know of the network."""
    if role == "photo":
        return {"side": int(card.graph().inputs[0].shape[-1])}
    return {"most": int(card.settings["most"])} if role == "meaning" else {}


def _file(name: str, mime: str, data: bytes, note: str) -> ExportFile:
    return {"filename": name, "mime": mime, "data": data, "note": note}
