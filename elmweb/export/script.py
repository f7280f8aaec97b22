"""Exporting a training as a Python script, for one machine or for a cluster."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import ExportError
from elmweb.formatting import quoted
from elmweb.model_kinds import AUTOMATIC, find_model_kind
from elmweb.peers import is_peer
from elmweb.reading.column import ColumnReading
from elmweb.training.model import Settings, TrainedModel
from elmweb.words.engine import export_common, export_script as words

__all__ = ["TableFacts", "training_script"]

_ON_A_CLUSTER = ("elm", "rvfl")
_PLAIN = (str, bool, int, float, type(None))
_WIDTH = 100  # of a dict in one line
_LINE = 118  # of a comment


@dataclass(frozen=True)
class TableFacts:
    """The table of a training script, and the choices that were made for it.

    Parameters
    ----------
    file : str
        Name of the file.
    targets : tuple of str
        The columns to predict.
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    roles : mapping of str to str
        The role of each column.
    switches : mapping of str to bool
        Switches that were changed, by the ids of their findings.
    options : mapping of str to object
        How the file is read, as in :class:`elmweb.data.ReadOptions`; other values are guessed.
    test_fraction : float
        Fraction of the rows in the test set.
    seed : int
        Seed of the split.
    threshold : float or None
        Of two classes: the probability of the second one from which it is said. None says the more probable.
    """

    file: str
    targets: tuple[str, ...]
    task: str
    roles: Mapping[str, str]
    switches: Mapping[str, bool] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    test_fraction: float = 0.2
    seed: int = 0
    threshold: float | None = None


def training_script(chosen: TrainedModel | Settings, facts: TableFacts, *, cluster: bool = False) -> str:
    """Export a training as a Python script.

    Parameters
    ----------
    chosen : TrainedModel or Settings
        A model, whose settings are used, or settings, of which None is chosen automatically.
    facts : TableFacts
        The table.
    cluster : bool, default=False
        True writes the script for a Dask cluster, for tables that are too large for one machine.

    Returns
    -------
    str
        A script that reads the table, trains on the same rows, scores on the same test rows (on a cluster: on
        the last rows of each partition) and saves the model. It installs nothing. Names of the file and of its
        columns are in it as literals only, never in a comment: they may hold anything.

    Raises
    ------
    ExportError
        The kind of model cannot be trained on a cluster.

    Examples
    --------
    >>> from elmweb.export import TableFacts, training_script
    >>> from elmweb.training.model import Settings
    >>> facts = TableFacts("apples.csv", ("price",), "regression", {"size": "number", "price": "number"})
    >>> print(training_script(Settings(n_hidden=64), facts).splitlines()[0])
    # coding: utf-8
    """
    if examples := [name for name, role in facts.roles.items() if role in VECTOR_ROLES]:
        raise ExportError(
            words.READS_TABLES,
            rule=words.COLUMNS_OF_WORDS,
            value=quoted(examples[0]),
            hints=(words.SAVE_WHAT_PREDICTS,),
        )
    settings = _chosen_for(chosen) if isinstance(chosen, TrainedModel) else chosen
    if cluster and settings.model_kind == AUTOMATIC.id:  # a blend is fitted in memory
        settings = replace(settings, model_kind="elm")
    model_kind = find_model_kind(settings.model_kind)
    if cluster and model_kind.id not in _ON_A_CLUSTER:
        raise ExportError(
            words.one_machine_only(model_kind.short),
            rule=words.on_a_cluster([find_model_kind(name).short for name in _ON_A_CLUSTER]),
            value=model_kind.name,
            hints=(words.CHOOSE_ONE, words.TAKE_ONE_MACHINE),
        )
    kind = model_kind.stem + ("Regressor" if facts.task == "regression" else "Classifier")
    template = _CLUSTER_CODE if cluster else _ONE_MACHINE_CODE
    return template.format(
        said=words.TRAINS_ON_A_CLUSTER if cluster else words.TRAINS,
        rows=formatted(words.rows_kept("{len(data.train):,}", "{len(data.test):,}")),
        score=formatted(words.score("{judged.pipeline[-1].score(judged.inputs(held_out), truth):.6f}")),
        score_there=formatted(words.score("{score:.6f}")),
        saved=in_quotes(words.SAVED_ON_A_CLUSTER if cluster else words.SAVED),
        file=literal(facts.file),
        targets=literal(list(facts.targets)),
        task=literal(facts.task),
        roles=literal(dict(facts.roles)),
        switches=literal(dict(facts.switches)),
        options=arguments(dict(facts.options)),
        reading_import=READING_CODE if "columns" in facts.options else "",
        test_fraction=literal(facts.test_fraction),
        seed=literal(facts.seed),
        settings=arguments(_changed(settings)),
        kind=kind,
        estimator=arguments(_estimator_settings(settings)),
        model_kind=model_kind.id,
        threshold="" if facts.threshold is None else _line_code(facts.threshold, cluster=cluster),
        replace_import="" if facts.threshold is None else _REPLACE_CODE,
        chosen=_chosen_code(from_sklearn=model_kind.from_sklearn),
    )


def literal(value: object) -> str:
    """Return the source of plain data.

    Its texts are literals: ``repr`` escapes whatever is not printable, such as control characters, every line end
    that Unicode knows, marks that change the direction of writing, and surrogates.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        rows = [f"{literal(key)}: {literal(item)}" for key, item in value.items()]
        one_line = f"{{{', '.join(rows)}}}"
        return one_line if len(one_line) <= _WIDTH else "".join(["{\n", *(f"    {row},\n" for row in rows), "}"])
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({''.join(f'{literal(item)}, ' for item in value).rstrip()})"
    if isinstance(value, ColumnReading):
        return f"ColumnReading({arguments(vars(value))})"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if not isinstance(value, _PLAIN):
        raise ExportError(
            words.PLAIN_VALUES,
            rule=words.TEXTS_OR_NUMBERS,
            value=export_common.object_of(type(value).__name__),
        )
    return repr(value)


