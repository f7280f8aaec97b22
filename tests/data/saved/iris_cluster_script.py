# Trains on iris.csv and predicts species, on a Dask cluster. Needs Python 3.11 or newer and: pip install elmweb[dask]
# Sums over rows travel between machines, and answers to the rows kept back; of the rows themselves a sample does.

import sys
import time
from pathlib import Path

import dask
import dask.dataframe as dd
import numpy as np
from dask.distributed import Client
from sklearn.metrics import accuracy_score, r2_score
from sklearn.pipeline import Pipeline

from elmweb import ELMClassifier
from elmweb.data import Table, make_dataset
from elmweb.export import save_model
from elmweb.features import describe_features
from elmweb.matching import as_inputs
from elmweb.model import Search, Settings, TrainedModel
from elmweb.preprocessing import make_preprocessor

FILES = 'iris.csv'  # such as "s3://bucket/part-*.csv"
TARGETS = ['species']
TASK = 'multiclass'
ROLES = {'sepal length cm': 'number',
 'sepal width cm': 'number',
 'petal length cm': 'number',
 'petal width cm': 'number',
 'species': 'category'}
SWITCHES = {}

SAMPLE_ROWS = 100_000  # preprocessing is learned from so many rows


def answers(frame):
    if TASK == "regression":
        return frame[TARGETS[0]].to_numpy(dtype=float)
    if TASK == "multilabel":
        return np.column_stack([frame[name].isin([1, "1", True, "true", "yes", "y"]) for name in TARGETS]).astype(int)
    return frame[TARGETS[0]].astype(str).to_numpy(dtype=str)


def main(address=None):
    started = time.perf_counter()
    client = Client(address)  # no address: processes on this machine
    print(client.dashboard_link)
    frame = dd.read_csv(FILES).dropna(subset=TARGETS)
    n_rows = len(frame)

    # Columns are described, and the preprocessor is fitted, on a sample in this process.
    share = min(1.0, SAMPLE_ROWS / n_rows)
    sample = frame.sample(frac=share, random_state=0).compute().reset_index(drop=True)
    text = sample.select_dtypes(["object", "string"]).columns
    sample[text] = sample[text].astype(object).where(sample[text].notna(), None)
    data = make_dataset(
        Table("sample", sample, 0, 0.0), TARGETS, TASK, ROLES, SWITCHES, test_fraction=0.2, seed=0
    )
    features = describe_features(data)
    inputs, _ = as_inputs(sample, features)
    preprocessor = make_preprocessor(data.roles, n_rows).fit(inputs)
    n_inputs = preprocessor.transform(inputs.iloc[:2]).shape[1]

    def rows(part):
        part = part.astype({name: object for name in part.select_dtypes("string").columns})
        return preprocessor.transform(as_inputs(part, features)[0])

    # Each part of the table becomes one block of rows; the last rows of each are kept back.
    def split(part, train):
        cut = round((1 - 0.2) * len(part))
        return part.iloc[:cut] if train else part.iloc[cut:]

    learn, held_out = (frame.map_partitions(split, train, meta=frame._meta) for train in (True, False))
    meta = np.empty((0, n_inputs))
    kind = float if TASK == "regression" else int if TASK == "multilabel" else str
    no_answers = np.empty((0, len(TARGETS)) if TASK == "multilabel" else 0, dtype=kind)
    X = learn.map_partitions(rows, meta=meta)
    y = learn.map_partitions(answers, meta=no_answers)

    model = ELMClassifier(n_hidden=20, activation='tanh', alpha=0.0018028318841557319, scale=1.0, random_state=0)
    model.fit(X, y)

    # Predicted where the rows are; only answers come here.
    said = model.predict(held_out.map_partitions(rows, meta=meta))
    said, truth = dask.compute(said, held_out.map_partitions(answers, meta=no_answers))
    score = r2_score(truth, said) if TASK == "regression" else accuracy_score(truth, said)
    print(f"score on the rows kept back: {score:.6f}")

    # How far off predictions are on the rows kept back: 9 of 10 lie between.
    low, high = np.quantile(truth - said, [0.05, 0.95]) if TASK == "regression" else (0.0, 0.0)
    one = np.array([1.0])
    trained = TrainedModel(
        name=FILES,
        task=TASK,
        targets=tuple(TARGETS),
        classes=tuple(TARGETS) if TASK == "multilabel" else tuple(getattr(model, "classes_", ())),
        features=features,
        pipeline=Pipeline([("prepare", preprocessor), ("elm", model)]),
        settings=Settings(n_hidden=model.layer_.n_hidden, alpha=model.alpha_, n_seeds=1, member='elm'),
        search=Search(model.alpha_ * one, one, model.layer_.n_hidden * one, one, 0 * one, one, n_rows, 0, 1),
        error_range=(float(low), float(high)),
        n_train=n_rows - len(truth),
        n_test=len(truth),
        fit_seconds=time.perf_counter() - started,
    )
    Path("model.elm.zip").write_bytes(save_model(trained))
    print("saved as model.elm.zip; elmweb.export.load_model opens it again")


if __name__ == "__main__":
    main(*sys.argv[1:])
