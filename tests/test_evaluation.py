"""Scores, ranges, tests of luck and curves, against formulas and scikit-learn."""

from math import comb

import numpy as np
import pytest
from bench_data import ALL, dataset_from, noise_frame, trained
from scipy.stats import binomtest
from sklearn.datasets import make_blobs
from sklearn.metrics import accuracy_score, balanced_accuracy_score, mean_absolute_error, r2_score

from elmweb.evaluation import curves, evaluate, lead, row_values, score, wilson_range
from elmweb.evaluation.baselines import PLAIN_ELM, baselines
from elmweb.evaluation.scores import Lead
from elmweb.peers.recipes import KINDS
from elmweb.training.search import train

TASKS = ("binary", "regression", "multilabel")


@pytest.mark.parametrize(("right", "n"), [(0, 10), (8, 10), (97, 100), (114, 114), (1, 2)])
def test_wilson_range_agrees_with_scipy(right, n):
    """The range is SciPy's binomial interval by Wilson's method."""
    expected = binomtest(right, n).proportion_ci(method="wilson")
    assert wilson_range(right, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_lead_is_mcnemars_exact_test():
    """Oracle: the binomial distribution, for rows on which only one of the two models is right."""

    def judged(only_ours: int, only_theirs: int) -> Lead:
        ours = np.array([1.0] * only_ours + [0.0] * only_theirs + [1.0] * 50)
        theirs = np.array([0.0] * only_ours + [1.0] * only_theirs + [1.0] * 50)
        return lead("binary", ours, theirs)

    for only_ours, only_theirs in [(10, 2), (9, 2), (6, 0), (5, 0), (0, 7), (3, 3)]:
        tosses, fewer = only_ours + only_theirs, min(only_ours, only_theirs)
        chance = min(1.0, 2 * sum(comb(tosses, k) for k in range(fewer + 1)) / 2**tosses)
        found = judged(only_ours, only_theirs)
        assert found.clear == (chance < 0.05)
        assert found.by == pytest.approx(100 * (only_ours - only_theirs) / (tosses + 50))


def test_smaller_error_leads():
    """For numbers our lead is positive when our errors are smaller, and clear when they always are."""
    theirs = np.linspace(1, 3, 50)
    assert lead("regression", theirs - 0.5, theirs) == Lead(pytest.approx(0.5), clear=True)
    assert lead("regression", theirs + 0.5, theirs) == Lead(pytest.approx(-0.5), clear=True)
    assert lead("regression", theirs, theirs) == Lead(0.0, clear=False)


def test_mean_range_covers_the_mean_about_95_times_in_100():
    """The bootstrap range of the mean error holds the true mean in 90 to 99 of 100 draws."""
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(100):
        found = score("regression", rng.exponential(2.0, 80))
        hits += found.low <= 2.0 <= found.high
    assert 88 <= hits <= 99


def test_one_row_has_no_clear_lead():
    """With one held-out row nothing is clear and nothing fails."""
    for task in ("binary", "regression", "multilabel"):
        assert not lead(task, np.array([1.0]), np.array([0.0])).clear
        assert score(task, np.array([1.0])).value in (1.0, 100.0)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["elm", "auto"])
@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_scores_agree_with_scikit_learn(name, kind):
    """Our score is scikit-learn's metric on the held-out rows; every method is scored on the same rows."""
    dataset, model, evaluation = trained(name, kind)
    truth, predicted = dataset.y[dataset.test], model.predict(dataset.X.iloc[dataset.test])
    elm = evaluation.methods[0]
    if model.task == "regression":
        assert elm.score.value == pytest.approx(mean_absolute_error(truth, predicted))
        assert evaluation.measures[0]["value"] == pytest.approx(r2_score(truth, predicted))
    elif model.task == "multilabel":
        assert elm.score.value == pytest.approx(100 * (truth == predicted).mean())
    else:
        assert elm.score.value == pytest.approx(100 * accuracy_score(truth, predicted))
        assert evaluation.measures[0]["value"] == pytest.approx(100 * balanced_accuracy_score(truth, predicted))
        assert np.sum(evaluation.confusion["counts"]) == len(truth)
        assert np.trace(evaluation.confusion["counts"]) == (truth == predicted).sum()
    one_layer = ["plain_elm"] if model.settings.model_kind == "blend" else []
    rivals = ["dummy", *one_layer, "linear", "neighbours", "forest"]
    assert [method.kind for method in evaluation.methods] == ["elm", *rivals]
    assert {len(method.values) for method in evaluation.methods} == {len(dataset.test)}
    assert all(method.score.low <= method.score.value <= method.score.high for method in evaluation.methods)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["elm", "auto"])