def in_quotes(text: str) -> str:
    """Return the source of a text that is printed; unlike those of :func:`literal` it comes from nobody's table."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def formatted(text: str) -> str:
    """Return the source of a text that is printed with values in it, which stand in braces."""
    return f"f{in_quotes(text)}"


def arguments(values: Mapping[str, object]) -> str:
    """Return the source of keyword arguments."""
    for name in values:
        if not name.isidentifier():
            raise ExportError(words.NEEDS_A_NAME, rule=words.LETTERS, value=repr(name))
    return ", ".join(f"{name}={literal(value)}" for name, value in values.items())


def _chosen_for(model: TrainedModel) -> Settings:
    """Return the settings that give a model again."""
    # It is the best of several layers; comparing them again would start from another seed.
    settings, known = replace(model.settings, n_seeds=1), model.estimator.get_params()
    if is_peer(model.estimator):
        return settings
    # What is searched in each fit, such as the penalties of a blend, is searched again on the same rows.
    return replace(
        settings,
        n_hidden=known.get("n_hidden"),
        alpha=None if known["alpha"] == "loo" else known["alpha"],
    )


def _changed(settings: Settings) -> dict[str, object]:
    """Return the settings that differ from the defaults."""
    values = {one.name: (getattr(settings, one.name), one.default) for one in fields(settings)}
    return {name: value for name, (value, default) in values.items() if value != default}


def _estimator_settings(settings: Settings) -> dict[str, object]:
    """Return the settings as parameters of the estimator."""
    return {
        "n_hidden": settings.n_hidden,
        "activation": settings.activation,
        "alpha": "loo" if settings.alpha is None else settings.alpha,
        "scale": settings.scale,
        "random_state": settings.seed,
        **({"arithmetic": "integer"} if settings.arithmetic == "integer" and settings.model_kind == "elm" else {}),
    }


def _line_code(threshold: float, *, cluster: bool) -> str:
    """Return the lines for a probability from which the second of two answers is given."""
    if cluster:
        return _CLUSTER_LINE_CODE.format(literal(threshold), words.LINE_ON_A_CLUSTER)
    comment = textwrap.fill(words.LINE, _LINE, initial_indent="    # ", subsequent_indent="    # ")
    return _ONE_MACHINE_LINE_CODE.format(literal(threshold), comment)


def _chosen_code(*, from_sklearn: bool) -> str:
    """Return the source of what is printed of the settings."""
    seed = "{judged.settings.seed}"
    if from_sklearn:
        return formatted(words.chosen_seed(seed))
    return formatted(words.chosen("{judged.settings.n_hidden}", "{judged.settings.alpha:.6g}", seed))


READING_CODE = "\nfrom elmweb.reading import ColumnReading"
_REPLACE_CODE = "from dataclasses import replace\n"
_ONE_MACHINE_LINE_CODE = """
{1}
    model = replace(model, threshold={0})
"""
_CLUSTER_LINE_CODE = """
        threshold={0},  # {1}"""

# The first line fixes the encoding: without it, a comment there or in the second line could change it (PEP 263).
_ONE_MACHINE_CODE = """# coding: utf-8
# {said[what]}
# {said[run]}

{replace_import}from pathlib import Path

from elmweb.data import ReadOptions, make_dataset, read_table
from elmweb.evaluation import evaluate, result_dict
from elmweb.export import save_model{reading_import}
from elmweb.training import Settings, learn_from_all, train

FILE = {file}
TARGETS = {targets}
TASK = {task}

# {said[roles]}
ROLES = {roles}

# {said[switches]}
SWITCHES = {switches}

# {said[settings]}
SETTINGS = Settings({settings})


def main():
    table = read_table(FILE, options=ReadOptions({options}))
    # {said[same]}
    data = make_dataset(table, TARGETS, TASK, ROLES, SWITCHES, test_fraction={test_fraction}, seed={seed})
    print({rows})

    judged = train(data, SETTINGS)
    print({chosen})

    # {said[kept]}
    held_out, truth = data.X.iloc[data.test], data.y[data.test]
    print({score})

    # {said[all]}
    model = learn_from_all(judged, data, SETTINGS)
{threshold}
    # {said[report]}
    report = result_dict(model, evaluate(judged, data))
    print(report["headline"]["sentence"])
    Path("model.elm.zip").write_bytes(save_model(model, report))
    print({saved})


if __name__ == "__main__":
    main()
"""

