"""The topics of the guide about ELM."""

from __future__ import annotations

from typing import Any

TOPICS: dict[str, dict[str, Any]] = {
    "elm": {
        "title": "ELM: die Schicht auslosen, den Rest ausrechnen",
        "says": (
            (
                "Eine Extreme Learning Machine ist ein Netz mit einer verdeckten Schicht, deren Gewichte zufällig "
                "gezogen und nie mehr verändert werden. Gelernt wird nur die letzte Schicht, und diese Aufgabe hat "
                "genau eine beste Lösung: kleinste Quadrate mit einem Strafterm, die Ridge-Regression. Es gibt keine "
                "Schleife, keine Lernrate und nichts, worauf man warten müsste."
            ),
            (
                "Warum sollten zufällige Einheiten genügen? Jede ist eine zufällige Krümmung in den Daten. Sind es "
                "genug, dann sind einige davon nützlich, und die Lösung findet heraus, welche. Was eine zufällige "
                "Schicht nicht kann, ist sehen lernen: Sie hat keine Filter, kein Gedächtnis und keine Aufmerksamkeit "
                "(Attention)."
            ),
        ),
        "steps": (
            ("Auslosen", "Zufällige Gewichte für so viele Einheiten, wie man möchte."),
            ("Krümmen", "Jede Zeile einmal hindurchschicken."),
            ("Lösen", "Ein Gleichungssystem liefert die Ausgabegewichte."),
        ),
        "used": (
            "Tabellen mit Zahlen und Kategorien; Signale und kleine Bilder; als letzte Schicht auf einem tiefen Netz, "
            "das jemand anderes trainiert hat."
        ),
        "costs": (
            "Ein Durchgang durch die Zeilen und ein Gleichungssystem. Auf dieser Seite brauchten 60.000 Bilder und "
            "1.000 Einheiten 1,69 s auf zwei Kernen; ein Netz, das in TensorFlow.js mit Backpropagation trainiert "
            "wurde, brauchte 34-mal so lange wie die ELM, um bei den Ziffern genauso gut zu sein."
        ),
        "see": {
            "#/data": "Eine ELM auf der eigenen Tabelle trainieren.",
            "#/learn": "Zusehen, wie sie in einem Zug gelöst wird, neben einem Netz, das Schritt für Schritt lernt.",
            "#/race": (
                "Sehen, welche Verfahren genauso gut werden, und wie viel später. Manchmal ist es die ELM, die das "
                "nie schafft."
            ),
            "#/learn/papers": "Nachrechnen, was veröffentlicht wurde.",
        },
    },
    "names": {
        "title": "Ihre anderen Namen",
        "says": (
            (
                "Die Idee ist älter als der Name ELM und wurde mehr als einmal gefunden. Wer danach sucht, findet sie "
                "unter diesen Namen:"
            ),
        ),
        "steps": (
            (
                "Perzeptron",
                (
                    "Rosenblatts Maschine von 1958 war vorne fest und zufällig verdrahtet und lernte nur die letzte "
                    "Schicht."
                ),
            ),
            (
                "RBF-Netz",
                "Broomhead und Lowe (1988) bestimmten die letzte Schicht über festen Zentren mit kleinsten Quadraten.",
            ),
            (
                "Netz mit zufälligen Gewichten",
                (
                    "Schmidt, Kraaijveld und Duin (1992): zufällige verdeckte Gewichte, die letzte Schicht in "
                    "geschlossener Form."
                ),
            ),
            (
                "RVFL, random vector functional link",
                "Pao, Park und Sobajic (1994): dasselbe, nur dass die Eingaben auch direkt zum Ausgang führen.",
            ),
            (
                "Echo-State-Netz",
                "Jaeger (2001): dasselbe für Zeitreihen, mit einer zufälligen rekurrenten Schicht.",
            ),
            ("ELM", "Huang, Zhu und Siew (2004, 2006): der Name, unter dem sie bekannt wurde."),
            (
                "Random Features, Random Kitchen Sinks",
                "Rahimi und Recht (2007, 2008): dasselbe, verstanden als Abkürzung zu einem Kernel-Verfahren.",
            ),
        ),
        "see": {
            "#/train": "Unter „Art des Modells“: RVFL und Verwandte mit Kernel, tiefe und breite, für die eigene "
            "Tabelle.",
            "#/learn/lottery": "Was das zufällige Ziehen mit einem Ergebnis macht.",
        },
    },
    "critics": {
        "title": "Was an ihr kritisiert wird, und wo die Kritik recht hat",
        "says": ("Gegen die ELM ist viel eingewandt worden, und das meiste lässt sich hier ausprobieren.",),
        "steps": (
            (
                "Sie ist nicht neu und brauchte keinen neuen Namen.",
                (
                    "Das schrieben Wang und Wan (2008), und Huang antwortete darauf. Die Vorläufer stehen im Thema "
                    "vor diesem; die Ridge-Regression ist von 1970. elmweb behält den Namen, weil nach ihm gesucht "
                    "wird."
                ),
            ),
            (
                "Tausendmal schneller als was?",
                (
                    "Oft als ein langsamer Gegner. Hier brauchte TensorFlow.js bei den Ziffern 34-mal so lange, um "
                    "genauso gut zu sein. Der Wettlauf zeigt, wie groß der Faktor auf der eigenen Tabelle ist, "
                    "auch wenn er nur drei ist."
                ),
            ),
            (
                "Sie ist nicht die Beste.",
                (
                    "Auf zehn Tabellen, alles mit Voreinstellungen, ist ihr mittlerer Rang 2,36, vor dem Random Forest "
                    "mit 2,99, und auf sechs davon verliert sie: Bei Bildsegmenten erreicht der Random Forest 0,975 "
                    "und die ELM 0,954."
                ),
            ),
            (
                "Sie braucht viele Einheiten und kann nicht sehen.",
                (
                    "Eine zufällige Schicht ist ein schlechtes Auge. Mit schlichten zufälligen Gewichten lesen 1.600 "
                    "Einheiten 94,71 % der handgeschriebenen Ziffern; mit Gewichten, die aus den Bildern gewonnen "
                    "sind, in rezeptiven Feldern, 97,74 %. Ein kleines CNN ist besser: siehe seine Karte."
                ),
            ),
            (
                "Das Ergebnis hängt vom Ziehen ab.",
                (
                    "Ja, und umso mehr, je schmaler die Schicht ist: Die Lotterie zeigt, wie sehr, und wann es nichts "
                    "ausmacht."
                ),
            ),
            (
                "Angeblich taugen zufällige Gewichte jeder Größe.",
                (
                    "Das stimmt nicht: Ihre Größenordnung muss zu den Daten passen (Li und Wang 2017). Der Regler "
                    "dafür ist auf der Seite Trainieren."
                ),
            ),
            (
                "Ohne Strafterm ist sie instabil.",
                (
                    "Das gilt für die ersten Rezepte, die keinen hatten. Hier wird der Strafterm durch Leave-one-out "
                    "gewählt, und die Lotterie misst, wie viel ein anderes Ziehen dann noch ändert."
                ),
            ),
        ),
        "see": {
            "#/race": "Schnell verglichen womit, und kommt sie überhaupt ans Ziel?",
            "#/learn/lottery": "Wie viel ist Glück?",
            "#/learn/papers": "Stimmt, was veröffentlicht wurde?",
        },
    },
    "choose": {
        "title": "Welches Verfahren wofür",
        "says": (
            (
                "Kein Verfahren gewinnt überall. Für die meisten ist dies ein guter Anfang; danach hilft nur messen, "
                "auf Zeilen, die zurückgehalten wurden."
            ),
        ),
        "steps": (
            (
                "Eine Tabelle mit bis zu einigen Hunderttausend Zeilen",
                "Eine ELM, ein Random Forest und Gradient Boosting. Nehmen, was den Wettlauf gewinnt.",
            ),
            (
                "Eine Tabelle, bei der eine gewichtete Summe fast genügt",
                "Ein lineares Modell oder eine ELM mit direkten Verbindungen (RVFL).",
            ),
            (
                "Fotos",
                (
                    "Ein CNN, das jemand auf Millionen davon trainiert hat, und auf dessen Ausgabe eine ELM für die "
                    "eigenen Klassen."
                ),
            ),
            ("Texte", "Ein Transformer, den jemand trainiert hat, und auf dessen Ausgabe eine ELM."),
            (
                "Eine Zeitreihe",
                (
                    "Als Vergleichswert die Werte von vor einer Woche; dann eine ELM auf den vergangenen Werten; dann "
                    "ein LSTM."
                ),
            ),
            (
                "Nur hundert Zeilen",
                "Das einfachste Modell, das genügt. Entscheidend sind die Zeilen, nicht das Verfahren.",
            ),
        ),
        "see": {
            "#/race": "Sechs Verfahren auf einer Tabelle, sieben auf Bildern, eine Uhr.",
            "#/models/embed-image": "Fotos als Zahlen, für eine eigene ELM.",
            "#/learn/jobs": "Fünf Aufgaben aus der Praxis, mit einer ELM und einem tiefen Modell nebeneinander.",
        },
    },
}
"""For each its title, paragraphs, names and what they mean, where it is used, what it costs, and what shows it."""
