"""MiniLM-L6, trained by the authors of sentence-transformers: a sentence embedding with 384 dimensions.

A Transformer with 6 layers over word pieces; the embedding of a sentence is the mean of the outputs for its word
pieces, normalised to length 1. The weights are published; the network is reimplemented, and the weights are loaded
strictly. All large weights, including the embeddings of the 30,522 word pieces, are stored in 8 bits with a scale for
every 64, which hardly changes the sentence embeddings.

The file that ends in ``vocab.txt`` holds the word pieces, one a line; ``elmweb/zoo/wordpiece.py`` takes text apart.
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
MAX_PIECES = 256
"""Maximum number of word pieces per sentence, as in the training of the model."""

FACTS = Facts(
    id="embed-text",
    task="embed-text",
    title="Sentences as numbers",
    about="Turns a sentence into 384 numbers; sentences that mean the same get similar numbers.",
    dataset={
        "name": "1.17 billion pairs of sentences",
        "source": "sentence-transformers (all-MiniLM-L6-v2), on MiniLM of W. Wang et al., Microsoft",
        "licence": "Apache-2.0 (the weights)",
    },
    licence="Apache-2.0",
    measured_on="200 sentences of film critics and 10 by hand, beside the published weights in 32 bits",
    reach={"cosine": (">=", 0.999)},
    settings={"most": MAX_PIECES},
    notes=(
        "It was trained on English.",
        "What comes after 256 word pieces, about 190 words, is not read.",
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
    """Number of film reviews for the evaluation; nothing is trained."""

    n_reviews: int = 200


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings(n_reviews=20)}


def load_data(settings: Settings) -> list[str]:
    """Return sentences: some written by hand, and short film reviews by critics."""
    return [*SENTENCES, *(review.text for review in read_reviews("rotten_tomatoes")[: settings.n_reviews])]


class Layer(nn.Module):
    """Attention and a position-wise network, each with a residual connection and post-normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:  # (batch, length, WIDTH)
        query, key, value = (
            part(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )  # (batch, HEADS, length, WIDTH / HEADS)
        mixed = (query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias).softmax(-1) @ value
        x = self.norm1(x + self.out(mixed.transpose(1, 2).flatten(2)))
        return self.norm2(x + self.narrow(F.gelu(self.widen(x))))


class SentenceReader(nn.Module):
    """The embedding of each sentence, of length 1."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.places, self.kinds = (nn.Embedding(n, WIDTH) for n in (N_PIECES, LONGEST, 2))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:  # (batch, length) both
        places = self.places.weight[: ids.shape[1]] + self.kinds.weight[0]
        x = self.norm(self.pieces(ids) + places)
        bias = (mask[:, None, None, :] - 1) * 1e9
        for layer in self.layers:
            x = layer(x, bias)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return mean / mean.square().sum(1, keepdim=True).sqrt()


NAMES = {  # the published weights within a layer
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
    """Return the network with its 22.6 million published weights."""
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
    """Return token ids and mask of sentences, padded to the longest one."""
    tokenizer = WordPiece.from_text(source_file("minilm", "vocab.txt").read_bytes())
    rows = [tokenizer.encode(sentence, MAX_PIECES).ids for sentence in sentences]
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
                Tensor("ids", ("batch", "length"), "index in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for tokens, 0 for padding"),
            ],
            outputs=[Tensor("embedding", ("batch", WIDTH), "unit vector")],
            reference=reference,
            probes=[other],
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: list[str]) -> dict[str, float]:
    """Return the minimum and the mean cosine similarity to the embeddings with the published weights."""
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
