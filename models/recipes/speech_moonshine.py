"""Moonshine tiny, trained by its authors at Useful Sensors: it writes down spoken English.

An encoder of three convolutions and six Transformer layers reads the sound itself, one channel of 16,000 samples a
second, without a spectrogram. A decoder of six layers writes the text, piece by piece; the keys and values of earlier
pieces are passed back to it, so that none is computed twice. The weights are published in onnxruntime's own format,
with operators that only its CPU provider has, which calculate in 8-bit integers. The network is reimplemented here, and
the published weights are loaded into it as they are: 8 bits with one scale a matrix, which the ONNX files keep exactly,
and 32 bits in the convolutions. So it runs on WebGPU too, and calculates in 32 bits.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from scipy.signal import resample_poly
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file
from buildsteps.deep.word_errors import error_rate, words
from elmweb.zoo.speech import Pieces, RunGraph, transcribe

RATE = 16_000
WIDTH, HEADS, LAYERS, WIDE = 288, 8, 6, 1152
HEAD = WIDTH // HEADS
TURNED = 32
"""Numbers of a head that are rotated by their place; the other four are not."""
N_PIECES, MAX_PIECES, MAX_FRAMES = 32_768, 194, 1_250
START, END = 1, 2
CONVOLUTIONS = ((127, 64), (7, 3), (3, 2))
"""Lengths and strides of the convolutions."""

FACTS = Facts(
    id="speech-moonshine",
    task="transcribe",
    title="Speech to text",
    about="Writes down what is said in a clip or into the microphone. It knows English only.",
    dataset={
        "name": "about 200,000 hours of English speech",
        "source": "N. Jeffries et al., Useful Sensors: Moonshine tiny, arXiv 2410.15608",
        "licence": "MIT (the weights)",
    },
    licence="MIT",
    measured_on="13 recordings of spoken English, 1.7 minutes: novels, names of playing cards, a speech; 245 words",
    reach={"wer": ("<=", 0.08), "wer_to_published": ("<=", 0.01)},
    settings={
        "rate": RATE,
        "least": RATE // 10,
        "longest_clip": 600,
        "shortest": 4,
        "longest": 12,
        "start": START,
        "end": END,
        "most": MAX_PIECES - 2,
        "most_per_second": 6.5,
    },
    notes=(
        "It was trained on English; of another language it writes English words that sound alike.",
        "Its authors measured 12.7 wrong words in 100, the mean over eight collections of speech (arXiv 2410.15608).",
        "There it was 4.5 in 100 in audiobooks read clearly, and 22.8 in meetings.",
        "A clip is cut at quiet places into parts of 4 to 12 seconds, and each part is heard by itself.",
        "Music, noise and several voices at once make it invent words.",
    ),
    bits=8,
    exact=("conv1", "conv2", "conv3"),
    is_pretrained=True,
)


@dataclass(frozen=True)
class Settings:
    """Number of recordings for the evaluation, the shortest first; nothing is trained."""

    n_clips: int | None = None


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings(n_clips=2)}


class Clip(NamedTuple):
    """A recording and what is said in it."""

    sound: np.ndarray
    text: str


BECKETT = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
TWO_CITIES = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it "
    "was the epoch of belief, it was the epoch of incredulity, it was the season of light, it was the season of "
    "darkness, it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing "
    "before us, we were all going direct to heaven, we were all going direct the other way - in short, the period was "
    "so far like the present period, that some of its noisiest authorities insisted on its being received, for good or "
    "for evil, in the superlative degree of comparison only."
)
KENNEDY = "And so my fellow Americans ask not what your country can do for you, ask what you can do for your country."
TRANSCRIBED = {
    "librivox": ("fileids", "transcription"),
    "cards": ("cards.fileids", "cards.transcription"),
}
"""Folders of recordings, with the lists of their names and of what is said in them."""


def load_data(settings: Settings) -> list[Clip]:
    """Return recordings of people, the shortest first: from novels, of playing cards, and of a speech."""
    clips = []
    for folder, lists in TRANSCRIBED.items():
        names, lines = (source_file("pocketsphinx", f"{folder}/{name}").read_text().splitlines() for name in lists)
        for name, line in zip(names, lines, strict=True):
            text = re.sub(r"<s>|</s>|\([^)]*\)", "", line)
            clips.append(Clip(read_sound(source_file("pocketsphinx", f"{folder}/{name}.wav")), text))
    clips.append(Clip(read_sound(source_file("kennedy", "jfk.wav")), KENNEDY))
    for name, text in (("beckett.wav", BECKETT), ("two_cities.wav", TWO_CITIES)):
        clips.append(Clip(read_sound(source_file("moonshine-clips", name)), text))
    return sorted(clips, key=lambda clip: len(clip.sound))[: settings.n_clips]


def read_sound(path: Path) -> np.ndarray:
    """Return a WAV file as one channel of 16,000 samples a second, -1 to 1."""
    with wave.open(str(path)) as file:
        rate, n_channels = file.getframerate(), file.getnchannels()
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, n_channels).mean(1) / 32768
    if rate != RATE:
        samples = resample_poly(samples, RATE, rate)
    return samples.astype(np.float32)


def rotation(n_places: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the cosines and sines (n_places, HEAD) that rotate pairs of a head's numbers by their place."""
    speeds = 10_000.0 ** (-torch.arange(0, TURNED, 2) / TURNED)
    angles = (torch.arange(n_places)[:, None] * speeds).repeat_interleave(2, 1)
    return F.pad(angles.cos(), (0, HEAD - TURNED), value=1.0), F.pad(angles.sin(), (0, HEAD - TURNED))


