"""The manifest of the deep models, ``models/manifest.json``: its format, read and validated.

The file is ``{"format": 1, "models": [card, ...]}``, a card being::

    {
      "id": "cnn-mnist",                      # [a-z0-9-], also the stem of its files
      "task": "classify-image",               # one of TASKS
      "title": "Digit reader",                # a few plain words
      "about": "Reads a drawn digit, 0 to 9.",  # one plain sentence
      "graphs": [{                            # one ONNX file each, weights inline; most models have one, called "main"
        "name": "main",                       # several: "encoder" and "decoder", "mel" and "embedding"
        "file": "cnn-mnist.onnx",             # beside manifest.json
        "sha256": "9f...", "bytes": 412345,   # of the file, the sha256 whole, in lower case
        "opset": 17,
        "inputs": [{
          "name": "image", "dtype": "float32",
          "shape": ["batch", 1, 28, 28],      # sizes, and names of dimensions that may differ from run to run
          "unit": "0 to 1, ink is 1"          # the meaning of a number; "" for none
        }],
        "outputs": [
          {"name": "logits", "dtype": "float32", "shape": ["batch", 10], "unit": "logit"},
          {"name": "maps_early", "dtype": "float32", "shape": ["batch", 16, 28, 28], "unit": "", "look": true}
        ]                                     # "look": an intermediate output, fetched only on request
      }],
      "reference": {"file": "cnn-mnist.reference.npz", "sha256": "...", "bytes": 3456},
      "assets": {                             # further files that the task needs, such as a vocabulary; {} for none
        "card": {"file": "cnn-mnist.md", "sha256": "...", "bytes": 1200}
      },
      "labels": ["0", "1"],                   # of the classes, in the order of the logits; [] for none
      "settings": {"mean": [0.13], "std": [0.31]},  # what pre- and post-processing need; each task says which
      "dataset": {"name": "MNIST", "source": "Y. LeCun, C. Cortes, C. Burges", "licence": "CC BY-SA 3.0"},
      "licence": "MIT",                       # of the weights
      "metrics": {"accuracy": 0.9946},        # on held-out data; fractions from 0 to 1
      "measured_on": "10,000 test images",    # the held-out data
      "n_parameters": 102345,
      "flops": 4600000,                       # of one run with batch 1; a multiply-add counts as two
      "largest_buffer_bytes": 401408,         # largest weight or activation with batch 1; 0 if unknown
      "needs_f16": false,                     # whether WebGPU needs shader-f16
      "device": "2 CPU cores",                # it was trained on
      "training_seconds": 1234.5,             # 0 for weights trained elsewhere
      "recipe": "models/recipes/cnn-mnist.py",
      "provider": "webgpu",                   # default, webgpu or wasm, unless a parity check finds a better one
      "notes": ["..."]                        # notes for the page, one sentence each
    }

``assets``, ``labels``, ``settings``, ``largest_buffer_bytes``, ``needs_f16``, ``provider``, ``notes`` and, of a
tensor, ``unit`` and ``look`` may be left out.

``<id>.reference.npz`` holds reference inputs and the outputs of PyTorch (or wherever the weights come from), one array
under each of the keys ``<graph>/in/<name>`` and ``<graph>/out/<name>``, such as ``main/in/image``. Compressed, with a
batch of 2 or more where the graph has one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from elmweb.exceptions import ModelFileError
from elmweb.onnx_format.tensor import TensorInfo
from elmweb.words.engine import common, zoo_models as words

__all__ = ["DTYPES", "PROVIDERS", "TASKS", "FileEntry", "GraphFile", "ModelCard", "read_manifest"]

FORMAT = 1
"""The version of the format described above; others are refused."""

TASKS = (
    "classify-image",
    "detect-objects",
    "classify-text",
    "classify-series",
    "forecast",
    "translate",
    "generate-image",
    "transfer-style",
    "embed-image",
    "embed-text",
    "embed-audio",
    "transcribe",
    "speak",
)
"""The tasks of a model."""

PROVIDERS = ("webgpu", "wasm")
"""The execution providers of the page: the graphics device, or WebAssembly on the processor."""

DTYPES = ("float32", "float16", "float64", "int64", "int32", "int8", "uint8", "bool")
"""Types of tensors that a model can take and give, by NumPy's names."""


