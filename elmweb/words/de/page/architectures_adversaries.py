"""The screen of the GAN: two networks that are trained against each other on points of a plane."""

from __future__ import annotations

HEADING = "Zwei Netze gegeneinander"
LEAD = (
    "Ein Netz, der Generator, erzeugt Punkte aus Rauschen. Das andere, der Diskriminator, bekommt echte und erzeugte "
    "Punkte und sagt, welche echt sind. Jedes lernt vom anderen. Hier lassen sich beide trainieren; danach kann man "
    "in der Zeit vor- und zurückgehen."
)

# What can be chosen

FIELDS = {"points": "Lage der echten Punkte", "rates": "Wer schneller lernt"}
OPTIONS = {
    "points": {"ring": "Ring aus 8 Clustern", "moons": "Zwei Halbmonde"},
    "rates": {
        "even": "Beide gleich schnell",
        "discriminator": "Diskriminator, 10-mal so schnell",
        "generator": "Generator, 10-mal so schnell",
    },
}
STAGE = "Zeitpunkt"
"""The slider over the moments of the training."""
START = "Beide trainieren"
DOING = "Zwei Netze werden trainiert"
BRING = "Bilder laden"
BRINGING = "Die Bilder werden geladen"


# The plane


def after(steps: str) -> str:
    """The heading of a moment of the training."""
    return f"Nach {steps} Schritten"


def how_near(near: str, covered: str) -> str:
    """How alike drawn and real points are; the values are percent."""
    return (
        f"{near} % der erzeugten Punkte liegen nahe bei einem echten; {covered} % der echten Punkte haben einen "
        "erzeugten in ihrer Nähe."
    )


def clusters_drawn(how_near: str, n_drawn: int, n_clusters: int) -> str:
    """The same, which comes first, where the real points lie in clusters."""
    return f"{how_near} {n_drawn} von {n_clusters} Clustern werden getroffen."


def picture(steps: str, said: str) -> str:
    """The picture for those who do not see it; how alike the points are follows as sentences."""
    return f"Bild. Echte und erzeugte Punkte nach {steps} Schritten. {said}"


REAL = "echt"
DRAWN = "erzeugt"
TAKEN_FOR_REAL = "für echt gehalten"

# The losses

LOSSES = "Beide Verluste (Loss)"
NAMES = {"discriminator": "Diskriminator", "generator": "Generator"}
SHOWN = "Gezeigt"
STEPS = "Schritte"
LOSS = "Verlust (Loss)"
GUESSING = "geraten, 0,69"
STAGES = "Zeitpunkte"
STAGES_HEAD = (
    "Schritte",
    "Verlust des Diskriminators",
    "Verlust des Generators",
    "Erzeugte nahe bei echten (%)",
    "Echte nahe bei erzeugten (%)",
)
LOSSES_NOTE = (
    "Anders als beim gewöhnlichen Training fällt keiner der Verluste auf null: Wird ein Netz besser, steigt der "
    "Verlust des anderen. Bei 0,69 rät der Diskriminator. Ob das Erzeugte gut ist, sagen die Verluste nicht."
)


def losses_chart(steps: str, discriminator: str, generator: str) -> str:
    """The chart of the losses for those who do not see it."""
    return f"Diagramm. Verluste über den Schritten. Nach {steps}: Diskriminator {discriminator}, Generator {generator}."


# Below both

MEANING = (
    "Der Generator sieht nie einen echten Punkt. Er bekommt nur den Gradienten zur Antwort des Diskriminators. Dieser "
    "zeigt, wohin ein Punkt rücken müsste, um für echt gehalten zu werden."
)


def how_done(generator: str, discriminator: str, batch_size: int, near: str) -> str:
    """How many parameters both have, and how they were trained."""
    return (
        f"Jedes Netz hat zwei verdeckte Schichten mit je 32 Einheiten: Der Generator hat {generator} Parameter, der "
        f"Diskriminator {discriminator}. Ein Batch hat {batch_size} Punkte; „nahe“ heißt: höchstens {near} entfernt. "
        "Jeder Verlust ist der Mittelwert seit dem vorigen Zeitpunkt."
    )