def pair_swap() -> torch.Tensor:
    """Return the matrix (HEAD, HEAD) that maps each rotated pair (a, b) to (-b, a)."""
    swap = torch.zeros(HEAD, HEAD)
    even = torch.arange(0, TURNED, 2)
    swap[even + 1, even], swap[even, even + 1] = -1.0, 1.0
    return swap


class Attention(nn.Module):
    """Multi-head attention."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4))
        self.register_buffer("swap", pair_swap(), persistent=False)

    @staticmethod
    def split_heads(x: torch.Tensor) -> torch.Tensor:  # (batch, length, WIDTH)
        return x.unflatten(-1, (HEADS, HEAD)).transpose(1, 2)  # (batch, HEADS, length, HEAD)

    def turned(self, x: torch.Tensor, turn: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        """Return queries or keys rotated by their place; ``turn`` is the cosines and the sines."""
        return x * turn[0] + (x @ self.swap) * turn[1]

    def mixed(
        self, query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, bias: torch.Tensor | None = None
    ) -> torch.Tensor:
        weights = query @ keys.transpose(-1, -2) / HEAD**0.5  # (batch, HEADS, length, keys)
        weights = weights if bias is None else weights + bias
        return self.out((weights.softmax(-1) @ values).transpose(1, 2).flatten(2))


class Reader(nn.Module):
    """A layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.near = nn.LayerNorm(WIDTH, bias=False), Attention()
        self.norm2, self.widen, self.narrow = (
            nn.LayerNorm(WIDTH, bias=False),
            nn.Linear(WIDTH, WIDE),
            nn.Linear(WIDE, WIDTH),
        )

    def forward(self, x: torch.Tensor, turn: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        normed, near = self.norm1(x), self.near
        query, key = (near.turned(near.split_heads(part(normed)), turn) for part in (near.query, near.key))
        x = x + near.mixed(query, key, near.split_heads(near.value(normed)))
        return x + self.narrow(F.gelu(self.widen(self.norm2(x))))


class Writer(nn.Module):
    """A layer of the decoder; the keys and values of what was heard come from the encoder's graph."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.near = nn.LayerNorm(WIDTH, bias=False), Attention()
        self.norm2, self.far = nn.LayerNorm(WIDTH, bias=False), Attention()
        self.norm3, self.widen, self.narrow = (
            nn.LayerNorm(WIDTH, bias=False),
            nn.Linear(WIDTH, 2 * WIDE),
            nn.Linear(WIDE, WIDTH),
        )

    def feed_forward(self, x: torch.Tensor) -> torch.Tensor:
        wide, gate = self.widen(self.norm3(x)).chunk(2, -1)
        return x + self.narrow(F.silu(gate) * wide)


class Moonshine(nn.Module):
    """The whole network, whose two graphs share the cross-attention."""

    def __init__(self) -> None:
        super().__init__()
        (length1, stride1), (length2, stride2), (length3, stride3) = CONVOLUTIONS
        self.conv1 = nn.Conv1d(1, WIDTH, length1, stride1, bias=False)
        self.norm = nn.GroupNorm(1, WIDTH)
        self.conv2 = nn.Conv1d(WIDTH, 2 * WIDTH, length2, stride2)
        self.conv3 = nn.Conv1d(2 * WIDTH, WIDTH, length3, stride3)
        self.readers = nn.ModuleList(Reader() for _ in range(LAYERS))
        self.norm_read = nn.LayerNorm(WIDTH, bias=False)
        self.table = nn.Parameter(torch.zeros(WIDTH, N_PIECES))  # of the pieces, one a column; read and written with it
        self.writers = nn.ModuleList(Writer() for _ in range(LAYERS))
        self.norm_written = nn.LayerNorm(WIDTH, bias=False)


class Encoder(nn.Module):
    """The encoder graph."""

    def __init__(self, model: Moonshine) -> None:
        super().__init__()
        self.conv1, self.norm, self.conv2, self.conv3 = model.conv1, model.norm, model.conv2, model.conv3
        self.readers, self.norm_read = model.readers, model.norm_read
        self.keys = nn.ModuleList(writer.far.key for writer in model.writers)
        self.values = nn.ModuleList(writer.far.value for writer in model.writers)
        for name, turn in zip(("cosines", "sines"), rotation(MAX_FRAMES), strict=True):
            self.register_buffer(name, turn, persistent=False)

    def forward(self, sound: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # (batch, samples)
        x = self.norm(self.conv1(sound[:, None]).tanh())
        x = F.gelu(self.conv3(F.gelu(self.conv2(x)))).transpose(1, 2)  # (batch, frames, WIDTH)
        turn = self.cosines[: x.shape[1]], self.sines[: x.shape[1]]
        for reader in self.readers:
            x = reader(x, turn)
        x = self.norm_read(x)
        keys, values = (
            torch.stack([Attention.split_heads(part(x)) for part in parts], 1) for parts in (self.keys, self.values)
        )
        return keys, values  # (batch, LAYERS, HEADS, frames, HEAD)


class Decoder(nn.Module):
    """The decoder graph, which returns the logits of the next piece."""

    def __init__(self, model: Moonshine) -> None:
        super().__init__()
        self.table, self.writers, self.norm_written = model.table, model.writers, model.norm_written
        for name, turn in zip(("cosines", "sines"), rotation(MAX_PIECES), strict=True):
            self.register_buffer(name, turn, persistent=False)

    def forward(  # noqa: PLR0917 - the inputs of the graph
        self,
        piece: torch.Tensor,
        place: torch.Tensor,
        past_keys: torch.Tensor,
        past_values: torch.Tensor,
        past_mask: torch.Tensor,
        keys: torch.Tensor,
        values: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        x = self.table.index_select(1, piece).transpose(0, 1)[:, None]  # (batch, 1, WIDTH)
        turn = self.cosines[place][:, None, None], self.sines[place][:, None, None]  # (batch, 1, 1, HEAD)
        bias = F.pad((past_mask - 1) * 1e9, (0, 1))[:, None, None]
        new_keys, new_values = [], []
        for number, writer in enumerate(self.writers):
            normed, near, far = writer.norm1(x), writer.near, writer.far
            query, key = (near.turned(near.split_heads(part(normed)), turn) for part in (near.query, near.key))
            new_keys.append(torch.cat([past_keys[:, number], key], 2))
            new_values.append(torch.cat([past_values[:, number], near.split_heads(near.value(normed))], 2))
            x = x + near.mixed(query, new_keys[-1], new_values[-1], bias)
            query = far.split_heads(far.query(writer.norm2(x)))
            x = writer.feed_forward(x + far.mixed(query, keys[:, number], values[:, number]))
        logits = self.norm_written(x)[:, 0] @ self.table
        return logits, torch.stack(new_keys, 1), torch.stack(new_values, 1)


def published(name: str) -> onnx.ModelProto:
    """Return one of the two published graphs, which onnxruntime converts from its own format."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.save_model_format", "ONNX")
    with tempfile.TemporaryDirectory() as folder:
        options.optimized_model_filepath = str(Path(folder) / "graph.onnx")
        onnxruntime.InferenceSession(str(source_file("moonshine", name)), options, providers=["CPUExecutionProvider"])
        return onnx.load(options.optimized_model_filepath)


