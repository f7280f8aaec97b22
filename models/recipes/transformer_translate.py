"""A Transformer that translates the language of software help from English to Spanish.

Three layers read the English sentence, two write the Spanish one; both languages share one vocabulary of byte-pair
pieces, whose vectors also give the answer. Trained from nothing on the help of LibreOffice, whose paragraphs have the
same name in every language. One page in twelve is held out, and of its sentences those whose English is nowhere else.
It is compared with a phrase memory: the translation of the most similar English sentence that was learned. The loop
that writes piece by piece is outside the graphs (``elmweb/zoo/translate.py``), and what was worked out is handed from
step to step. What is exported is the running mean of the weights, in 8 bits.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from sacrebleu.metrics import BLEU, CHRF
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.pieces import learn_pieces
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_members
from elmweb.zoo.bpe import MARKS, BytePairs, chunks
from elmweb.zoo.translate import translate

WIDTH, HEADS, WIDE = 128, 4, 384
READERS, WRITERS = 3, 2
MOST = 48
"""Pieces of a sentence that can be read or written, the end among them."""
LONGEST = 20
"""Words of a sentence that is learned or tested."""
FILL, UNKNOWN, START, END = range(len(MARKS))

FACTS = Facts(
    id="transformer-translate",
    task="translate",
    title="English to Spanish",
    about="Translates sentences of software help from English to Spanish.",
    dataset={
        "name": "Help of LibreOffice 7.4, English and Spanish",
        "source": "The Document Foundation; Debian packages libreoffice-help-en-us and -es",
        "licence": "MPL-2.0",
    },
    licence="MPL-2.0",
    measured_on="sentences of 2 to 20 words on held-out pages of the help, none of them learned",
    reach={"chrf_over_memory": (">=", 1.0), "bleu_over_memory": (">=", 1.0)},
    settings={"most": MOST, "width": 4, "penalty": 1.0, "asks": "Write a sentence in English"},
    notes=(
        'It knows the language of software help and nothing else: try "Click the button to open the file."',
        "It reads one sentence of about 30 words; more is left out.",
        "transformer-translate.pieces.json holds the pieces; elmweb/zoo/bpe.py takes text apart.",
    ),
    bits=8,
)


@dataclass(frozen=True)
class Settings:
    """How it is trained."""

    epochs: int = 30
    batch: int = 64
    learning_rate: float = 2e-3
    n_pieces: int = 4000
    n_train: int | None = None
    n_test: int = 500


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=60, batch=256, learning_rate=3e-3),
    "quick": Settings(epochs=1, batch=32, n_pieces=300, n_train=200, n_test=4),
}


class Pair(NamedTuple):
    """A sentence in both languages."""

    english: str
    spanish: str


class Help(NamedTuple):
    """Sentences to learn from and to be tested on, and the pieces made from the former."""

    vocabulary: BytePairs
    train: list[Pair]
    test: list[Pair]


def read_paragraphs(language: str) -> dict[tuple[str, str], str]:
    """Return the paragraphs of the help in one language, by page and name."""
    found = {}
    for path, data in source_members(f"libreoffice-help-{language}", ".html"):
        page = path.split("/help/")[1].split("/", 1)[1]
        text = data.decode("utf-8", errors="ignore")
        for tag in re.finditer(r'<(p|h\d)\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</\1>', text, re.DOTALL):
            plain = " ".join(html.unescape(re.sub(r"<[^>]+>", "", tag[3])).split())
            if plain:
                found[page, tag[2]] = plain
    return found


def load_data(settings: Settings) -> Help:
    """Return all pairs of 2 to 20 words, each once; whole pages are held out."""
    english, spanish = read_paragraphs("en"), read_paragraphs("es")
    halves: dict[bool, dict[Pair, None]] = {True: {}, False: {}}
    for page, name in sorted(english.keys() & spanish.keys()):
        pair = Pair(english[page, name], spanish[page, name])
        counts = [len(text.split()) for text in pair]
        if pair.english != pair.spanish and 2 <= counts[0] <= LONGEST and counts[1] <= LONGEST + 5:
            is_test = hashlib.sha256(page.encode()).digest()[0] % 12 == 0
            halves[is_test][pair] = None
    train = list(halves[False])
    learned = {pair.english.casefold() for pair in train}
    test = [pair for pair in halves[True] if pair.english.casefold() not in learned]
    shuffled = np.random.default_rng(0).permutation(len(train))[: settings.n_train]
    train = [train[at] for at in shuffled]
    test = [test[at] for at in np.random.default_rng(1).permutation(len(test))[: settings.n_test]]
    return Help(make_vocabulary(train, settings.n_pieces), train, test)


def make_vocabulary(pairs: list[Pair], n_pieces: int) -> BytePairs:
    """Return pieces by joining, again and again, the two neighbours that are most often together."""
    words = Counter(chunk for pair in pairs for text in pair for chunk in chunks(text))
    return BytePairs(*learn_pieces(words, n_pieces, MARKS))


class Attention(nn.Module):
    """Looks from some places at others."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    @staticmethod
    def apart(x: torch.Tensor) -> torch.Tensor:  # (batch, length, WIDTH)
        return x.unflatten(-1, (HEADS, -1)).transpose(1, 2)  # (batch, HEADS, length, WIDTH / HEADS)

    def remember(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what can be looked at: keys and values."""
        return self.apart(self.key(x)), self.apart(self.value(x))

    def forward(
        self, x: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, hidden: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        query = self.apart(self.query(x)) / (WIDTH // HEADS) ** 0.5
        shares = (query @ keys.transpose(-1, -2) + hidden).softmax(-1)  # (batch, HEADS, length, seen)
        seen = F.dropout(shares, 0.1, self.training) @ values
        return self.out(seen.transpose(1, 2).flatten(2)), shares


class Layer(nn.Module):
    """Attention among the places, to the other sentence where it writes, then each place for itself."""

    def __init__(self, *, writes: bool) -> None:
        super().__init__()
        self.norm1, self.near = nn.LayerNorm(WIDTH), Attention()
        self.norm2, self.far = (nn.LayerNorm(WIDTH), Attention()) if writes else (None, None)
        self.norm3, self.widen, self.narrow = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)

    def on(self, x: torch.Tensor, added: torch.Tensor) -> torch.Tensor:
        return x + F.dropout(added, 0.1, self.training)

    def alone(self, x: torch.Tensor) -> torch.Tensor:
        return self.on(x, self.narrow(F.relu(self.widen(self.norm3(x)))))


class Translator(nn.Module):
    """Reads a sentence and gives logits of each next piece of its translation."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(n_pieces, WIDTH), nn.Embedding(MOST, WIDTH)
        nn.init.normal_(self.pieces.weight, std=WIDTH**-0.5)
        nn.init.normal_(self.places.weight, std=0.1)
        self.readers = nn.ModuleList(Layer(writes=False) for _ in range(READERS))
        self.writers = nn.ModuleList(Layer(writes=True) for _ in range(WRITERS))
        self.norm_read, self.norm_written = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def begin(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        return F.dropout(self.pieces(ids) * WIDTH**0.5 + places, 0.1, self.training)

    def read(self, ids: torch.Tensor, mask: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Return keys and values of the sentence for each layer that writes."""
        x, hidden = self.begin(ids, self.places.weight[: ids.shape[1]]), hide(mask)
        for layer in self.readers:
            near = layer.norm1(x)
            x = layer.alone(layer.on(x, layer.near(near, *layer.near.remember(near), hidden)[0]))
        x = self.norm_read(x)
        return [layer.far.remember(x) for layer in self.writers]

    def answer(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm_written(x) @ self.pieces.weight.T

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, written: torch.Tensor) -> torch.Tensor:
        """Return logits of each next piece, given all before it: what is trained."""
        length = written.shape[1]
        x, hidden = self.begin(written, self.places.weight[:length]), hide(mask)
        later = torch.full((length, length), -1e9, device=x.device).triu(1)
        for layer, remembered in zip(self.writers, self.read(ids, mask), strict=True):
            near = layer.norm1(x)
            x = layer.on(x, layer.near(near, *layer.near.remember(near), later)[0])
            x = layer.alone(layer.on(x, layer.far(layer.norm2(x), *remembered, hidden)[0]))
        return self.answer(x)


def hide(mask: torch.Tensor) -> torch.Tensor:
    """Return what is added to attention so that filling is not looked at."""
    return ((mask - 1) * 1e9)[:, None, None, :]


class Encoder(nn.Module):
    """The graph that reads."""

    def __init__(self, model: Translator) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        keys, values = zip(*self.model.read(ids, mask), strict=True)
        return torch.stack(keys, 1), torch.stack(values, 1)  # (batch, WRITERS, HEADS, length, WIDTH / HEADS)


class Decoder(nn.Module):
    """The graph that says what the next piece is."""

    def __init__(self, model: Translator) -> None:
        super().__init__()
        self.model = model

    def forward(  # noqa: PLR0917 - the inputs of the graph
        self,
        piece: torch.Tensor,
        place: torch.Tensor,
        past_keys: torch.Tensor,
        past_values: torch.Tensor,
        past_mask: torch.Tensor,
        keys: torch.Tensor,
        values: torch.Tensor,
        mask: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        model = self.model
        x = model.begin(piece[:, None], model.places(place[:, None]))  # (batch, 1, WIDTH)
        before, hidden = F.pad(hide(past_mask), (0, 1)), hide(mask)
        new_keys, new_values, looks = [], [], []
        for number, layer in enumerate(model.writers):
            near = layer.norm1(x)
            key, value = layer.near.remember(near)
            new_keys.append(torch.cat([past_keys[:, number], key], 2))
            new_values.append(torch.cat([past_values[:, number], value], 2))
            x = x + layer.near(near, new_keys[-1], new_values[-1], before)[0]
            added, shares = layer.far(layer.norm2(x), keys[:, number], values[:, number], hidden)
            x = layer.alone(x + added)
            looks.append(shares.mean(1)[:, 0])
        logits = model.answer(x)[:, 0]
        return logits, torch.stack(new_keys, 1), torch.stack(new_values, 1), torch.stack(looks, 1)


def make_model(settings: Settings) -> nn.Module:
    """Return a fresh network, 1.5 million weights."""
    return Translator(settings.n_pieces)


def as_numbers(texts: list[str], vocabulary: BytePairs, *, starts: bool) -> list[torch.Tensor]:
    """Return the numbers of each text with the end, and with the start where it is written."""
    first = [START] if starts else []
    return [torch.tensor([*first, *vocabulary.encode(text)[: MOST - 1], END]) for text in texts]


def batches(lengths: np.ndarray, size: int, seed: int) -> list[np.ndarray]:
    """Return the pairs of one epoch in batches of about the same length, in a new order for each seed."""
    rng = np.random.default_rng(seed)
    order = np.argsort(lengths * rng.uniform(0.85, 1.15, len(lengths)), kind="stable")
    order = order[: len(order) // size * size].reshape(-1, size)
    return list(order[rng.permutation(len(order))])


def train(run: Run, data: Help) -> nn.Module:
    """Return the running mean of the trained network."""
    s = run.settings
    english = as_numbers([pair.english for pair in data.train], data.vocabulary, starts=False)
    spanish = as_numbers([pair.spanish for pair in data.train], data.vocabulary, starts=True)
    lengths = np.array([len(a) + len(b) for a, b in zip(english, spanish, strict=True)], float)
    per_epoch = len(lengths) // s.batch
    n_steps = s.epochs * per_epoch
    model = run.compiled(run.to_device(make_model(s)))
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.998))
    optimizer = torch.optim.AdamW(model.parameters(), lr=s.learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=n_steps, pct_start=0.1)
    run.keep(model=model, mean=mean, optimizer=optimizer, schedule=schedule)
    model.train()
    orders: dict[int, list[np.ndarray]] = {}
    for step in run.steps(n_steps):
        epoch, place = divmod(step, per_epoch)
        if epoch not in orders:
            orders = {epoch: batches(lengths, s.batch, run.seed * 1000 + epoch)}
        rows = orders[epoch][place]
        ids, written = (
            run.move(nn.utils.rnn.pad_sequence([part[row] for row in rows], batch_first=True, padding_value=FILL))
            for part in (english, spanish)
        )
        with run.autocast():
            logits = model(ids, (ids != FILL).float(), written[:, :-1])
        loss = F.cross_entropy(
            logits.float().flatten(0, 1), written[:, 1:].flatten(), ignore_index=FILL, label_smoothing=0.1
        )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        run.show(loss=loss)
        if (step + 1) % 100 == 0:
            run.record(epoch=(step + 1) / per_epoch, loss=loss.detach())
    return run.original(mean.module)


def graphs(model: nn.Module, data: Help) -> list[Graph]:
    """Return the graph that reads and the graph that writes a piece."""
    rows = as_numbers([pair.english for pair in data.test[:2]], data.vocabulary, starts=False)
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=FILL).int()
    mask = (ids != FILL).float()
    encoder, decoder = Encoder(model).eval(), Decoder(model).eval()
    with torch.inference_mode():
        keys, values = (part.clone() for part in encoder(ids, mask))
    past = torch.randn(2, 2, WRITERS, HEADS, 3, WIDTH // HEADS, generator=torch.Generator().manual_seed(0))
    reference = {
        "piece": torch.tensor([START, END + 1], dtype=torch.int32),
        "place": torch.tensor([0, 2], dtype=torch.int32),
        "past_keys": past[0],
        "past_values": past[1],
        "past_mask": torch.tensor([[0.0, 0.0, 0.0], [0.0, 1.0, 1.0]]),
        "keys": keys,
        "values": values,
        "mask": mask,
    }
    cache = ("batch", WRITERS, HEADS, "past", WIDTH // HEADS)
    longer = ("batch", WRITERS, HEADS, "past + 1", WIDTH // HEADS)
    remembered = ("batch", WRITERS, HEADS, "length", WIDTH // HEADS)
    return [
        Graph(
            name="encoder",
            module=encoder,
            inputs=[
                Tensor("ids", ("batch", "length"), "place in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for a piece, 0 for filling"),
            ],
            outputs=[Tensor("keys", remembered), Tensor("values", remembered)],
            reference={"ids": ids, "mask": mask},
        ),
        Graph(
            name="decoder",
            module=decoder,
            inputs=[
                Tensor("piece", ("batch",), "the last piece written"),
                Tensor("place", ("batch",), "pieces written before it"),
                Tensor("past_keys", cache),
                Tensor("past_values", cache),
                Tensor("past_mask", ("batch", "past"), "0 for filling"),
                Tensor("keys", remembered),
                Tensor("values", remembered),
                Tensor("mask", ("batch", "length"), "0 for filling"),
            ],
            outputs=[
                Tensor("logits", ("batch", len(data.vocabulary.pieces)), "logit"),
                Tensor("new_keys", longer),
                Tensor("new_values", longer),
                Tensor("attention", ("batch", WRITERS, "length"), "share, mean of the heads"),
            ],
            reference=reference,
        ),
    ]


def evaluate(files: dict[str, OnnxFile], data: Help) -> dict[str, float]:
    """Return chrF and BLEU of the beam search, of the greedy one and of a phrase memory."""

    async def run(graph: str, feeds: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return files[graph].run(feeds, batch=None)

    def written(width: int) -> list[str]:
        return [
            asyncio.run(translate(pair.english, data.vocabulary, run, most=MOST, width=width)).text
            for pair in data.test
        ]

    wanted = [[pair.spanish for pair in data.test]]
    found = {"": written(FACTS.settings["width"]), "greedy_": written(1), "memory_": remembered_phrases(data)}
    scores = {f"{name}bleu": BLEU().corpus_score(texts, wanted).score for name, texts in found.items()}
    scores |= {f"{name}chrf": CHRF().corpus_score(texts, wanted).score for name, texts in found.items()}
    ratios = {f"{kind}_over_memory": scores[kind] / max(scores[f"memory_{kind}"], 1e-9) for kind in ("bleu", "chrf")}
    return scores | ratios


def remembered_phrases(data: Help) -> list[str]:
    """Return for each test sentence the translation of the most similar English sentence that was learned."""
    reader = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    learned = reader.fit_transform([pair.english for pair in data.train])
    asked = reader.transform([pair.english for pair in data.test])
    nearest = np.asarray((asked @ learned.T).argmax(axis=1)).ravel()
    return [data.train[at].spanish for at in nearest]


def assets(folder: Path, data: Help) -> dict[str, Path]:
    """Write the vocabulary."""
    path = folder / "transformer-translate.pieces.json"
    path.write_text(data.vocabulary.to_text(), encoding="utf-8")
    return {"vocabulary": path}
