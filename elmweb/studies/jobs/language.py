"""Language: does a critic like the film? Sentence vectors with an ELM on top, beside the zoo's own Transformer."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.evaluation.scores import lead, score
from elmweb.exceptions import InputError
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.common import chosen, iter_at_once, iter_clocked
from elmweb.words.engine import common, studies_jobs as words

__all__ = ["run"]

EMBEDDER, TRANSFORMER = "embed-text", "transformer-sentiment"
_JUDGE = 200  # the last ones of the file
_A_TIME = 10  # texts, between two chances to stop
_LONGEST = 2_000
_MOST_WRONG = 6

_vectors: dict[str, np.ndarray] = {}  # of each text that has been read, as long as this Python runs
_trained: list[Any] = []  # the newest ELM


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train on snippets of reviews, or ask about one text.

    Parameters
    ----------
    asked : dict
        ``part``: "train" with ``n_learn``, or "ask" with ``text``.
    desk : Desk
        Brings the snippets and runs both deep models.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        See :func:`train` and :func:`ask`.
    """
    parts = {"train": train, "ask": ask}
    return await parts[chosen(asked, "part", tuple(parts))](asked, desk, report)


async def train(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM and logistic regression on sentence vectors; the Transformer reads the same held-out snippets.

    Returns
    -------
    dict
        ``n_learn``, ``n_judge``, ``floor`` (the more common answer always, in percent), ``reading`` (seconds to read
        the snippets, 0 for those read before),
        ``models``: a dict each with ``id``, ``name``, ``right`` with ``low`` and
        ``high`` (in percent) and ``seconds`` (of training; None for the Transformer), and ``lead`` of the ELM over it
        ({"by", "clear"}); and ``wrong``: ``text``, ``rating`` and what each of both ``said`` (1 likes it), of snippets
        that the ELM gets wrong.
    """
    n_learn = chosen(asked, "n_learn", (300, 100, 500))
    report(words.LOADING_SNIPPETS, 0.0)
    lines = (await desk.file("jobs/snippets.tsv")).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    ratings, texts = np.array([float(rating) for rating, _ in pairs]), [text for _, text in pairs]
    likes = (ratings > 0).astype(int)
    learn, judge = np.arange(n_learn), np.arange(len(texts) - _JUDGE, len(texts))
    new = [texts[at] for at in (*learn, *judge) if texts[at] not in _vectors]
    milliseconds = 0.0
    for start in range(0, len(new), _A_TIME):
        report(words.sentences_read(start, len(new)), 0.8 * start / len(new))
        milliseconds += await _read(new[start : start + _A_TIME], desk)
    X, X_judge = (np.stack([_vectors[texts[at]] for at in rows]) for rows in (learn, judge))
    truth = likes[judge]
    report(words.TRAINING_ELM, 0.8)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(ELMClassifier(random_state=0), X, likes[learn])))
    said = elm.predict(X_judge)
    models = [_counted("elm", words.elm(elm.layer_.n_hidden), seconds, truth, said)]
    logistic = LogisticRegression(max_iter=1_000)
    logistic, brief = await desk.drive(iter_clocked(iter_at_once(lambda: logistic.fit(X, likes[learn]))))
    models.append(_counted("linear", words.LOGISTIC_REGRESSION, brief, truth, logistic.predict(X_judge)))
    _trained[:] = [elm]
    answer = {
        "n_learn": len(learn), "n_judge": len(judge), "floor": float(100 * max(truth.mean(), 1 - truth.mean())),
        "reading": milliseconds / 1_000, "models": models, "lead": None, "wrong": [],
    }  # fmt: skip
    report(words.ASKING_TRANSFORMER, 0.85, answer)
    theirs = []
    for start in range(0, len(judge), _A_TIME):
        found = await desk.model(TRANSFORMER, {"texts": [texts[at] for at in judge[start : start + _A_TIME]]})
        theirs.append(found["answer"]["rows"].argmax(axis=1))
        report(words.ASKING_TRANSFORMER, 0.85 + 0.15 * start / len(judge))
    other = np.concatenate(theirs)
    models.append(_counted("transformer", words.TRANSFORMER, None, truth, other))
    ahead = lead("binary", (said == truth).astype(float), (other == truth).astype(float))
    wrong = sorted(np.flatnonzero(said != truth), key=lambda at: -abs(ratings[judge[at]]))[:_MOST_WRONG]
    answer["lead"] = {"by": ahead.by, "clear": ahead.clear}
    answer["wrong"] = [
        {"text": texts[judge[at]], "rating": float(ratings[judge[at]]), "said": [int(said[at]), int(other[at])]}
        for at in wrong
    ]
    return answer


async def _read(texts: list[str], desk: Desk) -> float:
    """Turn texts into vectors, keep them, and return the milliseconds that the model ran."""
    found = await desk.model(EMBEDDER, {"texts": texts})
    rows = found["answer"]["rows"].astype(np.float64)
    rows *= np.sqrt(rows.shape[1])  # they have length 1; an ELM wants numbers of about 1
    _vectors.update(zip(texts, rows, strict=True))
    return found["milliseconds"]


def _counted(name: str, title: str, seconds: float | None, truth: np.ndarray, said: np.ndarray) -> dict[str, Any]:
    """Return how often a model is right."""
    found = score("binary", (said == truth).astype(float))
    return {
        "id": name, "name": title, "seconds": seconds, "right": found.value, "low": found.low, "high": found.high,
    }  # fmt: skip


async def ask(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Ask the newest ELM and the Transformer about one text.

    Returns
    -------
    dict
        ``text``, ``elm`` and ``transformer``, the probability that it likes the film, and ``words``: each word with how
        much it counted for the Transformer.
    """
    text = " ".join(str(asked.get("text") or "").split())
    if not text:
        raise InputError(common.NOTHING_WRITTEN, rule=common.AT_LEAST_ONE_WORD, value=common.NOTHING)
    if len(text) > _LONGEST:
        raise InputError(common.TEXT_TOO_LONG, rule=common.at_most_letters(_LONGEST), value=common.letters(len(text)))
    if not _trained:
        raise InputError(words.NO_ELM, hints=(words.PRESS_TRAIN,))
    report(words.READING_TEXT, 0.1)
    if text not in _vectors:
        await _read([text], desk)
    report(words.ASKING_BOTH, 0.6)
    found = (await desk.model(TRANSFORMER, {"text": text, "look": True}))["answer"]
    likes = dict(found["bars"])
    return {
        "text": text, "elm": float(_trained[0].predict_proba(_vectors[text][None])[0, 1]),
        "transformer": float(likes[words.LIKES]), "words": found.get("words", []),
    }  # fmt: skip
