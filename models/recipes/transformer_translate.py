"""A Transformer that translates software documentation from English to Spanish.

The encoder has three layers, the decoder two; both languages share a vocabulary of byte-pair pieces, whose embeddings
are also used as the output layer. Trained from scratch on the help of LibreOffice, in which corresponding paragraphs
have the same identifier in every language. One page in twelve is held out, and those of its sentences whose English
text also occurs in the training data are removed. The baseline is a translation memory: the translation of the most
similar English sentence in the training data. The decoding loop is outside the graphs (``elmweb/zoo/translate.py``);
keys and values are cached between steps. The exported weights, in 8 bits, are an exponential moving average of the
weights during training.

Of any other text it makes nonsense, and is no less sure of it. So a logistic regression on the words of a sentence
(``elmweb/zoo/familiar.py``) tells beforehand whether it is like the help. It learned from the same sentences of the
help and from as many sentences of film reviews. A sentence counts as unlike the help where at most 3 % of the held-out
help would count so; that limit was set on held-out sentences that are not those tested on.

The metrics ``help_flagged`` and ``everyday_flagged`` are the shares of sentences that it calls unlike the help, of the
held-out ones and of ``transformer_translate.everyday.txt``. It is not taught more than the help: none of the packages
that were looked through carries everyday sentences in both languages; the nearest are translations of games and
programs. The file that ends in ``pieces.json`` holds the pieces, and that in ``words.json`` the weights of words.
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
from buildsteps.deep.familiar import learn_familiar, share_strange
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.pieces import learn_pieces
from buildsteps.deep.recipe import Facts
from buildsteps.deep.reviews import read_reviews, short_sentences
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_members
from elmweb.zoo.bpe import MARKS, BytePairs, chunks
from elmweb.zoo.familiar import Familiar
from elmweb.zoo.translate import translate

WIDTH, HEADS, WIDE = 128, 4, 384
READERS, WRITERS = 3, 2
MAX_PIECES = 48
"""Maximum number of pieces of a source or target sentence, including the end."""
LONGEST = 20
"""Maximum number of words of a training or test sentence."""
FILL, UNKNOWN, START, END = range(len(MARKS))
AT_MOST = 0.03
"""Share of the held-out help that may be called unlike the help when the limit is set."""
EVERYDAY = Path(__file__).with_name("transformer_translate.everyday.txt")
"""Everyday sentences, a line each; nothing is learned from them and no limit is set on them."""

FACTS = Facts(
    id="transformer-translate",
    task="translate",
    title="Software help in Spanish",
    about="Translates software help and messages from English to Spanish. It knows no other kind of text, and says so.",
    dataset={
        "name": "Help of LibreOffice 7.4, English and Spanish",
        "source": "The Document Foundation; Debian packages libreoffice-help-en-us and -es",
        "licence": "MPL-2.0",
    },
    licence="MPL-2.0",
    measured_on=(
        "sentences of 2 to 20 words on held-out pages of the help, none of them learned, and 120 everyday sentences"
    ),
    reach={
        "chrf_over_memory": (">=", 1.0),
        "bleu_over_memory": (">=", 1.0),
        "help_flagged": ("<=", 0.05),
        "everyday_flagged": (">=", 0.8),
    },
    settings={
        "most": MAX_PIECES,
        "width": 4,
        "penalty": 1.0,
        "asks": "Write a sentence of software help or a message, in English",
        "learned_from": "software help",
    },
    notes=(
        'It knows the language of software help and nothing else: try "Click the button to open the file."',
        "The translation of a sentence that it calls unlike the help is shown only on request.",
        "It reads one sentence of about 30 words; more is left out.",
    ),
    bits=8,
)


@dataclass(frozen=True)
class Settings:
    """Training of the model."""

    epochs: int = 30
    batch: int = 64
    learning_rate: float = 2e-3
    n_pieces: int = 4000
    n_train: int | None = None
    n_test: int = 500
    n_others: int = 20_000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=60, batch=256, learning_rate=3e-3),
    "quick": Settings(epochs=1, batch=32, n_pieces=300, n_train=200, n_test=4, n_others=200),
}


class Pair(NamedTuple):
    """A sentence in both languages."""

    english: str
    spanish: str


class Help(NamedTuple):
    """Training and test sentences, and the vocabulary and the weights of the words learned from the former."""

    vocabulary: BytePairs
    train: list[Pair]
    test: list[Pair]
    familiar: Familiar


def read_paragraphs(language: str) -> dict[tuple[str, str], str]:
    """Return the paragraphs of the help in one language, by page and identifier."""
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
    """Return all pairs of 2 to 20 words without duplicates; whole pages are held out."""
    english, spanish = read_paragraphs("en"), read_paragraphs("es")
    subsets: dict[bool, dict[Pair, None]] = {True: {}, False: {}}
    for page, name in sorted(english.keys() & spanish.keys()):
        pair = Pair(english[page, name], spanish[page, name])
        counts = [len(text.split()) for text in pair]
        if pair.english != pair.spanish and 2 <= counts[0] <= LONGEST and counts[1] <= LONGEST + 5:
            is_test = hashlib.sha256(page.encode()).digest()[0] % 12 == 0
            subsets[is_test][pair] = None
    train = list(subsets[False])
    known = {pair.english.casefold() for pair in train}
    test = [pair for pair in subsets[True] if pair.english.casefold() not in known]
    shuffled = np.random.default_rng(0).permutation(len(train))[: settings.n_train]
    train = [train[at] for at in shuffled]
    test = [test[at] for at in np.random.default_rng(1).permutation(len(test))]
    test, rest = test[: settings.n_test], test[settings.n_test :]
    familiar = learn_familiar(
        [pair.english for pair in train], other_sentences(settings.n_others), [pair.english for pair in rest], AT_MOST
    )
    return Help(make_vocabulary(train, settings.n_pieces), train, test, familiar)


def other_sentences(n: int) -> list[str]:
    """Return sentences of film reviews, as long as those of the help."""
    sentences = list(short_sentences(read_reviews("imdb"), 2, LONGEST))
    return [sentences[at] for at in np.random.default_rng(0).permutation(len(sentences))[:n]]


def make_vocabulary(pairs: list[Pair], n_pieces: int) -> BytePairs:
    """Return a vocabulary of byte-pair pieces, learned by repeatedly merging the most frequent pair."""
    words = Counter(chunk for pair in pairs for text in pair for chunk in chunks(text))
    return BytePairs(*learn_pieces(words, n_pieces, MARKS))


class Attention(nn.Module):
    """Multi-head attention."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    @staticmethod
    def split_heads(x: torch.Tensor) -> torch.Tensor:  # (batch, length, WIDTH)
        return x.unflatten(-1, (HEADS, -1)).transpose(1, 2)  # (batch, HEADS, length, WIDTH / HEADS)

    def keys_and_values(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values."""
        return self.split_heads(self.key(x)), self.split_heads(self.value(x))

    def forward(
        self, x: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, bias: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        query = self.split_heads(self.query(x)) / (WIDTH // HEADS) ** 0.5
        weights = (query @ keys.transpose(-1, -2) + bias).softmax(-1)  # (batch, HEADS, length, keys)
        mixed = F.dropout(weights, 0.1, self.training) @ values
        return self.out(mixed.transpose(1, 2).flatten(2)), weights


class Layer(nn.Module):
    """Self-attention, cross-attention in the decoder, and a position-wise network."""

    def __init__(self, *, is_decoder: bool) -> None:
        super().__init__()
        self.norm1, self.near = nn.LayerNorm(WIDTH), Attention()
        self.norm2, self.far = (nn.LayerNorm(WIDTH), Attention()) if is_decoder else (None, None)
        self.norm3, self.widen, self.narrow = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)

    def residual(self, x: torch.Tensor, added: torch.Tensor) -> torch.Tensor:
        return x + F.dropout(added, 0.1, self.training)

    def feed_forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.residual(x, self.narrow(F.relu(self.widen(self.norm3(x)))))


class Translator(nn.Module):
    """Encoder and decoder, with logits for each next piece of the translation."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(n_pieces, WIDTH), nn.Embedding(MAX_PIECES, WIDTH)
        nn.init.normal_(self.pieces.weight, std=WIDTH**-0.5)
        nn.init.normal_(self.places.weight, std=0.1)
        self.readers = nn.ModuleList(Layer(is_decoder=False) for _ in range(READERS))
        self.writers = nn.ModuleList(Layer(is_decoder=True) for _ in range(WRITERS))
        self.norm_read, self.norm_written = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def embed(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        return F.dropout(self.pieces(ids) * WIDTH**0.5 + places, 0.1, self.training)

    def encode(self, ids: torch.Tensor, mask: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Return keys and values of the source sentence for each decoder layer."""
        x, bias = self.embed(ids, self.places.weight[: ids.shape[1]]), padding_bias(mask)
        for layer in self.readers:
            normed = layer.norm1(x)
            x = layer.feed_forward(layer.residual(x, layer.near(normed, *layer.near.keys_and_values(normed), bias)[0]))
        x = self.norm_read(x)
        return [layer.far.keys_and_values(x) for layer in self.writers]

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm_written(x) @ self.pieces.weight.T

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, written: torch.Tensor) -> torch.Tensor:
        """Return the logits of each next piece given all previous ones, for training with teacher forcing."""
        length = written.shape[1]
        x, bias = self.embed(written, self.places.weight[:length]), padding_bias(mask)
        causal_bias = torch.full((length, length), -1e9, device=x.device).triu(1)
        for layer, source in zip(self.writers, self.encode(ids, mask), strict=True):
            normed = layer.norm1(x)
            x = layer.residual(x, layer.near(normed, *layer.near.keys_and_values(normed), causal_bias)[0])
            x = layer.feed_forward(layer.residual(x, layer.far(layer.norm2(x), *source, bias)[0]))
        return self.logits(x)


def padding_bias(mask: torch.Tensor) -> torch.Tensor:
    """Return the attention bias that masks padding."""
    return ((mask - 1) * 1e9)[:, None, None, :]


class Encoder(nn.Module):
    """The encoder graph."""

    def __init__(self, model: Translator) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        keys, values = zip(*self.model.encode(ids, mask), strict=True)
        return torch.stack(keys, 1), torch.stack(values, 1)  # (batch, WRITERS, HEADS, length, WIDTH / HEADS)


class Decoder(nn.Module):
    """The decoder graph, which returns the logits of the next piece."""

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
        x = model.embed(piece[:, None], model.places(place[:, None]))  # (batch, 1, WIDTH)
        past_bias, bias = F.pad(padding_bias(past_mask), (0, 1)), padding_bias(mask)
        new_keys, new_values, attentions = [], [], []
        for number, layer in enumerate(model.writers):
            normed = layer.norm1(x)
            key, value = layer.near.keys_and_values(normed)
            new_keys.append(torch.cat([past_keys[:, number], key], 2))
            new_values.append(torch.cat([past_values[:, number], value], 2))
            x = x + layer.near(normed, new_keys[-1], new_values[-1], past_bias)[0]
            added, attention = layer.far(layer.norm2(x), keys[:, number], values[:, number], bias)
            x = layer.feed_forward(x + added)
            attentions.append(attention.mean(1)[:, 0])
        logits = model.logits(x)[:, 0]
        return logits, torch.stack(new_keys, 1), torch.stack(new_values, 1), torch.stack(attentions, 1)


def make_model(settings: Settings) -> nn.Module:
    """Return an untrained network with 1.5 million weights."""
    return Translator(settings.n_pieces)


def token_ids(texts: list[str], vocabulary: BytePairs, *, add_start: bool) -> list[torch.Tensor]:
    """Return the token ids of each text with an end token, and a start token for target sentences."""
    first = [START] if add_start else []
    return [torch.tensor([*first, *vocabulary.encode(text)[: MAX_PIECES - 1], END]) for text in texts]


def batches(lengths: np.ndarray, size: int, seed: int) -> list[np.ndarray]:
    """Return the batches of an epoch, each with pairs of similar length, in an order that depends on the seed."""
    rng = np.random.default_rng(seed)
    order = np.argsort(lengths * rng.uniform(0.85, 1.15, len(lengths)), kind="stable")
    order = order[: len(order) // size * size].reshape(-1, size)
    return list(order[rng.permutation(len(order))])


def train(run: Run, data: Help) -> nn.Module:
    """Return the moving average of the trained network."""
    s = run.settings
    english = token_ids([pair.english for pair in data.train], data.vocabulary, add_start=False)
    spanish = token_ids([pair.spanish for pair in data.train], data.vocabulary, add_start=True)
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
    """Return the encoder and the decoder graph."""
    rows = token_ids([pair.english for pair in data.test[:2]], data.vocabulary, add_start=False)
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
    past_shape = ("batch", WRITERS, HEADS, "past", WIDTH // HEADS)
    new_shape = ("batch", WRITERS, HEADS, "past + 1", WIDTH // HEADS)
    source_shape = ("batch", WRITERS, HEADS, "length", WIDTH // HEADS)
    return [
        Graph(
            name="encoder",
            module=encoder,
            inputs=[
                Tensor("ids", ("batch", "length"), "index in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for tokens, 0 for padding"),
            ],
            outputs=[Tensor("keys", source_shape), Tensor("values", source_shape)],
            reference={"ids": ids, "mask": mask},
        ),
        Graph(
            name="decoder",
            module=decoder,
            inputs=[
                Tensor("piece", ("batch",), "the previous piece"),
                Tensor("place", ("batch",), "position of the previous piece"),
                Tensor("past_keys", past_shape),
                Tensor("past_values", past_shape),
                Tensor("past_mask", ("batch", "past"), "0 for padding"),
                Tensor("keys", source_shape),
                Tensor("values", source_shape),
                Tensor("mask", ("batch", "length"), "0 for padding"),
            ],
            outputs=[
                Tensor("logits", ("batch", len(data.vocabulary.pieces)), "logit"),
                Tensor("new_keys", new_shape),
                Tensor("new_values", new_shape),
                Tensor("attention", ("batch", WRITERS, "length"), "attention weight, mean over heads"),
            ],
            reference=reference,
        ),
    ]


def evaluate(files: dict[str, OnnxFile], data: Help) -> dict[str, float]:
    """Return chrF and BLEU of beam search, greedy search and the translation memory."""

    async def run(graph: str, feeds: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return files[graph].run(feeds, batch=None)

    def translations(width: int) -> list[str]:
        return [
            asyncio.run(translate(pair.english, data.vocabulary, run, most=MAX_PIECES, width=width)).text
            for pair in data.test
        ]

    references = [[pair.spanish for pair in data.test]]
    found = {
        "": translations(FACTS.settings["width"]),
        "greedy_": translations(1),
        "memory_": translation_memory(data),
    }
    scores = {f"{name}bleu": BLEU().corpus_score(texts, references).score for name, texts in found.items()}
    scores |= {f"{name}chrf": CHRF().corpus_score(texts, references).score for name, texts in found.items()}
    scores |= {
        "help_flagged": share_strange(data.familiar, [pair.english for pair in data.test]),
        "everyday_flagged": share_strange(data.familiar, EVERYDAY.read_text(encoding="utf-8").splitlines()),
    }
    ratios = {f"{kind}_over_memory": scores[kind] / max(scores[f"memory_{kind}"], 1e-9) for kind in ("bleu", "chrf")}
    return scores | ratios


def translation_memory(data: Help) -> list[str]:
    """Return, for each test sentence, the translation of the most similar English training sentence."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    known = vectorizer.fit_transform([pair.english for pair in data.train])
    queries = vectorizer.transform([pair.english for pair in data.test])
    nearest = np.asarray((queries @ known.T).argmax(axis=1)).ravel()
    return [data.train[at].spanish for at in nearest]


def assets(folder: Path, data: Help) -> dict[str, Path]:
    """Write the vocabulary, and the weights of the words."""
    pieces = folder / "transformer-translate.pieces.json"
    pieces.write_text(data.vocabulary.to_text(), encoding="utf-8")
    words = folder / "transformer-translate.words.json"
    words.write_text(data.familiar.to_text() + "\n", encoding="utf-8")
    return {"vocabulary": pieces, "words": words}