@dataclass(frozen=True)
class FileEntry:
    """A file beside the manifest.

    Parameters
    ----------
    file : str
        Its name.
    sha256 : str
        Of its bytes, 64 hexadecimal digits.
    bytes : int
        Its size.
    """

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class GraphFile(FileEntry):
    """An ONNX file of a model.

    Parameters
    ----------
    file, sha256, bytes
        See :class:`FileEntry`.
    name : str
        Its name within the model; ``"main"`` if there is only one.
    opset : int
        Version of ONNX's operator set.
    inputs, outputs : tuple of TensorInfo
        Its inputs and outputs.
    """

    name: str
    opset: int
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]

    def results(self) -> tuple[str, ...]:
        """Return the names of all outputs but the intermediate ones."""
        return tuple(output.name for output in self.outputs if not output.look)


@dataclass(frozen=True)
class ModelCard:
    """The card of a model; the module's docstring describes the fields.

    Parameters
    ----------
    id, task, title, about : str
        Identity and description.
    graphs : tuple of GraphFile
        Its ONNX files.
    reference : FileEntry
        Reference inputs and outputs.
    dataset : dict of str to str
        ``name``, ``source`` and ``licence`` of what it was trained on.
    licence : str
        Of the weights.
    metrics : dict of str to float
        Measured on held-out data.
    measured_on : str
        The held-out data.
    n_parameters, flops : int
        Size and cost.
    device : str
        The machine it was trained on.
    training_seconds : float
        Training time.
    recipe : str
        Path of its recipe.
    assets : dict of str to FileEntry, optional
        Further files that its task needs.
    labels : tuple of str, optional
        Names of the classes.
    settings : dict, optional
        Parameters of pre- and post-processing.
    largest_buffer_bytes : int, optional
        Size of the largest tensor with batch 1.
    needs_f16 : bool, optional
        Whether WebGPU needs half precision.
    provider : str, optional
        The default one.
    notes : tuple of str, optional
        Notes for the page.
    """

    id: str
    task: str
    title: str
    about: str
    graphs: tuple[GraphFile, ...]
    reference: FileEntry
    dataset: Mapping[str, str]
    licence: str
    metrics: Mapping[str, float]
    measured_on: str
    n_parameters: int
    flops: int
    device: str
    training_seconds: float
    recipe: str
    assets: Mapping[str, FileEntry] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    largest_buffer_bytes: int = 0
    needs_f16: bool = False
    provider: str = "webgpu"
    notes: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of all its graphs, which are loaded before it can run."""
        return sum(graph.bytes for graph in self.graphs)

    def files(self) -> tuple[FileEntry, ...]:
        """Return every file of the model."""
        return (*self.graphs, self.reference, *self.assets.values())

    def graph(self, name: str = "main") -> GraphFile:
        """Return a graph by its name.

        Raises
        ------
        ModelFileError
            The model has none of that name.
        """
        for graph in self.graphs:
            if graph.name == name:
                return graph
        rule = common.one_of([graph.name for graph in self.graphs])
        raise ModelFileError(words.no_such_graph(self.id), rule=rule, value=name)


def read_manifest(text: str | bytes) -> dict[str, ModelCard]:
    """Read the list of models.

    Parameters
    ----------
    text : str or bytes
        The contents of ``manifest.json``.

    Returns
    -------
    dict of str to ModelCard
        The cards by id, in the order of the file.

    Raises
    ------
    ModelFileError
        The manifest is invalid; names the model, the field, the rule and the value.
    """
    try:
        whole = json.loads(text)
    except ValueError as error:
        raise ModelFileError(words.NO_LIST, rule="JSON", value=str(error)) from error
    found = whole.get("format") if isinstance(whole, dict) else None
    _require(found == FORMAT, words.THE_LIST, "format", words.the_number(FORMAT), found)
    models: Any = whole.get("models")
    _require(isinstance(models, list), words.THE_LIST, "models", words.RULES["tuple"], models)
    cards: dict[str, ModelCard] = {}
    for number, raw in enumerate(models, 1):
        card = _read_card(raw, words.model_number(number))
        _require(card.id not in cards, words.model_number(number), "id", words.RULES["own_id"], card.id)
        cards[card.id] = card
    return cards


def _read_card(raw: Any, where: str) -> ModelCard:
    """Return a validated card."""
    _require(isinstance(raw, dict), where, "card", words.RULES["Mapping"], raw)
    where = words.model_called(raw["id"]) if isinstance(raw.get("id"), str) else where
    given = _take(ModelCard, raw, where)
    _require(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given["id"]), where, "id", words.RULES["id"], given["id"])
    _require(given["task"] in TASKS, where, "task", common.one_of(TASKS), given["task"])
    provider = given.get("provider", "webgpu")
    _require(provider in PROVIDERS, where, "provider", common.one_of(PROVIDERS), provider)
    _require(given["graphs"], where, "graphs", words.RULES["some"], given["graphs"])
    given["graphs"] = tuple(
        _read_graph(graph, words.part_of(where, "graph", n)) for n, graph in enumerate(given["graphs"], 1)
    )
    names = [graph.name for graph in given["graphs"]]
    _require(len(set(names)) == len(names), where, "graphs", words.RULES["names"], names)
    given["reference"] = _read_file(FileEntry, given["reference"], words.part_of(where, "reference"))
    assets = given.get("assets", {})
    given["assets"] = {
        name: _read_file(FileEntry, entry, words.part_of(where, "asset", name)) for name, entry in assets.items()
    }
    for name, value in given["metrics"].items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        _require(number, where, f"metrics.{name}", words.RULES["float"], value)
    for name in ("name", "source", "licence"):
        value = given["dataset"].get(name)
        _require(isinstance(value, str) and value, where, f"dataset.{name}", words.RULES["str"], value)
    for name in ("labels", "notes"):
        texts = given[name] = tuple(given.get(name, ()))
        _require(all(isinstance(text, str) for text in texts), where, name, words.RULES["texts"], texts)
    return ModelCard(**given)


def _read_graph(raw: Any, where: str) -> GraphFile:
    _require(isinstance(raw, dict), where, "graph", words.RULES["Mapping"], raw)
    given = vars(_read_file(GraphFile, raw, where)).copy()
    for side in ("inputs", "outputs"):
        _require(given[side], where, side, words.RULES["some"], given[side])
        given[side] = tuple(
            _read_tensor(tensor, words.part_of(where, side, n)) for n, tensor in enumerate(given[side], 1)
        )
    return GraphFile(**given)


def _read_file(kind: type[FileEntry], raw: Any, where: str) -> Any:
    _require(isinstance(raw, dict), where, "file", words.RULES["Mapping"], raw)
    given = _take(kind, raw, where)
    name, digest = given["file"], given["sha256"]
    _require(re.fullmatch(r"[\w-][\w.-]*", name), where, "file", words.RULES["file"], name)
    _require(re.fullmatch(r"[0-9a-f]{64}", digest), where, "sha256", words.RULES["sha256"], digest)
    _require(given["bytes"] > 0, where, "bytes", words.RULES["bytes"], given["bytes"])
    return kind(**given)


def _read_tensor(raw: Any, where: str) -> TensorInfo:
    _require(isinstance(raw, dict), where, "tensor", words.RULES["Mapping"], raw)
    given = _take(TensorInfo, raw, where)
    _require(given["dtype"] in DTYPES, where, "dtype", common.one_of(DTYPES), given["dtype"])
    for size in given["shape"]:
        good = (isinstance(size, str) and size) or (isinstance(size, int) and not isinstance(size, bool) and size > 0)
        _require(good, where, "shape", words.RULES["shape"], size)
    given["shape"] = tuple(given["shape"])
    return TensorInfo(**given)


_KINDS: dict[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "tuple": list, "Mapping": dict, "GraphFile": dict,
    "FileEntry": dict,
}  # fmt: skip


def _take(kind: type, raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the given fields of a dataclass, with their types checked; none may be missing or unknown."""
    known = {each.name: each for each in fields(kind)}
    unknown = sorted(set(raw) - set(known))
    _require(not unknown, where, "fields", words.RULES["fields"], ", ".join(unknown))
    for name, each in known.items():
        if name not in raw:
            optional = each.default is not MISSING or each.default_factory is not MISSING
            _require(optional, where, name, words.RULES["given"], common.NOTHING)
            continue
        declared = str(each.type).split("[", maxsplit=1)[0]
        types = _KINDS[declared]
        rule = words.RULES["Mapping" if types is dict else declared]
        fits = isinstance(raw[name], types) and (types is bool or not isinstance(raw[name], bool))
        _require(fits, where, name, rule, raw[name])
    return dict(raw)


def _require(good: object, where: str, what: str, rule: str, value: object) -> None:
    """Raise unless a rule holds."""
    if not good:
        raise ModelFileError(words.cannot_be_used(where, what), rule=rule, value=str(value)[:200])
