"""Write the bundled tables to ``web/samples/``: ``python -m buildsteps.samples``.

The files are committed, so this only has to run when a table is added or changed.
Five tables come from scikit-learn, one from the wheel of ``vega_datasets``.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
from sklearn import datasets

from elmweb.data.samples import SAMPLES

WHEEL = "vega_datasets-0.9.0-py3-none-any.whl"
WHEEL_SHA256 = "3d7c63917be6ca9b154b565f4779a31fedce57b01b5b9d99d8a34a7608062a1d"
SAMPLES_DIR = Path(__file__).resolve().parent.parent / "web" / "samples"


def _iris() -> pd.DataFrame:
    bunch = datasets.load_iris(as_frame=True)
    table = bunch.data.rename(columns=lambda name: name.replace(" (cm)", " cm"))
    return table.assign(species=bunch.target_names[bunch.target])


def _wine() -> pd.DataFrame:
    bunch = datasets.load_wine(as_frame=True)
    table = bunch.data.rename(columns=lambda name: name.replace("_", " "))
    return table.assign(grower=[f"grower {number + 1}" for number in bunch.target])


def _breast_cancer() -> pd.DataFrame:
    bunch = datasets.load_breast_cancer(as_frame=True)
    return bunch.data.assign(diagnosis=bunch.target_names[bunch.target])


def _digits() -> pd.DataFrame:
    bunch = datasets.load_digits(as_frame=True)
    return bunch.data.assign(digit=bunch.target)


def _diabetes() -> pd.DataFrame:
    # In the original units; the meaning of s1 to s6 is given in scikit-learn's own description.
    names = {
        "bmi": "body mass index",
        "bp": "blood pressure",
        "s1": "total cholesterol",
        "s2": "low-density lipoproteins",
        "s3": "high-density lipoproteins",
        "s4": "cholesterol ratio",
        "s5": "log triglycerides",
        "s6": "blood sugar",
    }
    bunch = datasets.load_diabetes(as_frame=True, scaled=False)
    return bunch.data.rename(columns=names).assign(progression=bunch.target)


def _seattle_weather() -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, "vega_datasets==0.9.0"], check=True)
        wheel = (Path(folder) / WHEEL).read_bytes()
    if hashlib.sha256(wheel).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{WHEEL} is not the expected file: its sha256 differs.")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        table = pd.read_csv(archive.open("vega_datasets/_data/seattle-weather.csv"))
    table["date"] = table["date"].str.replace("/", "-")
    names = {
        "precipitation": "precipitation mm",
        "temp_max": "highest temperature C",
        "temp_min": "lowest temperature C",
        "wind": "wind m/s",
    }
    return table.rename(columns=names)


def _with_integers(table: pd.DataFrame) -> pd.DataFrame:
    """Convert float columns that contain only whole numbers to integers."""
    numbers = table.select_dtypes("float")
    integers = [name for name in numbers if (numbers[name] % 1 == 0).all()]
    return table.astype(dict.fromkeys(integers, "int64"))


TABLES = {
    "iris": _iris,
    "wine": _wine,
    "breast-cancer": _breast_cancer,
    "digits": _digits,
    "diabetes": _diabetes,
    "seattle-weather": _seattle_weather,
}


def main(folder: Path = SAMPLES_DIR) -> None:
    """Write all bundled tables into a folder.

    Parameters
    ----------
    folder : Path
        Target folder, created if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        table = _with_integers(TABLES[sample.id]())
        table.to_csv(folder / sample.file, index=False, lineterminator="\n")
        print(f"{sample.file}: {len(table)} rows, {table.shape[1]} columns")


if __name__ == "__main__":
    main()