def nodes_of(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    """Yield the nodes of a graph and of the branches in it."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from nodes_of(attribute.g)


def published_weights(name: str) -> dict[str, np.ndarray]:
    """Return the weights of a published graph: matrices by the name of their product, the others by their own."""
    graph = published(name).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in nodes_of(graph):
        if node.op_type in {"MatMulIntegerToFloat", "DynamicQuantizeMatMul"}:
            stem = node.input[1].removesuffix("_quantized")
            integers, scale, zero = (weights[f"{stem}_{part}"] for part in ("quantized", "scale", "zero_point"))
            product = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
            weights[f"{product}.weight"] = (integers.astype(np.float32) - zero.astype(np.float32)) * scale
    return {key.replace("_merged_0", "").replace("weight_add_tensor", "weight"): w for key, w in weights.items()}


PROJECTIONS = {"query": "q_proj", "key": "k_proj", "value": "v_proj", "out": "o_proj"}
WIDENINGS = {"widen": "mlp.fc1", "narrow": "mlp.fc2"}


def make_model(_settings: Settings) -> nn.Module:
    """Return the network with its 27 million published weights."""
    read, write = (published_weights(f"{name}.ort") for name in ("encoder_model", "decoder_model_merged"))
    state = {
        **{f"{name}.weight": read[f"{name}.weight"] for name in ("conv1", "conv2", "conv3")},
        **{f"{name}.bias": read[f"{name}.bias"] for name in ("conv2", "conv3")},
        # The exporter of the published graph wrote the group norm as a product and a sum.
        "norm.weight": read["onnx::Mul_2080"][:, 0],
        "norm.bias": read["onnx::Add_2081"][:, 0],
        "norm_read.weight": read["layer_norm.weight"],
        "norm_written.weight": write["model.decoder.norm.weight"],
        "table": write["proj_out.weight"],
    }
    for number in range(LAYERS):
        layers = (
            (f"readers.{number}", f"layers.{number}", read),
            (f"writers.{number}", f"model.decoder.layers.{number}", write),
        )
        for ours, theirs, weights in layers:
            norms = {"norm1": "input_layernorm", "norm2": "post_attention_layernorm"}
            attentions = {"near": "self_attn"}
            if weights is write:
                norms["norm3"], attentions["far"] = "final_layernorm", "encoder_attn"
            state |= {f"{ours}.{a}.weight": weights[f"{theirs}.{b}.weight"] for a, b in norms.items()}
            state |= {
                f"{ours}.{part}.{a}.weight": weights[f"{theirs}.{block}.{b}.weight"].T
                for part, block in attentions.items()
                for a, b in PROJECTIONS.items()
            }
            for a, b in WIDENINGS.items():
                state[f"{ours}.{a}.weight"] = weights[f"{theirs}.{b}.weight"].T
                state[f"{ours}.{a}.bias"] = weights[f"{theirs}.{b}.bias"]
    model = Moonshine()
    model.load_state_dict({name: torch.from_numpy(values.copy()) for name, values in state.items()})
    return model.eval()


def train(_run: Run, _data: list[Clip]) -> nn.Module:
    """Return the network; it was trained by its authors."""
    return make_model(Settings())


def graphs(model: nn.Module, data: list[Clip]) -> list[Graph]:
    """Return the encoder, and the decoder in the middle of a text."""
    n_samples, n_past = 10_000, 5
    sound = torch.from_numpy(np.stack([data[0].sound[:n_samples], data[-1].sound[:n_samples]]))
    encoder, decoder = Encoder(cast("Moonshine", model)).eval(), Decoder(cast("Moonshine", model)).eval()
    with torch.inference_mode():
        keys, values = (part.clone() for part in encoder(sound))
        past = [torch.zeros(2, LAYERS, HEADS, 1, HEAD)] * 2
        mask = torch.zeros(2, 1)
        for place in range(n_past):
            piece = torch.full((2,), START if place == 0 else 400 + place, dtype=torch.int32)
            past = decoder(piece, torch.full((2,), place, dtype=torch.int32), *past, mask, keys, values)[1:]
            mask = F.pad(mask, (0, 1), value=1.0)
    step = {
        "piece": torch.tensor([420, 510], dtype=torch.int32),
        "place": torch.full((2,), n_past, dtype=torch.int32),
        "past_keys": past[0].clone(),
        "past_values": past[1].clone(),
        "past_mask": mask.clone(),
        "keys": keys,
        "values": values,
    }
    cache = ("batch", LAYERS, HEADS, "past", HEAD)
    longer = ("batch", LAYERS, HEADS, "written", HEAD)
    heard = ("batch", LAYERS, HEADS, "frames", HEAD)
    return [
        Graph(
            name="encoder",
            module=encoder,
            inputs=[Tensor("sound", ("batch", "samples"), "-1 to 1, 16,000 per second")],
            outputs=[Tensor("keys", heard), Tensor("values", heard)],
            reference={"sound": sound},
            probes=[{"sound": torch.from_numpy(data[1].sound[None])}],
        ),
        Graph(
            name="decoder",
            module=decoder,
            inputs=[
                Tensor("piece", ("batch",), "index in the pieces"),
                Tensor("place", ("batch",), "pieces before it"),
                Tensor("past_keys", cache),
                Tensor("past_values", cache),
                Tensor("past_mask", ("batch", "past"), "1 for pieces, 0 for the first place"),
                Tensor("keys", heard),
                Tensor("values", heard),
            ],
            outputs=[
                Tensor("logits", ("batch", N_PIECES), "logit"),
                Tensor("new_keys", longer),
                Tensor("new_values", longer),
            ],
            reference=step,
        ),
    ]


class Published:
    """The two published graphs behind the interface of ours.

    Their decoder takes what the encoder heard, and makes the keys and values of it in its first step.
    """

    def __init__(self) -> None:
        self.encoder, self.decoder = (
            OnnxFile(source_file("moonshine", f"{name}.ort")) for name in ("encoder_model", "decoder_model_merged")
        )
        self.past: dict[str, np.ndarray] = {}
        self.mask = np.zeros((1, 0), np.int64)  # one entry a sample, in both graphs

    async def __call__(self, graph: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        if graph == "encoder":
            self.mask = np.ones(feeds["sound"].shape, np.int64)
            found = self.encoder.run({"input_values": feeds["sound"], "attention_mask": self.mask}, batch=None)
            heard = found["last_hidden_state"][:, None, None]
            return {"keys": heard, "values": heard}
        heard = feeds["keys"][:, 0, 0]
        is_first = int(feeds["place"][0]) == 0
        if is_first:
            nothing = np.zeros((1, HEADS, 0, HEAD), np.float32)
            self.past = {name: nothing for name in self.decoder.inputs if name.startswith("past")}
        found = self.decoder.run(
            {
                "input_ids": feeds["piece"].astype(np.int64)[:, None],
                "encoder_hidden_states": heard,
                "encoder_attention_mask": self.mask,
                "use_cache_branch": np.array([not is_first]),
                **self.past,
            },
            batch=None,
        )
        for name in self.past:
            if is_first or ".decoder." in name:
                self.past[name] = found[name.replace("past_key_values", "present")]
        logits = found["logits"][:, -1]
        return {"logits": logits, "new_keys": feeds["past_keys"], "new_values": feeds["past_values"]}


def evaluate(files: dict[str, OnnxFile], data: list[Clip]) -> dict[str, float]:
    """Return the word error rate, that of the published graphs, and that of ours beside theirs."""
    pieces = Pieces.from_bytes(source_file("moonshine", "tokenizer.bin").read_bytes())

    async def ours(graph: str, feeds: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return files[graph].run(feeds)

    def texts(run: RunGraph) -> list[list[str]]:
        heard = [asyncio.run(transcribe(clip.sound, pieces, run, FACTS.settings, lambda _: True)) for clip in data]
        return [words(" ".join(part.text for part in found.parts)) for found in heard]

    expected, mine, theirs = [words(clip.text) for clip in data], texts(ours), texts(Published())

    return {
        "wer": error_rate(mine, expected),
        "wer_published_graphs": error_rate(theirs, expected),
        "wer_to_published": error_rate(mine, theirs),
    }


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write the pieces of text."""
    path = folder / "speech-moonshine.pieces.bin"
    path.write_bytes(source_file("moonshine", "tokenizer.bin").read_bytes())
    return {"pieces": path}
