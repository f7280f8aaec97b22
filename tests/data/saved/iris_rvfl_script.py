# Trains on iris.csv and predicts species. Needs Python 3.11 or newer and: pip install elmweb
# Run it beside the table: python this_file.py

from pathlib import Path

from elmweb.data import ReadOptions, make_dataset, read_table
from elmweb.export import save_model
from elmweb.model import Settings
from elmweb.training import train

FILE = 'iris.csv'
TARGETS = ['species']
TASK = 'multiclass'

# What each column is: number, category, date, text, or ignore.
ROLES = {'sepal length cm': 'number',
 'sepal width cm': 'number',
 'petal length cm': 'number',
 'petal width cm': 'number',
 'species': 'category'}

# Findings that were switched on or off.
SWITCHES = {}

# Settings that are not named here are chosen from the data.
SETTINGS = Settings(n_hidden=16, alpha=0.044845427456444, n_seeds=1, member='rvfl')


def main():
    table = read_table(FILE, options=ReadOptions())
    # Same table, same choices, same seed: the same rows are kept back as in the page.
    data = make_dataset(table, TARGETS, TASK, ROLES, SWITCHES, test_fraction=0.2, seed=0)
    print(f"{len(data.train):,} rows to learn from, {len(data.test):,} kept back")

    model = train(data, SETTINGS)
    print(f"width {model.settings.n_hidden}, alpha {model.settings.alpha:.6g}, seed {model.settings.seed}")

    # On the rows that were kept back, which the model has not seen.
    held_out, truth = data.X.iloc[data.test], data.y[data.test]
    print(f"score on the rows kept back: {model.pipeline[-1].score(model.inputs(held_out), truth):.6f}")

    Path("model.elm.zip").write_bytes(save_model(model))
    print("saved as model.elm.zip; the page opens it again")


if __name__ == "__main__":
    main()
