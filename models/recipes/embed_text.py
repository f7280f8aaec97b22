"""MiniLM-L6, trained by the sentence-transformers authors: a sentence as 384 numbers.

A Transformer of 6 layers over word pieces; the sentence is the mean of what it says of each piece, made length 1. The
weights are published; the network is written here once more and loaded strictly. All large weights, the table of 30,522
word pieces among them, are kept in 8 bits with one scale for each 64, which leaves the sentences where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.reviews import read_reviews
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file
from elmweb.zoo.wordpiece import WordPiece

WIDTH, HEADS, LAYERS, WIDE = 384, 12, 6, 1536
N_PIECES, LONGEST = 30_522, 512
MOST = 256
"""Pieces of a sentence: so long were those of the training."""

FACTS = Facts(
    id="embed-text",
    task="embed-text",
    title="Sentences as numbers",
    about="Turns a sentence into 384 numbers that are near for sentences of like meaning.",
    dataset={
        "name": "1.17 billion pairs of sentences",
        "source": "sentence-transformers (all-MiniLM-L6-v2), on MiniLM of W. Wang et al., Microsoft",
        "licence": "Apache-2.0 (the weights)",
    },
    licence="Apache-2.0",
    measured_on="200 sentences of film critics and 10 by hand, beside the published weights in 32 bits",
    reach={"cosine": (">=", 0.999)},
    settings={"most": MOST},
    notes=(
        "It was trained on English.",
        "What comes after 256 word pieces, about 190 words, is not read.",
        "embed-text.vocab.txt holds the word pieces, one a line; elmweb/zoo/wordpiece.py takes text apart.",
    ),
    bits=8,
    is_pretrained=True,
)
SENTENCES = (
    "A man is eating food.",
    "A man is eating a piece of bread.",
    "The patient has a fever and cough.",
    "Clinical symptoms include high temperature.",
    "Stock prices fell sharply today.",
    "",
    "Naïve café: 50 % off!",
    "中文 and 日本語, mixed in.",
    "antidisestablishmentarianism " * 40,
    "Where can I find a good place to eat near the station?",
)


@dataclass(frozen=True)
class Settings:
    """Nothing is trained; how many film reviews it is measured on."""

    n_reviews: int = 200


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings(n_reviews=20)}


def load_data(settings: Settings) -> list[str]:
    """Return sentences: some by hand, and the shorter reviews of one page of film critics."""
    return [*SENTENCES, *(review.text for review in read_reviews("rotten_tomatoes")[: settings.n_reviews])]


class Layer(nn.Module):
    """Attention, then each piece for itself; both added to what was and normalised after."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:  # (batch, length, WIDTH)
        query, key, value = (
            part(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )  # (batch, HEADS, length, WIDTH / HEADS)
        seen = (query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + hidden).softmax(-1) @ value
        x = self.norm1(x + self.out(seen.transpose(1, 2).flatten(2)))
        return self.norm2(x + self.narrow(F.gelu(self.widen(x))))


class SentenceReader(nn.Module):
    """A vector of length 1 for each sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.places, self.kinds = (nn.Embedding(n, WIDTH) for n in (N_PIECES, LONGEST, 2))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:  # (batch, length) both
        places = self.places.weight[: ids.shape[1]] + self.kinds.weight[0]
        x = self.norm(self.pieces(ids) + places)
        hidden = (mask[:, None, None, :] - 1) * 1e9
        for layer in self.layers:
            x = layer(x, hidden)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return mean / mean.square().sum(1, keepdim=True).sqrt()


NAMES = {  # of the published weights, within a layer
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "norm2": "output.LayerNorm",
}


def make_model(_settings: Settings) -> nn.Module:
    """Return the network with the published weights, 22.6 million."""
    published = load_file(source_file("minilm", "model.safetensors"))
    parts = {
        "pieces": "embeddings.word_embeddings",
        "places": "embeddings.position_embeddings",
        "kinds": "embeddings.token_type_embeddings",
        "norm": "embeddings.LayerNorm",
    }
    for layer in range(LAYERS):
        parts |= {f"layers.{layer}.{ours}": f"encoder.layer.{layer}.{theirs}" for ours, theirs in NAMES.items()}
    model = SentenceReader()
    model.load_state_dict(
        {name: published[f"{parts[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}"] for name in model.state_dict()}
    )
    return model.eval()


def train(_run: Run, _data: list[str]) -> nn.Module:
    """Return the network; it was trained by its authors."""
    return make_model(Settings())


def batch_of(sentences: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return numbers and mask of sentences, each filled up to the longest one."""
    read = WordPiece.from_text(source_file("minilm", "vocab.txt").read_bytes())
    rows = [read.encode(sentence, MOST).ids for sentence in sentences]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows], dtype=torch.int32)
    mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return ids, mask


def graphs(model: nn.Module, data: list[str]) -> list[Graph]:
    """Return the network as one graph."""
    reference, other = (dict(zip(("ids", "mask"), batch_of(part), strict=True)) for part in (data[:2], data[5:10]))
    return [
        Graph(
            module=model,
            inputs=[
                Tensor("ids", ("batch", "length"), "place in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for a piece, 0 for filling"),
            ],
            outputs=[Tensor("embedding", ("batch", WIDTH), "of length 1")],
            reference=reference,
            probes=[other],
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: list[str]) -> dict[str, float]:
    """Return the cosine between the file's and the published weights' sentences: the smallest and the mean."""
    model, cosines = make_model(Settings()), []
    for start in range(0, len(data), 32):
        ids, mask = batch_of(data[start : start + 32])
        found = files["main"].run({"ids": ids.numpy(), "mask": mask.numpy()})["embedding"]
        with torch.inference_mode():
            cosines.append((model(ids, mask).numpy() * found).sum(1))
    cosine = np.concatenate(cosines)
    return {"cosine": float(cosine.min()), "cosine_mean": float(cosine.mean())}


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write the vocabulary."""
    path = folder / "embed-text.vocab.txt"
    path.write_bytes(source_file("minilm", "vocab.txt").read_bytes())
    return {"vocabulary": path}
