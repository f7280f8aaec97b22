"""The kinds of model, each by its id."""

from __future__ import annotations

NAMES = {
    "auto": "Chosen by elmweb",
    "elm": "Extreme Learning Machine",
    "blend": "Blend",
    "rvfl": "With direct links (RVFL)",
    "kernel": "Kernel",
    "pruned": "Pruned",
    "ensemble": "Ensemble",
    "deep": "Deep (edRVFL)",
    "autoencoder": "Autoencoder (ML-ELM)",
    "broad": "Broad learning",
    "linear": "Linear (scikit-learn)",
    "neighbours": "Nearest neighbours (scikit-learn)",
    "forest": "Random forest (scikit-learn)",
    "boosting": "Gradient boosting (scikit-learn)",
}
SHORT = {
    "auto": "ELM",
    "elm": "ELM",
    "blend": "ELM blend",
    "rvfl": "RVFL",
    "kernel": "Kernel ELM",
    "pruned": "Pruned ELM",
    "ensemble": "ELM ensemble",
    "deep": "Deep RVFL",
    "autoencoder": "Autoencoder ELM",
    "broad": "Broad learning",
    "linear": "Linear model",
    "neighbours": "Nearest neighbours",
    "forest": "Random forest",
    "boosting": "Gradient boosting",
}
"""For charts and tables."""
SENTENCES = {
    "auto": (
        "A blend: random layers, a kernel and a linear model, weighed by how well they predict rows they never saw. "
        "For photos, clips and texts that are read by their meaning, one layer with direct links. One layer alone for "
        "several labels, for files larger than memory, and where units or regularisation are set."
    ),
    "elm": "One layer of random units. Fast, and right for most tables.",
    "blend": (
        "Random layers, a kernel and a linear model, weighed by how well they predict rows they never saw. "
        "More accurate than one layer on most tables that were tried; it takes several times as long."
    ),
    "rvfl": ("Random units and the columns themselves. For answers that are nearly a weighted sum of the columns."),
    "kernel": "Compares each row with every other. Often best on a few thousand rows or less.",
    "pruned": "Keeps only the units that help. A small model that is quick to run.",
    "ensemble": "Five random layers, and the mean of what they say. Steadier than one.",
    "deep": "Three random layers on top of each other, each with a say.",
    "autoencoder": "A layer that first learns to copy the columns. For many columns that go together.",
    "broad": "Groups of mixed columns, and random units beside them.",
    "linear": (
        "A weighted sum of the columns: logistic regression, or ridge regression for numbers. Not an Extreme "
        "Learning Machine; to compare with, and to keep where it is as good."
    ),
    "neighbours": (
        "The mean of the five rows that are most alike. Not an Extreme Learning Machine. Its files hold the "
        "rows that it learned from."
    ),
    "forest": (
        "The mean of 100 decision trees. Not an Extreme Learning Machine; often better where the answer "
        "jumps at certain values of a column."
    ),
    "boosting": (
        "100 rounds of small decision trees, each of which mends what those before it left over. Not an "
        "Extreme Learning Machine; often the best on large tables."
    ),
}
"""What distinguishes it."""