_CLUSTER_CODE = """# coding: utf-8
# {said[what]}
# pip install elmweb[dask]
# {said[sums]}

import sys
import time
from pathlib import Path

import dask
import dask.dataframe as dd
import numpy as np
from dask.distributed import Client
from sklearn.metrics import accuracy_score, r2_score
from sklearn.pipeline import Pipeline

from elmweb import {kind}
from elmweb.data import Table, make_dataset
from elmweb.export import save_model
from elmweb.preprocessing import as_inputs, describe_features, make_preprocessor
from elmweb.training import Search, Settings, TrainedModel

FILES = {file}  # {said[files]}
TARGETS = {targets}
TASK = {task}
ROLES = {roles}
SWITCHES = {switches}

SAMPLE_ROWS = 100_000  # {said[some]}


def answers(frame):
    if TASK == "regression":
        return frame[TARGETS[0]].to_numpy(dtype=float)
    if TASK == "multilabel":
        return np.column_stack([frame[name].isin([1, "1", True, "true", "yes", "y"]) for name in TARGETS]).astype(int)
    return frame[TARGETS[0]].astype(str).to_numpy(dtype=str)


def main(address=None):
    started = time.perf_counter()
    client = Client(address)  # {said[address]}
    print(client.dashboard_link)
    frame = dd.read_csv(FILES).dropna(subset=TARGETS)
    n_rows = len(frame)

    # {said[sample]}
    share = min(1.0, SAMPLE_ROWS / n_rows)
    sample = frame.sample(frac=share, random_state={seed}).compute().reset_index(drop=True)
    data = make_dataset(
        Table("sample", sample, 0, 0.0), TARGETS, TASK, ROLES, SWITCHES, test_fraction={test_fraction}, seed={seed}
    )
    features = describe_features(data)
    inputs, _ = as_inputs(sample, features)
    preprocessor = make_preprocessor(data.roles, n_rows).fit(inputs)
    n_inputs = preprocessor.transform(inputs.iloc[:2]).shape[1]

    def rows(part):
        return preprocessor.transform(as_inputs(part, features)[0])

    # {said[parts]}
    def split(part, train):
        cut = round((1 - {test_fraction}) * len(part))
        return part.iloc[:cut] if train else part.iloc[cut:]

    learn, held_out = (frame.map_partitions(split, train, meta=frame._meta) for train in (True, False))
    meta = np.empty((0, n_inputs))
    kind = float if TASK == "regression" else int if TASK == "multilabel" else str
    no_answers = np.empty((0, len(TARGETS)) if TASK == "multilabel" else 0, dtype=kind)
    X = learn.map_partitions(rows, meta=meta)
    y = learn.map_partitions(answers, meta=no_answers)

    # {said[layer]}
    model = {kind}({estimator})
    model.fit(X, y)

    # {said[answers]}
    said = model.predict(held_out.map_partitions(rows, meta=meta))
    said, truth = dask.compute(said, held_out.map_partitions(answers, meta=no_answers))
    score = r2_score(truth, said) if TASK == "regression" else accuracy_score(truth, said)
    print({score_there})

    # {said[off]}
    low, high = np.quantile(truth - said, [0.05, 0.95]) if TASK == "regression" else (0.0, 0.0)
    one = np.array([1.0])
    trained = TrainedModel(
        name=FILES,
        task=TASK,
        targets=tuple(TARGETS),
        classes=tuple(TARGETS) if TASK == "multilabel" else tuple(getattr(model, "classes_", ())),
        features=features,
        pipeline=Pipeline([("prepare", preprocessor), ("elm", model)]),
        settings=Settings(n_hidden=model.layer_.n_hidden, alpha=model.alpha_, n_seeds=1, model_kind={model_kind!r}),
        search=Search(model.alpha_ * one, one, model.layer_.n_hidden * one, one, 0 * one, one, n_rows, 0, 1),
        error_range=(float(low), float(high)),
        n_train=n_rows - len(truth),
        n_test=len(truth),
        fit_seconds=time.perf_counter() - started,{threshold}
    )
    Path("model.elm.zip").write_bytes(save_model(trained))
    print({saved})


if __name__ == "__main__":
    main(*sys.argv[1:])
"""
