"""The report is true and plain for every kind of outcome."""

import json
import re

import numpy as np
import pytest
from bench_data import ALL, dataset_from, noise_frame, trained

from elmweb.evaluation import Evaluation, Lead, MethodScore, evaluate, lead, score
from elmweb.evaluation.report import result_dict
from elmweb.evaluation.verdict import verdict
from elmweb.export.plain import to_json
from elmweb.training.model import Search, Settings, TrainedModel
from elmweb.training.search import train
from elmweb.workbench.protocol import Result

TASKS = ("binary", "regression", "multilabel")


def judged(task: str, ours: np.ndarray, dummy: np.ndarray, linear: np.ndarray, n_learned: int = 100) -> dict[str, str]:
    """Return the verdict for given row values."""
    methods = [MethodScore("elm", "ELM", score(task, ours), 0.1, 100, Lead(0.0, clear=False), ours)]
    for kind, name, values in [("dummy", 'Always "no"', dummy), ("linear", "Logistic regression", linear)]:
        found = lead(task, ours, values)
        methods.append(MethodScore(kind, name, score(task, values), 0.1, n_learned, found, values))
    empty = dict.fromkeys(("confusion", "roc", "pr", "residuals", "calibration", "labels"))
    measures = [{"name": "R2", "value": -0.1, "text": "R2 is -0.10, below 0: worse than always saying the mean."}]
    evaluation = Evaluation(
        methods=tuple(methods),
        n_test=len(ours),
        n_scored=len(ours),
        measures=measures,
        never_right={},
        useful=(),
        **empty,
    )
    nothing = np.zeros(0)
    search = Search(nothing, nothing, nothing, nothing, nothing, nothing, 100, 1, 1)
    model = TrainedModel("t", task, ("y",), ("no", "yes"), (), None, Settings(), search, (0, 0), 100, len(ours), 0.1)
    return verdict(model, evaluation)


def rows(n_right: int, n: int) -> np.ndarray:
    """Return row values of which the first `n_right` are right."""
    return (np.arange(n) < n_right).astype(float)


def test_excellent():
    """All right and far ahead: 100 %, more than luck."""
    found = judged("binary", rows(114, 114), rows(60, 114), rows(80, 114))
    assert (found["number"], found["unit"]) == ("100", "%")
    assert found["sentence"].startswith(
        "Right on 100 of 100 rows it had never seen; logistic regression is right on 70"
    )
    assert "is more than luck" in found["sentence"]
    assert "Counted on 114 rows: 114 right, logistic regression 80." in found["note"]


def test_lead_that_may_be_luck():
    """Three rows ahead of the baseline is not called more than luck."""
    found = judged("binary", rows(111, 114), rows(60, 114), rows(108, 114))
    assert "The lead over logistic regression may be luck." in found["sentence"]


def test_as_good_as_the_baseline():
    """With the same rows right, both are reported as equally good."""
    found = judged("binary", rows(100, 114), rows(60, 114), rows(100, 114))
    assert "logistic regression is as good" in found["sentence"]


def test_behind_the_baseline_by_luck_and_by_more():
    """Behind by two rows may be luck, behind by twenty is not, and the other is then called the better choice."""
    assert (
        "level with logistic regression: the difference may be luck"
        in judged("binary", rows(100, 114), rows(60, 114), rows(102, 114))["sentence"]
    )
    clear = judged("binary", rows(80, 114), rows(40, 114), rows(100, 114))["sentence"]
    assert "logistic regression is the better choice here, by more than luck" in clear


@pytest.mark.parametrize(("n_right", "word"), [(70, "no better"), (60, "worse")])
def test_not_better_than_guessing(n_right, word):
    """A model no better than a constant prediction is reported as such, without naming another baseline."""
    found = judged("binary", rows(n_right, 100), rows(70, 100), rows(90, 100))
    assert f"It is {word} than always guessing: do not rely on it." in found["sentence"]
    assert "logistic" not in found["sentence"]


