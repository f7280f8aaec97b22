"""The second half of the screen of the GAN: clothes that a larger one drew during its training."""

from __future__ import annotations

TITLE = "Ein größeres GAN, das Kleidung zeichnen gelernt hat"
LEAD = (
    "Dasselbe Spiel mit Fotos von 28 mal 28 Pixeln, gespielt, bevor diese Seite gebaut wurde. Was der Generator aus "
    "immer denselben Zufallszahlen zeichnete, ist aufgehoben und lässt sich Epoche für Epoche ansehen. In einer Epoche "
    "sieht der Diskriminator jedes der 60.000 Fotos einmal."
)
MOMENT = "Zeitpunkt im Training"
"""The slider."""
BEFORE = "Vor dem ersten Schritt"


def after(epochs: str, steps: str) -> str:
    """The heading of a moment of the training."""
    return f"Nach {epochs} {'Epoche' if epochs == '1' else 'Epochen'}, {steps} Schritten"


def pictures_of(kind: str) -> str:
    """The two pictures of one kind of clothes, for those who do not see them."""
    return f"Zwei Bilder, {kind}"


# The losses

LOSSES = "Beide Verluste (Loss)"
DISCRIMINATOR = "Diskriminator"
GENERATOR = "Generator"
GUESSING = "geraten, 2"
SHOWN = "Gezeigt"
STEPS = "Schritte"
LOSS = "Verlust (Loss)"
TABLE = "Verluste"
TABLE_HEAD = ("Schritte", "Verlust des Diskriminators", "Verlust des Generators")


def losses_chart(n_steps: str) -> str:
    """The chart of the losses for those who do not see it."""
    return f"Diagramm. Verluste über {n_steps} Schritten des Trainings; eine Tabelle folgt."


def told(first: str, last: str) -> str:
    """What became of the discriminator's loss."""
    return (
        f"Nach der ersten Epoche ist der Verlust des Diskriminators {first}, am Ende {last}. Bei 2 würde er raten. "
        "Wie gut die Bilder sind, sagt keiner der beiden Verluste."
    )


def origin(n_steps: str, time: str, device: str, percent_right: str, *, of_the_model: bool) -> str:
    """Which training it was: that of the model which the page offers, or another of the same network."""
    whose = (
        "Aufgehoben aus dem Training des Modells auf der Seite Modelle"
        if of_the_model
        else "Aufgehoben aus einem anderen Training des Netzes auf der Seite Modelle, mit denselben Einstellungen"
    )
    return (
        f"{whose}: {n_steps} Schritte mit je 64 Fotos (Fashion-MNIST), {time} auf {device}. Am Ende erkennt ein "
        f"Klassifikator in {percent_right} % der gezeichneten Bilder das, was verlangt war. Gezeichnet wird mit dem "
        "Mittel der Generatorgewichte über die letzten Schritte. Die Verluste sind Hinge-Verluste, Mittelwerte von 100 "
        "Schritten; der des Generators enthält einen Term für Vielfalt. Selbst zeichnen lassen: "
        '<a href="#/models/gan-fashion">Kleidung zeichnen</a>.'
    )
