"""A Python script that predicts with an ONNX file that holds its network: onnxruntime and NumPy, without elmweb."""

from __future__ import annotations

from elmweb.exceptions import ExportError
from elmweb.export.script import formatted, literal
from elmweb.export.whole import example_column
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_script as words

__all__ = ["prediction_script"]


def prediction_script(model: TrainedModel, settings: dict[str, int], *, network: str) -> str:
    """Return a script that predicts with the file of :func:`elmweb.export.whole.whole_onnx`.

    Parameters
    ----------
    model : TrainedModel
        The model.
    settings : dict of str to int
        Of the network: ``side`` of its photos in pixels, or ``most`` word pieces of its texts.
    network : str
        Its id.

    Returns
    -------
    str
        Python that reads ``model.onnx``, and for texts ``vocabulary.txt``, beside it. It takes a CSV file, or photos,
        and writes CSV to the standard output. Names of columns are in it as literals only.

    Raises
    ------
    ExportError
        The network takes clips, which the script cannot decode.
    """
    column = example_column(model)
    role = next(feature.role for feature in model.features if feature.name == column)
    if role == "sound":
        raise ExportError(
            words.NO_CLIPS,
            rule=words.PHOTOS_OR_TEXTS,
            value=words.holds_clips(column),
            hints=(words.SAVE_WHOLE_ONNX,),
        )
    others = {feature.name: feature.role for feature in model.features if feature.name != column}
    embed, of_embed = (_PHOTOS_CODE, words.READS_PHOTOS) if role == "photo" else (_TEXTS_CODE, words.READS_TEXTS)
    return _SCRIPT_CODE.format(
        said=words.PREDICTS,
        what=words.predicts_with(network),
        file_is=words.FILE_IS[role],
        no_column=formatted(words.no_column("{path}", "{', '.join(missing)}")),
        empty=formatted(words.empty_cell("{path}", "{number}", "{COLUMN}")),
        column=literal(column),
        others=literal(others),
        targets=literal([str(name) for name in model.targets]),
        classes=literal([str(name) for name in model.classes]),
        embed=embed.format(said=of_embed, **settings),
        needs="numpy onnxruntime pillow" if role == "photo" else "numpy onnxruntime",
    )


_SCRIPT_CODE = '''# coding: utf-8
"""{what}

    pip install {needs}
    python predict.py FILE ... > predictions.csv

{file_is}
"""

import csv
import datetime
import sys
import unicodedata
from pathlib import Path

import numpy as np
import onnxruntime

HERE = Path(__file__).parent
COLUMN = {column}  # {said[column]}
OTHERS = {others}  # {said[others]}
TARGETS = {targets}
CLASSES = {classes}

{embed}

def cell(text, role, dtype):
    """{said[cell]}"""
    if role == "number":
        return float(text) if text else float("nan")
    if role == "date":
        moment = datetime.datetime.fromisoformat(text) if text else None
        if moment is None:
            return float("nan")
        return moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).timestamp()
    return text if "string" in dtype else float(text)


def predicted(session, row, folder):
    """{said[predicted]}"""
    feeds = embedded(row[COLUMN], folder)
    for one in session.get_inputs():
        if one.name in OTHERS:
            value = cell(row.get(one.name) or "", OTHERS[one.name], one.type)
            kind = object if "string" in one.type else np.float64 if "double" in one.type else np.float32
            feeds[one.name] = np.array([[value]], dtype=kind)
    found = dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds)))
    if "variable" in found:
        return [f"{{value:.10g}}" for value in found["variable"].ravel()]
    return [*map(str, found["label"].ravel()), *(f"{{value:.6f}}" for value in found["probabilities"].ravel())]


def rows_of(path):
    """{said[rows]}"""
    if path.suffix.lower() != ".csv":
        return [{{COLUMN: path.name}}], path.parent
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    missing = [name for name in (COLUMN, *OTHERS) if rows and name not in rows[0]]
    if missing:
        sys.exit({no_column})
    return rows, path.parent


def main(files):
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"))
    sys.stdout.reconfigure(encoding="utf-8")
    out = csv.writer(sys.stdout)
    chances = [f"probability of {{name}}" for name in CLASSES]
    out.writerow([COLUMN, *(f"predicted {{name}}" for name in TARGETS), *chances])
    for path in map(Path, files):
        rows, folder = rows_of(path)
        for number, row in enumerate(rows, 1):
            if not (row[COLUMN] or "").strip():
                print({empty}, file=sys.stderr)
                continue
            out.writerow([row[COLUMN], *predicted(session, row, folder)])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
'''

_PHOTOS_CODE = '''SIDE = {side}  # {said[side]}


def embedded(name, folder):
    """{said[photo]}"""
    from PIL import Image, ImageOps

    with Image.open(folder / name) as opened:
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("P", "LA", "PA", "RGBA"):  # {said[white]}
            layer = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
        square = ImageOps.fit(upright.convert("RGB"), (SIDE, SIDE), Image.Resampling.BILINEAR)
    return {{COLUMN: np.asarray(square, np.float32).transpose(2, 0, 1)[None] / 255}}
'''

_TEXTS_CODE = '''MOST = {most}  # {said[most]}
VOCABULARY = (HERE / "vocabulary.txt").read_text("utf-8").removesuffix("\\n")
PIECES = {{piece: at for at, piece in enumerate(VOCABULARY.split("\\n"))}}
LONGEST = 100  # {said[longest]}
CHINESE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
           (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF))


def words_of(text):
    """{said[words]}"""
    kept = []
    for letter in text:
        if letter in "\\t\\n\\r":
            kept.append(" ")
        elif letter == "\\ufffd" or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"):
            continue
        elif any(low <= ord(letter) <= high for low, high in CHINESE):
            kept += [" ", letter, " "]
        else:
            kept.append(letter)
    spaced = []
    for letter in unicodedata.normalize("NFD", "".join(kept)):
        if unicodedata.category(letter) == "Mn":
            continue
        for one in letter.lower():
            ascii_mark = one < "\\x80" and not one.isalnum() and not one.isspace()
            is_mark = ascii_mark or (one >= "\\x80" and unicodedata.category(one)[0] == "P")
            spaced += [" ", one, " "] if is_mark else [one]
    return "".join(spaced).split()


def pieces_of(word):
    """{said[pieces]}"""
    found, start = [], 0
    while start < len(word) <= LONGEST:
        mark = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in PIECES), None)
        if end is None:
            return ["[UNK]"]
        found.append(mark + word[start:end])
        start = end
    return found or ["[UNK]"]


def embedded(text, folder):
    """{said[text]}"""
    pieces = [piece for word in words_of(text.strip()) for piece in pieces_of(word)][: MOST - 2]
    ids = [PIECES[piece] for piece in ("[CLS]", *pieces, "[SEP]")]
    return {{f"{{COLUMN}} ids": np.array([ids], np.int32), f"{{COLUMN}} mask": np.ones((1, len(ids)), np.float32)}}
'''
