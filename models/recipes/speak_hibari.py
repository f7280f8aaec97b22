"""hibari, distilled by its author from Kokoro-82M: it says English text with a woman's voice from the United States.

The text is written out in words, and the words become phonemes: by a lexicon of 180,000 words, by rules for -s, -ed and
-ing, and by a small Transformer that guesses all others. A network of convolutions and attention then gives length,
pitch and a spectrum for every 12.5 milliseconds, of which ``elmweb/zoo/voice.py`` makes the sound. The network is
published with matrices in 8 bits and operators that calculate in integers; here its activations stay in 32 bits, and
the integers of the matrices are unchanged, so that it runs on WebGPU too. Reading the text is a new implementation,
without parts of speech from a tagger; it is compared with the published one.

`speak-hibari.notice.txt` says whose work it contains.
"""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from scipy.signal import resample_poly
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import MODELS, Facts
from buildsteps.deep.reviews import read_reviews
from buildsteps.deep.run import Run
from buildsteps.deep.sources import SOURCES, source_file
from buildsteps.deep.word_errors import error_rate, words
from buildsteps.vendor import bring
from elmweb.zoo.manifest import read_manifest
from elmweb.zoo.pronounce import Lexicon, Speller, pronounced
from elmweb.zoo.speech import Pieces, transcribe
from elmweb.zoo.spelled import spelled_out
from elmweb.zoo.voice import RATE, sound_of

SPECTRA = ("lh", "theta", "ln", "lr", "phi")
N_BINS = 601

FACTS = Facts(
    id="speak-hibari",
    task="speak",
    title="Text to speech",
    about="Says an English text with a voice from the United States.",
    dataset={
        "name": "30,000 sentences that Kokoro-82M said",
        "source": "M. Williams: hibari 0.2.1, voice heart; Kokoro-82M and misaki of hexgrad",
        "licence": "Apache-2.0 (the weights and the lexicon)",
    },
    licence="Apache-2.0",
    measured_on='20 Harvard sentences, written down by the model "Speech to text"; the phonemes of 120 sentences',
    reach={"heard_wrong": ("<=", 0.05), "phoneme_errors": ("<=", 0.01)},
    settings={"most_letters": 600, "most_phonemes": 400},
    notes=(
        "It reads English only. Names and new words are guessed from their letters.",
        "The voice was made by a program; no person said these words.",
        "Its author measured a quality (UTMOS) of 4.43 of 5, and 4.52 for the model that it learned from.",
        "A notice that comes with the weights says whose work it contains.",
    ),
    bits=8,
    is_pretrained=True,
)
HARVARD = (
    "The birch canoe slid on the smooth planks.",
    "Glue the sheet to the dark blue background.",
    "It's easy to tell the depth of a well.",
    "These days a chicken leg is a rare dish.",
    "Rice is often served in round bowls.",
    "The juice of lemons makes fine punch.",
    "The box was thrown beside the parked truck.",
    "The hogs were fed chopped corn and garbage.",
    "Four hours of steady work faced us.",
    "A large size in stockings is hard to sell.",
    "The boy was there when the sun rose.",
    "A rod is used to catch pink salmon.",
    "The source of the huge river is the clear spring.",
    "Kick the ball straight and follow through.",
    "Help the woman get back to her feet.",
    "A pot of tea helps to pass the evening.",
    "Smoky fires lack flame and heat.",
    "The soft cushion broke the man's fall.",
    "The salt breeze came across from the sea.",
    "The girl at the booth sold fifty bonds.",
)
"""Two lists of the sentences that speech is tested with (IEEE, 1969)."""


@dataclass(frozen=True)
class Settings:
    """Number of sentences to hear and to read; nothing is trained."""

    n_heard: int = len(HARVARD)
    n_reviews: int = 100


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings(n_heard=1, n_reviews=2)}


@dataclass(frozen=True)
class Texts:
    """Sentences to be said, and sentences of which the phonemes are compared."""

    heard: list[str]
    read: list[str]


def load_data(settings: Settings) -> Texts:
    """Return Harvard sentences, and sentences of film critics."""
    heard = list(HARVARD[: settings.n_heard])
    reviews = [review.text for review in read_reviews("rotten_tomatoes")[: settings.n_reviews]]
    return Texts(heard, [*heard, *reviews])