def test_behind_guessing_by_luck_is_not_called_worse():
    """One row behind guessing on 20 is no proof of being worse; it is no better, which is enough to know."""
    found = judged("binary", rows(13, 20), rows(14, 20), rows(14, 20))
    assert "It is no better than always guessing: do not rely on it." in found["sentence"]


def test_better_than_guessing_by_luck():
    """Two rows above guessing is not shown to be better."""
    found = judged("binary", rows(72, 100), rows(70, 100), rows(71, 100))
    assert "not shown to be better than guessing" in found["sentence"]


def test_tiny_test_set_is_counted_not_scaled():
    """With 12 rows the number is a count of rows, and the interval is reported."""
    found = judged("binary", rows(11, 12), rows(3, 12), rows(6, 12))
    assert (found["number"], found["unit"]) == ("11", "of 12")
    assert "Right on 11 of 12 rows" in found["sentence"]
    assert "So few rows say little: the true share may be from 65 to 99 %." in found["note"]


def test_close_scores_are_distinguished():
    """Two rates that round to the same number get enough digits to show the difference."""
    found = judged("binary", rows(974, 1000), rows(600, 1000), rows(971, 1000))
    assert "Right on 97.4 of 100" in found["sentence"]
    assert "right on 97.1" in found["sentence"]


def test_regression_below_zero_r2():
    """Larger errors than always guessing are called worse, and R2 below 0 is explained."""
    errors = np.linspace(1, 3, 60)
    found = judged("regression", errors + 0.2, errors, errors)
    assert found["number"] == "2.2"
    assert "It is worse than always guessing" in found["sentence"]
    assert "R2 is -0.10, below 0" in found["note"]


def test_capped_baseline_is_reported():
    """A rival that learned from fewer rows is not passed off as equal."""
    found = judged("binary", rows(111, 114), rows(60, 114), rows(108, 114), n_learned=50)
    assert "logistic regression learned from 50 rows only, this model from 100." in found["note"]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["kind", "amount"])
def test_noise_is_not_praised(target):
    """Trained on noise, a model is never reported as better by more than luck."""
    frame = noise_frame(200).drop(columns=["amount" if target == "kind" else "kind"])
    dataset = dataset_from(frame, [target], "binary" if target == "kind" else "regression")
    model = train(dataset)
    sentence = verdict(model, evaluate(model, dataset))["sentence"]
    assert "do not rely on it" in sentence or "not shown to be better" in sentence


@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_result_has_every_part_and_is_json(name):
    """Every key of the protocol is there, and the whole survives JSON."""
    _, model, evaluation = trained(name)
    result = result_dict(model, evaluation)
    assert set(result) == set(Result.__annotations__) - {"texts", "n_to_learn"}  # which the workbench adds
    again = json.loads(json.dumps(to_json(result), allow_nan=False))
    assert again["headline"] == result["headline"]
    assert result["loo"]["errors"].min() >= 0
    assert result["widths"]["chosen"] in result["widths"]["widths"]
    assert [field["name"] for field in result["form"]] == list(evaluation.useful)
    assert sum(field["shown"] for field in result["form"]) == min(8, len(result["form"]))


@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_words_are_plain(name):
    """No exclamation mark, no dash as a pause, and every sentence ends with a point."""
    _, model, evaluation = trained(name)
    result = result_dict(model, evaluation)
    texts = [*result["how"], result["headline"]["sentence"], result["headline"]["note"], result["seeds"]["sentence"]]
    texts += [measure["text"] for measure in result["measures"]]
    for text in texts:
        assert text.endswith(".")
        assert not re.search(r"!|\u2014|\u2013| - |None|nan", text)
        assert text[0].isupper() or text[0].isdigit()


def test_not_finite_numbers_become_none():
    """JSON has no word for infinity, so it becomes null."""
    assert to_json({"a": np.array([1.0, np.inf]), 2: np.float64("nan")}) == {"a": [1.0, None], "2": None}
