"""What a training of another size takes: published ones with their sources, and what can be asked for."""

from __future__ import annotations

PUBLISHED = {
    "resnet50": {
        "name": "ResNet-50 auf ImageNet",
        "how": "3,8 Milliarden Multiplikationen mit Addition je Bild (He und andere, 2016, Tabelle 1), 1,28 Millionen "
        "Bilder, 90-mal, je drei Durchgänge",
        "hardware": "256 Tesla P100",
        "energy_from": "bei den 300 W, die NVIDIA für eine Tesla P100 angibt",
        "source": "Goyal und andere (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, "
        "arXiv:1706.02677",
    },
    "gpt3": {
        "name": "GPT-3, 175 Milliarden Parameter",
        "how": "Brown und andere (2020), arXiv:2005.14165, Tabelle D.1",
        "hardware": "10.000 V100",
        "energy_from": "veröffentlicht",
        "source": "Patterson und andere (2021), Carbon emissions and large neural network training, "
        "arXiv:2104.10350, Tabelle 4",
    },
    "llama2-70b": {
        "name": "Llama 2, 70 Milliarden Parameter",
        "how": "6 Rechenschritte je Parameter und Token, 2 Billionen Token",
        "hardware": "A100, 80 GB",
        "energy_from": "höchstens: bei den 400 W je Chip aus der Tabelle des Artikels; einer der beiden Cluster war "
        "auf 350 W begrenzt",
        "source": "Touvron und andere (2023), Llama 2: open foundation and fine-tuned chat models, arXiv:2307.09288, "
        "Tabelle 2",
    },
}
"""Trainings with a published cost: what each is called and ran on, where operations and energy come from."""

NO_SUCH_TRAINING = "Dieses Training gibt es nicht."
NO_SUCH_CHIP = "Diesen Chip gibt es nicht."


def number_refused(name: str, value: str) -> str:
    """That a number cannot be used; the name is what it is asked for by."""
    what = {"parameters": "Zahl der Parameter", "examples": "Zahl der Beispiele", "n_chips": "Zahl der Chips"}[name]
    return f"Die {what} kann nicht {value} sein."


def number_allowed(most: str) -> str:
    """What a number may be."""
    return f"eine Zahl über 0, höchstens {most}"