@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_samples_are_learned(name, kind):
    """On every sample the model is clearly better than always guessing."""
    _, _, evaluation = trained(name, kind)
    assert evaluation.methods[1].lead.by > 0
    assert evaluation.methods[1].lead.clear


@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_useful_columns_are_all_columns(name):
    """The ranking names every feature once."""
    dataset, _, evaluation = trained(name)
    assert sorted(evaluation.useful) == sorted(dataset.X.columns)


@pytest.mark.slow
def test_the_column_that_matters_is_ranked_first():
    """With one column that decides and three of noise, that column comes first."""
    frame = noise_frame(300).drop(columns=["kind"])
    # With no noise at all the doctor would leave the column out, as it gives the answer away.
    frame["amount"] = 3 * frame["c"] + np.random.default_rng(1).normal(0, 1, 300)
    dataset = dataset_from(frame, ["amount"], "regression")
    assert evaluate(train(dataset), dataset).useful[0] == "c"


def test_roc_and_pr_of_a_perfect_ranking():
    """When every hit is ranked above every miss both areas are 1."""
    truth = np.array(["no"] * 5 + ["yes"] * 5)
    chance = np.linspace(0, 1, 10)
    assert curves.roc(truth, chance, "yes")["auc"] == 1
    assert curves.precision_recall(truth, chance, "yes")["average"] == 1


def test_no_curve_without_two_classes():
    """With one class among the held-out rows there is no curve, and no failure."""
    truth = np.array(["yes"] * 5)
    assert curves.roc(truth, np.linspace(0, 1, 5), "yes") is None
    assert curves.precision_recall(truth, np.linspace(0, 1, 5), "yes") is None


def test_many_classes_are_merged():
    """Beyond 20 classes the confusion matrix has 20 lines and still counts every row."""
    truth = np.array([f"c{at % 40}" for at in range(400)], dtype=object)
    found = curves.confusion(truth, truth, tuple(sorted(set(truth))))
    assert len(found["labels"]) == 20
    assert np.sum(found["counts"]) == 400


def test_perfectly_calibrated_probabilities_have_a_small_gap():
    """Outcomes drawn with the stated probability have an error of a few percent, others a large one."""
    rng = np.random.default_rng(0)
    sure = rng.uniform(0.5, 1, 20_000)
    honest = curves.calibration((rng.random(20_000) < sure).astype(float), sure, sure)
    boastful = curves.calibration((rng.random(20_000) < 0.5).astype(float), sure, sure)
    assert honest["ece"] < 2
    assert boastful["ece"] == pytest.approx(25, abs=2)


def test_few_rows_are_not_called_calibrated():
    """With fewer than 30 rows the sentence reports that they are too few."""
    found = curves.calibration(np.ones(12), np.ones(12), np.ones(12))
    assert found["ece"] is None
    assert "12 held-out rows" in found["sentence"]


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression", "multilabel"])
def test_large_tables_give_baselines_fewer_rows(task):
    """With a million rows the linear model is capped by cost and neighbours and forest at 5,000."""
    y = {"regression": np.zeros(10**6), "multilabel": np.zeros((10**6, 3))}.get(task, np.arange(10**6) % 3)
    found = {baseline.kind: baseline.n_most for baseline in baselines(task, y, 1_000)}
    assert found["neighbours"] == found["forest"] == 5_000
    assert 500 <= found["linear"] <= 20_000
    assert found["dummy"] == 10**6


@pytest.mark.parametrize("kind", ["dummy", PLAIN_ELM, *KINDS])
def test_the_most_probable_class_is_the_prediction(kind):
    """Oracle: predict, of every method that may stand beside a model, with ties among the neighbours."""
    X, y = make_blobs(400, 3, centers=5, cluster_std=4.0, random_state=1)
    X = X.round().astype(float)  # many rows are equally far from a new one
    names = np.array(["a", "b", "c", "d", "e"])[y]
    [baseline] = baselines("multiclass", names[:300], 3, (kind,))
    fitted = baseline.make().fit(X[:300], names[:300])
    probable = fitted.classes_[fitted.predict_proba(X[300:]).argmax(axis=1)]
    np.testing.assert_array_equal(probable, fitted.predict(X[300:]))


def test_row_values_of_labels_are_fractions():
    """A row with two of three labels right counts two thirds."""
    values = row_values("multilabel", np.array([[1, 0, 1]]), np.array([[1, 1, 1]]))
    assert values == pytest.approx([2 / 3])


def test_class_that_is_never_right_is_named():
    """A class of held-out rows without one right prediction is counted."""
    _, _, evaluation = trained("seattle-weather")
    matrix, labels = evaluation.confusion["counts"], evaluation.confusion["labels"]
    expected = {
        label: sum(row) for at, (label, row) in enumerate(zip(labels, matrix, strict=True)) if sum(row) and not row[at]
    }
    assert evaluation.never_right == expected
