"""The topics of the guide about networks, and how they are trained."""

from __future__ import annotations

from typing import Any

TOPICS: dict[str, dict[str, Any]] = {
    "training": {
        "title": "Wie ein Netz trainiert wird",
        "says": (
            (
                "Ein Netz ist eine lange Summe mit Krümmungen darin. Zahlen gehen hinein, werden mit Gewichten "
                "multipliziert, addiert und von einer Aktivierungsfunktion gekrümmt, Schicht für Schicht, und am Ende "
                "kommt eine Antwort heraus. Trainieren heißt, Gewichte zu finden, bei denen die Antworten stimmen. "
                "Niemand kann diese Gewichte einfach hinschreiben. Also beginnt man mit zufälligen und verbessert sie, "
                "immer nur ein wenig:"
            ),
        ),
        "steps": (
            ("Vorwärts", "Einige Zeilen gehen durch das Netz, und es antwortet."),
            ("Verlust (Loss)", "Eine Zahl sagt, wie falsch die Antworten sind."),
            (
                "Rückwärts",
                (
                    "Die Kettenregel, von der letzten Schicht bis zur ersten: Wie sehr würde sich der Verlust mit "
                    "jedem Gewicht ändern?"
                ),
            ),
            ("Anpassen", "Jedes Gewicht geht einen kleinen Schritt in die Richtung, in der der Verlust sinkt."),
            (
                "Wiederholen",
                (
                    "Mit den nächsten Zeilen, tausende Male, bis der Verlust auf den zurückgehaltenen Zeilen nicht "
                    "mehr sinkt."
                ),
            ),
        ),
        "used": (
            "So wird jedes tiefe Netz trainiert, vom Ziffernleser bis zum Sprachmodell. Verschieden ist, wie die "
            "Schichten verbunden sind; davon handeln die nächsten vier Themen."
        ),
        "costs": (
            "Jede Runde kostet etwa dreimal so viel wie eine Antwort, denn der Rückweg ist doppelt so aufwendig wie "
            "der Hinweg (Kaplan und andere 2020), und es sind viele Runden. Außerdem ist die Länge eines Schritts zu "
            "wählen, die Lernrate: Zu lang, und der Verlust schießt in die Höhe; zu kurz, und es dauert ewig."
        ),
        "see": {
            "#/learn": "Diese fünf Schritte an einem kleinen Netz von Hand gehen, mit jeder Zahl vor Augen.",
            "#/race": "Zusehen, wie ein Netz und eine ELM aus denselben Zeilen lernen, gegen dieselbe Uhr.",
        },
    },
    "cnn": {
        "title": "CNN: ein Netz, das hinschaut",
        "says": (
            (
                "Eine Katze bleibt eine Katze, egal, wo auf dem Foto sie sitzt. In ein faltendes Netz (Convolutional "
                "Neural Network) ist das eingebaut. Seine Einheiten schauen durch ein kleines Fenster, etwa drei mal "
                "drei Pixel, und dieselben Gewichte gleiten über das ganze Bild. Ein solcher Filter lernt, eine Kante "
                "zu sehen, ein anderer eine Farbe; die nächste Schicht betrachtet, was die erste gesehen hat, und "
                "findet Ecken und Muster; spätere finden Augen und Räder."
            ),
            (
                "Weil die Gewichte geteilt werden, sind es wenige, und was in einer Ecke des Bildes gelernt wurde, ist "
                "in allen anderen bekannt."
            ),
        ),
        "used": (
            "Fotos, Röntgenbilder, Satellitenbilder, Prüfungen in der Fertigung; und Töne, wenn man sie als Bild "
            "zeichnet (als Spektrogramm)."
        ),
        "costs": (
            "Wenige Gewichte, viele Multiplikationen: Jedes Gewicht wird an jeder Stelle verwendet. Darin sind "
            "Grafikkarten gut. Die kleinen Netze unten wurden auf einem einzigen Prozessorkern in weniger als je einer "
            "Stunde trainiert."
        ),
        "see": {
            "#/models/cnn-mnist": "Eine Ziffer zeichnen und sehen, was jede Schicht davon sieht.",
            "#/models/detector-nanodet": "Die Dinge auf einem eigenen Foto finden.",
            "#/race": "Ein CNN hier auf Ziffern trainieren, neben sechs anderen Arten zu lernen.",
        },
    },
    "rnn": {
        "title": "RNN und LSTM: ein Netz, das sich erinnert",
        "says": (
            (
                "Bei einem Satz, einem Herzschlag und dem Strombedarf kommt ein Wert nach dem anderen, und die "
                "Reihenfolge zählt. Ein rekurrentes Netz liest sie der Reihe nach und führt Notiz über das Gelesene: "
                "seinen Zustand. Bei jedem Schritt wird der neue Zustand aus dem neuen Wert und dem alten Zustand "
                "berechnet, jedes Mal mit denselben Gewichten."
            ),
            (
                "Beim Training muss die Schuld an einem Fehler durch all diese Schritte zurückwandern. Sie wird bei "
                "jedem multipliziert, und nach genügend vielen ist kaum noch etwas übrig (Bengio und andere 1994): Der "
                "Gradient verschwindet, und das Netz vergisst, was lange zurückliegt. Das LSTM behebt das mit einer "
                "Spur, auf der der Zustand fast unberührt weiterläuft, und mit Toren (Gates), die lernen, wann darauf "
                "geschrieben, wann gelöscht und wann gelesen wird."
            ),
        ),
        "used": (
            "Prognosen, Signale von Maschinen und Körpern, Handschrift. Für Übersetzungen nimmt man heute den "
            "Transformer, der nicht Wort für Wort lesen muss (Vaswani und andere 2017)."
        ),
        "costs": (
            "Jeder Schritt muss auf den vorigen warten, darum helfen mehr Prozessoren wenig. Kleine Netze kosten nicht "
            "viel."
        ),
        "see": {
            "#/models/lstm-ecg": "Ein LSTM Herzschläge beurteilen lassen und sehen, welchen Teil es betrachtet hat.",
            "#/models/lstm-demand": (
                "Den Strombedarf vorhersagen, mit einem Band, das zeigt, wie sicher die Prognose ist."
            ),
            "#/learn/architectures/lstm": (
                "Ein einfaches RNN und ein LSTM etwas behalten lassen und sehen, wie der Gradient verschwindet."
            ),
        },
    },
    "transformer": {
        "title": "Transformer: jedes Wort schaut auf jedes andere",
        "says": (
            (
                "Um zu wissen, was „es“ bedeutet, schaut man beim Lesen auf die Wörter davor zurück. Genau das macht "
                "ein Transformer. Jedes Wort stellt eine Frage, jedes Wort bietet eine Antwort an, und wie gut beide "
                "zusammenpassen, entscheidet, wie viel davon übernommen wird. Das ist Aufmerksamkeit (Attention). Sie "
                "wird für alle Wörter zugleich berechnet, mehrfach nebeneinander, Schicht für Schicht."
            ),
            (
                "Nichts muss Schritt für Schritt weitergetragen werden. Darum kann ein Wort ein weit entferntes direkt "
                "erreichen, und alles lässt sich gleichzeitig berechnen. Zerschneidet man ein Bild in Kacheln und "
                "nennt sie Wörter, dann kann dasselbe Netz sehen."
            ),
        ),
        "used": (
            "Übersetzung, Suche, Chat, Programmcode; auch Bilder und Proteine. Die großen Sprachmodelle sind "
            "Transformer, die darauf trainiert wurden, das nächste Stück eines Textes zu erraten."
        ),
        "costs": (
            "Doppelt so viele Wörter heißt viermal so viele Blicke. GPT-3 wurde auf 10.000 Grafikkarten trainiert "
            "(Patterson und andere 2021); die Transformer hier sind klein und sagen das auch."
        ),
        "see": {
            "#/models/transformer-translate": "Einen Satz übersetzen und sehen, welches Wort auf welches geschaut hat.",
            "#/models/transformer-sentiment": "Einen Transformer eine Filmkritik beurteilen lassen, Wort für Wort.",
            "#/models/embed-text": "Sätze in Zahlen verwandeln; ähnliche Sätze bekommen ähnliche Zahlen.",
            "#/models/vit-fashion": "Dasselbe Netz für Bilder.",
        },
    },
    "gan": {
        "title": "GAN: Fälschen und Prüfen",
        "says": (
            (
                "Zwei Netze spielen gegeneinander. Das fälschende (der Generator) macht aus Zufallszahlen Bilder; das "
                "prüfende (der Diskriminator) bekommt echte und erfundene Bilder gezeigt und muss sagen, welche welche "
                "sind. Der Diskriminator lernt aus seinen Irrtümern, und der Generator lernt vom Diskriminator: Er "
                "erfährt, in welche Richtung er ein Bild ändern muss, damit es durchgeht. Läuft es gut, sehen die "
                "Bilder am Ende echt aus, obwohl keines es ist."
            ),
            (
                "Das Spiel ist schwer im Gleichgewicht zu halten. Ist der Diskriminator zu gut, lernt der Generator "
                "nichts; findet der Generator ein Bild, das immer durchgeht, macht er kein anderes mehr (Mode "
                "Collapse)."
            ),
        ),
        "used": (
            "Bilder erzeugen und ausbessern, und Trainingsdaten erzeugen, wo echte nicht weitergegeben werden dürfen. "
            "Bei den Fotos von ImageNet malen Diffusionsmodelle seit 2021 die besseren (Dhariwal und Nichol)."
        ),
        "costs": ("Zwei Netze statt eines, und viele Anläufe, denn der Verlust sagt nicht, wann die Bilder gut sind."),
        "see": {
            "#/models/gan-fashion": (
                "Kleidung zeichnen lassen, die es nie gab, und ein Stück in ein anderes übergehen lassen."
            ),
            "#/learn/architectures/gan": (
                "Beide Verluste und die Bilder verfolgen, von der ersten bis zur letzten Epoche."
            ),
        },
    },
    "cost": {
        "title": "Was es kostet",
        "says": (
            (
                "Training kostet eine Multiplikation und eine Addition für jedes Gewicht, jedes Beispiel und jeden "
                "Durchgang, und wegen des Rückwegs das Ganze dreimal. Ein zehnmal so großes Netz mit zehnmal so vielen "
                "Beispielen kostet also hundertmal so viel. Darum kann ein Training Sekunden dauern oder Monate."
            ),
            (
                "GPT-3 brauchte 3,14·10²³ Rechenschritte (Brown und andere 2020), 14,8 Tage auf 10.000 Grafikkarten "
                "und 1.287 MWh (Patterson und andere 2021). ResNet-50 brauchte für die 1,28 Millionen Fotos von "
                "ImageNet eine Stunde auf 256 Grafikkarten (Goyal und andere 2017). Die Modelle dieser Website wurden "
                "auf einem Prozessorkern trainiert; wie lange das dauerte, steht in der Liste unten."
            ),
            (
                "Eine Antwort ist billig: ein Durchgang vorwärts. Aber nach drei Antworten je Beispiel und "
                "Trainingsdurchgang haben die Antworten so viel gekostet wie das Training."
            ),
        ),
        "see": {
            "#/race": (
                "Unter dem Wettlauf: Größe eines Modells, Art und Zahl der Grafikkarten einstellen und Stunden und "
                "Kilowattstunden ablesen."
            ),
            "#/models": "Jedes Modell sagt, worauf und wie lange es trainiert wurde.",
        },
    },
}
"""For each its title, paragraphs, names and what they mean, where it is used, what it costs, and what shows it."""
