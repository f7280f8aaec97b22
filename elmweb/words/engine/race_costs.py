"""What a training of another size takes: published ones with their sources, and what can be asked for."""

from __future__ import annotations

PUBLISHED = {
    "resnet50": {
        "name": "ResNet-50 on ImageNet",
        "how": "3.8 billion multiply-adds an image (He and others, 2016, table 1), 1.28 million images, 90 times, "
        "three passes each",
        "hardware": "256 Tesla P100",
        "energy_from": "at the 300 W that NVIDIA states for a Tesla P100",
        "source": "Goyal and others (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, "
        "arXiv:1706.02677",
    },
    "gpt3": {
        "name": "GPT-3, 175 billion parameters",
        "how": "Brown and others (2020), arXiv:2005.14165, table D.1",
        "hardware": "10,000 V100",
        "energy_from": "published",
        "source": "Patterson and others (2021), Carbon emissions and large neural network training, arXiv:2104.10350, "
        "table 4",
    },
    "llama2-70b": {
        "name": "Llama 2, 70 billion parameters",
        "how": "6 operations a parameter and token, 2 trillion tokens",
        "hardware": "A100, 80 GB",
        "energy_from": "at most: at the 400 W a chip of the paper's table; one of its two clusters was held to 350 W",
        "source": "Touvron and others (2023), Llama 2: open foundation and fine-tuned chat models, arXiv:2307.09288, "
        "table 2",
    },
}
"""Trainings with a published cost: what each is called and ran on, where operations and energy come from."""

NO_SUCH_TRAINING = "There is no such training."
NO_SUCH_CHIP = "There is no such chip."


def number_refused(name: str, value: str) -> str:
    """That a number cannot be used; the name is what it is asked for by."""
    what = {"parameters": "parameters", "examples": "examples", "n_chips": "number of chips"}[name]
    return f"The {what} cannot be {value}."


def number_allowed(most: str) -> str:
    """What a number may be."""
    return f"a number above 0, at most {most}"