class OnnxModule(nn.Module):
    """A published graph, run by ONNX's own reference implementation, so that it can be compared with onnxruntime."""

    def __init__(self, model: onnx.ModelProto) -> None:
        super().__init__()
        self.data = model.SerializeToString()
        self.names = [value.name for value in model.graph.input]
        for number, tensor in enumerate(model.graph.initializer):
            values = numpy_helper.to_array(tensor)
            if values.size > 1:  # the count of parameters; shapes and scales are none
                weight = torch.from_numpy(values.astype(np.float32))
                self.register_parameter(f"weight_{number}", nn.Parameter(weight, requires_grad=False))

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        feeds = {name: each.numpy() for name, each in zip(self.names, inputs, strict=True)}
        return tuple(torch.from_numpy(np.array(each)) for each in ReferenceEvaluator(self.data).run(None, feeds))


def with_float_products(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose integer products are products of 32-bit numbers, with the same integers as weights.

    ``DynamicQuantizeLinear``, ``MatMulInteger``, ``Cast`` and ``Mul`` by both scales become a ``MatMul``, whose weight
    is the integers times their scale; onnxruntime computes that once, when it loads the file.
    """
    graph = model.graph
    makes = {output: node for node in graph.node for output in node.output}
    takes: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            takes.setdefault(name, []).append(node)
    replaced: set[int] = set()
    weights: dict[str, list[onnx.NodeProto]] = {}  # some are used more than once
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            quantise, (cast,) = makes[node.input[0]], takes[node.output[0]]
            (rescale,) = takes[cast.output[0]]
            (scales,) = [makes[name] for name in rescale.input if name != cast.output[0]]
            stem = node.input[1]
            weights[stem] = [
                helper.make_node("Cast", [stem], [f"{stem}.wide"], f"{stem}.widen", to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{stem}.wide", scales.input[1]], [f"{stem}.float"], f"{stem}.scale_up"),
            ]
            product = helper.make_node("MatMul", [quantise.input[0], f"{stem}.float"], list(rescale.output), node.name)
            replaced |= {id(each) for each in (quantise, node, cast, scales)}
            rescale.CopyFrom(product)
    kept = [node for node in graph.node if id(node) not in replaced]
    nodes = [*(node for each in weights.values() for node in each), *kept]
    result = helper.make_graph(nodes, graph.name, graph.input, graph.output, graph.initializer)
    return helper.make_model(result, opset_imports=model.opset_import, ir_version=model.ir_version)


def published(name: str) -> onnx.ModelProto:
    """Return one of the two published graphs, with products of 32-bit numbers."""
    return with_float_products(onnx.load(source_file("hibari", name)))


class Voice(nn.Module):
    """Both graphs."""

    def __init__(self) -> None:
        super().__init__()
        self.voice, self.speller = (published(name) for name in ("hibari.onnx", "oov.onnx"))


def make_model(_settings: Settings) -> nn.Module:
    """Return the published graphs."""
    return Voice()


def train(_run: Run, _data: Texts) -> nn.Module:
    """Return the published graphs; they were trained by their author."""
    return make_model(Settings())


def n_operations(model: onnx.ModelProto, feeds: Mapping[str, np.ndarray]) -> int:
    """Return the operations of all products and convolutions of a run; a multiply-add counts twice."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    counted = [node for node in probe.graph.node if node.op_type in {"MatMul", "Conv"}]
    for node in counted:
        for name in (node.input[0], node.input[1], node.output[0]):
            if name not in {value.name for value in (*probe.graph.output, *probe.graph.initializer)}:
                probe.graph.output.append(helper.make_empty_tensor_value_info(name))
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in probe.graph.initializer}
    shapes = {**weights, **OnnxFile(probe.SerializeToString()).run(feeds, batch=None), **feeds}
    total = 0
    for node in counted:
        depth = shapes[node.input[0]].shape[-1] if node.op_type == "MatMul" else shapes[node.input[1]][0].size
        total += 2 * shapes[node.output[0]].size * depth
    return int(total)


def graphs(model: nn.Module, _data: Texts) -> list[Graph]:
    """Return the voice and the network that guesses phonemes."""
    ids = phoneme_ids("həlˈO.")
    spelled = Speller.from_bytes(source_file("hibari", "oov.json").read_bytes())
    said = {"ids": torch.tensor([ids]), "speed": torch.tensor([1.0])}
    word = {"chars": torch.tensor([spelled.encode("hibari")])}
    voice, speller = model.voice, model.speller
    return [
        Graph(
            name="voice",
            module=OnnxModule(voice),
            model=voice,
            inputs=[Tensor("ids", (1, "length"), "phonemes, 0 at both ends"), Tensor("speed", (1,), "1 is normal")],
            outputs=[
                *(Tensor(name, (1, N_BINS, "frames"), unit) for name, unit in zip(SPECTRA, UNITS, strict=True)),
                Tensor("f0", (1, "frames"), "Hz"),
            ],
            reference=said,
            flops=n_operations(voice, {name: value.numpy() for name, value in said.items()}),
        ),
        Graph(
            name="speller",
            module=OnnxModule(speller),
            model=speller,
            inputs=[Tensor("chars", (1, "letters"), "index of a letter")],
            outputs=[Tensor("ids", (1, "steps"), "index of a phoneme, 0 for none")],
            reference=word,
            flops=n_operations(speller, {name: value.numpy() for name, value in word.items()}),
        ),
    ]


