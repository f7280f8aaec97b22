"""What is known about a pretrained model: its task, its metrics, its training, and where it runs."""

from __future__ import annotations

from elmweb.formatting import count

# The list

MODELS = "Models"
LIST_IS_LOADING = "The list of models is loading. It comes with the engine."
TASKS = {
    "classify-image": "Names what is in a picture",
    "detect-objects": "Finds things in a photo",
    "classify-text": "Classifies a text",
    "classify-series": "Classifies a curve",
    "forecast": "Makes a forecast",
    "translate": "Translates",
    "generate-image": "Makes pictures",
    "transfer-style": "Repaints a photo",
    "embed-image": "Compares pictures",
    "embed-text": "Compares texts",
    "embed-audio": "Compares sounds",
    "transcribe": "Writes down what is said",
    "speak": "Reads a text aloud",
}


def size(megabytes: str, *, is_kept: bool) -> str:
    """The size of a model, and whether it is on this device already."""
    return f"{megabytes}, saved" if is_kept else megabytes


# About a model

ABOUT = "About this model"
MEASURED_ON = "measured on"
SIZE = "size"
LEARNED_FROM = "learned from"
TRAINED_ON = "trained on"
ELSEWHERE = "elsewhere; converted here"
LICENCE = "licence of the weights"
MADE_BY = "made by"
NOTES = "Good to know"
AS_A_PAGE = "as a page to print"
AS_JSON = "as JSON"
METRICS = {
    "accuracy": "accuracy",
    "ece": "calibration error (ECE)",
    "share_sure": "sure enough to answer",
    "accuracy_sure": "accuracy when it answers",
    "macro_f1": "mean F1 over the classes",
    "mae": "average error (MAE)",
    "mae_to_last_week": "compared with repeating the week before",
    "mae_to_ridge": "compared with ridge regression",
    "share_inside_band": "inside the band",
    "cosine": "lowest cosine similarity to the published model",
    "bleu": "BLEU",
    "chrf": "chrF",
    "memory_bleu": "BLEU of the translation of the most similar sentence it learned from",
    "memory_chrf": "its chrF",
    "help_flagged": "held-out help that it calls unlike the help",
    "everyday_flagged": "everyday sentences that it calls unlike the help",
    "negated_accuracy": 'accuracy on phrases such as "not bad"',
    "sentences_accuracy": "accuracy on 100 sentences written to test it",
    "read_right": "pictures recognised as what was asked for",
    "reader_on_photos": "photos recognised in the same way",
    "frechet_distance": "Fréchet distance to photos",
    "style_cosine": "lowest cosine similarity of styles to the published model",
    "mean_difference": "average difference from pictures of the published 8-bit network",
    "same_boxes": "same boxes as the published model",
    "same_name": "same name as the published model",
    "wer": "wrong words (WER)",
    "wer_to_published": "words that differ from the published model's",
    "heard_wrong": "words that Speech to text hears wrong",
    "phoneme_errors": "phonemes that differ from the published reading",
    "parity": "largest difference from the published model",
}
"""The most important metrics, by their keys in the manifest."""


def size_and_weights(megabytes: str, n_weights: int) -> str:
    """How large a model is."""
    return f"{megabytes}, {count(n_weights, 'weight')}"


def on_held_out(percent: str) -> str:
    """On how much of the data a model is sure enough to answer."""
    return f"on {percent} % of held-out data"


def megawatts(error: str) -> str:
    """The average error of a forecast of electricity demand."""
    return f"{error} MW"


def times_its_error(ratio: str) -> str:
    """The average error of a forecast, relative to that of a simpler forecast."""
    return f"{ratio} times its average error"


def of_the_brightness(percent: str) -> str:
    """How much pictures differ on average."""
    return f"{percent} % of the brightness"


def passport(page: str, json: str) -> str:
    """The two buttons that save what is known about a model."""
    return f"Passport: {page}, or {json}."


# Where it runs

PROVIDERS = {"webgpu": "WebGPU", "wasm": "CPU", "cpu": "CPU"}
RUN_ON = {"webgpu": "Run on WebGPU", "wasm": "Run on the CPU"}
"""The button that runs a model elsewhere."""
ON_THIS_DEVICE = "On this device"
COMPARING = "Comparing"
COMPARE_BOTH = "Compare CPU and WebGPU"
COMPARE_ONE = "Compare with the known answers"
WHAT_COMPARING_DOES = (
    "Runs the model on inputs whose answers are known, and shows how far off this device is and how long it takes."
)
CHECK_CAPTION = "CPU and WebGPU compared"
RUNS_ON = "Runs on"
OFF_BY = "Off by"
FIRST_RUN = "First run"
LATER_RUNS = "Later runs"
WHAT_OFF_BY_MEANS = "Off by is the largest difference from the known answers, as a share of their largest number."
WHOLE = "WebGPU runs every step itself."


def webgpu_runs_on(device: str, *, is_software: bool) -> str:
    """Which graphics card WebGPU has, which may be emulated and may have no name."""
    on = f"WebGPU runs on {device or 'a graphics card'}"
    return f"{on}, which is software, not a graphics card." if is_software else f"{on}."


def used_from_now_on(provider: str, *, is_faster: bool) -> str:
    """What the comparison led to; the provider is a key of PROVIDERS."""
    name = "WebGPU" if provider == "webgpu" else "the CPU"
    if is_faster:
        return f"From now on {name} is used: the faster of those that are right."
    return f"From now on {name} is used: the one that is right."


def left_to_cpu(n_steps: int, steps: str) -> str:
    """Which steps WebGPU does not run, at least some of them by name."""
    return f"WebGPU leaves {count(n_steps, 'step')} to the CPU: {steps}."