UNITS = ("log of loudness", "tanh of it, of pi", "log of loudness", "log of loudness", "radians")


def phoneme_ids(phonemes: str) -> list[int]:
    """Return the numbers of phonemes, with 0 at both ends."""
    numbers = json.loads(source_file("hibari", "vocab.json").read_text())
    return [0, *(numbers[each] for each in phonemes if each in numbers), 0]


class Reader:
    """Our way from text to phonemes and to sound, with the given files."""

    def __init__(self, files: Mapping[str, OnnxFile]) -> None:
        names = ("lexicon_us_gold.json.gz", "lexicon_us_silver.json.gz")
        self.files, self.lexicon = files, Lexicon.from_files(*(source_file("hibari", n).read_bytes() for n in names))
        self.speller = Speller.from_bytes(source_file("hibari", "oov.json").read_bytes())

    async def guess(self, word: str) -> str:
        chars = np.array([self.speller.encode(word)], np.int64)
        return self.speller.decode(self.files["speller"].run({"chars": chars})["ids"][0].tolist()) if chars.size else ""

    def phonemes(self, text: str) -> str:
        return asyncio.run(pronounced(spelled_out(text), self.lexicon, self.guess))

    def sound(self, text: str) -> np.ndarray:
        feeds = {"ids": np.array([phoneme_ids(self.phonemes(text))]), "speed": np.ones(1, np.float32)}
        found = self.files["voice"].run(feeds)
        return sound_of({name: value[0] for name, value in found.items()}, np.random.default_rng(0))


def published_package() -> Any:
    """Return a published voice, run by the published package itself."""
    entry = SOURCES["hibari"]["package"]
    folder = tempfile.mkdtemp()
    with zipfile.ZipFile(io.BytesIO(bring(entry, entry["registry"]).read_bytes())) as wheel:
        wheel.extractall(folder)
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("hibari").Hibari()
    finally:
        sys.path.remove(folder)


def heard_words(sounds: list[np.ndarray]) -> list[list[str]]:
    """Return the words that speech-moonshine hears."""
    card = read_manifest((MODELS / "manifest.json").read_bytes())["speech-moonshine"]
    files = {graph.name: OnnxFile(MODELS / graph.file) for graph in card.graphs}
    pieces = Pieces.from_bytes((MODELS / card.assets["pieces"].file).read_bytes())

    async def run(graph: str, feeds: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return files[graph].run(feeds)

    texts = []
    for sound in sounds:
        heard = resample_poly(sound, card.settings["rate"], RATE).astype(np.float32)
        found = asyncio.run(transcribe(heard, pieces, run, card.settings, lambda _: True))
        texts.append(words(" ".join(part.text for part in found.parts)))
    return texts


def evaluate(files: dict[str, OnnxFile], data: Texts) -> dict[str, float]:
    """Return the word error rate of what is heard, also of the published package, and phonemes unlike its phonemes."""
    ours, theirs = Reader(files), published_package()
    expected = [words(text) for text in data.heard]
    read = [ours.phonemes(text) for text in data.read]
    wanted = [" ".join(theirs.g2p(text).split()) for text in data.read]
    return {
        "heard_wrong": error_rate(heard_words([ours.sound(text) for text in data.heard]), expected),
        "heard_wrong_published": error_rate(heard_words([theirs(text, seed=0) for text in data.heard]), expected),
        "phoneme_errors": error_rate(read, wanted),
    }


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write the lexicon, what the networks number, and the notice of the package."""
    written = {}
    for name, file in {
        "lexicon": "lexicon_us_gold.json.gz",
        "names": "lexicon_us_silver.json.gz",
        "letters": "oov.json",
        "phonemes": "vocab.json",
        "notice": "NOTICE",
    }.items():
        source = "hibari-notice" if name == "notice" else "hibari"
        ending = "txt" if name == "notice" else file.partition(".")[2]
        written[name] = folder / f"speak-hibari.{name}.{ending}"
        written[name].write_bytes(source_file(source, file).read_bytes())
    return written
