"""What is said of each pretrained model. In English it stands in ``models/manifest.json``, beside the numbers."""

from __future__ import annotations

_ONE_CORE, _TWO_CORES = "1 CPU-Kern", "2 CPU-Kerne"
_NOT_MEASURED = "das wurde hier nicht nachgemessen."

_CARDS: dict[str, dict[str, str]] = {
    "cnn-cifar10": {
        "title": "Bilder benennen",
        "about": "Benennt, was ein kleines Bild zeigt, aus zehn Dingen.",
        "measured_on": "10.000 Testbilder",
        "device": _ONE_CORE,
        "dataset": "CIFAR-10",
        "licence": "keine angegeben; nicht mitgeliefert",
        "note-1": "Es kennt nur zehn Dinge und nennt immer eines davon, was auch zu sehen ist.",
        "note-2": "Es sieht 32 mal 32 Pixel; das Ding sollte das Bild ausfüllen.",
    },
    "cnn-mnist": {
        "title": "Ziffern lesen",
        "about": "Liest eine handgeschriebene Ziffer, 0 bis 9.",
        "measured_on": "10.000 Testziffern",
        "device": _ONE_CORE,
        "dataset": "MNIST",
        "licence": "CC BY-SA 3.0",
        "note-1": (
            "Aus der Zeichnung macht die Seite, was das Netz kennt: hell auf dunkel, 20 Pixel hoch, zentriert, wie in "
            "MNIST."
        ),
        "note-2": "Auch was keine Ziffer ist, bekommt eine Antwort.",
    },
    "detector-nanodet": {
        "title": "Dinge auf einem Foto",
        "about": "Findet 80 Arten von Alltagsdingen auf einem Foto und zieht um jedes einen Rahmen.",
        "measured_on": "vier Testfotos von scikit-image, verglichen mit dem veröffentlichten Graphen",
        "device": _ONE_CORE,
        "dataset": "COCO 2017",
        "licence": "Apache-2.0 (NanoDet), MIT (human-models); Beschriftungen von COCO CC BY 4.0",
        "note-1": "Das ganze Foto wird auf 416 mal 416 Pixel gestaucht, deshalb werden kleine Dinge übersehen.",
        "note-2": f"Der Autor gibt 22,9 % mittlere Genauigkeit (mAP) auf COCO an; {_NOT_MEASURED}",
        "note-3": (
            "Jede Art wird für sich beurteilt, deshalb kann eine Katze zugleich Person, Hund und Katze sein. Rahmen "
            "mehrerer Arten an einer Stelle gelten als ein Ding: Es zählt nur, wenn sein erster Name wenigstens halb "
            "so "
            "wahrscheinlich ist wie alle zusammen."
        ),
        "note-4": "Eine Schwelle, 50 %, gilt für alle Arten.",
    },
    "embed-audio": {
        "title": "Töne als Zahlen",
        "about": (
            "Macht aus jedem Augenblick eines Tons 96 Zahlen; Wörter, die ähnlich klingen, bekommen ähnliche Zahlen."
        ),
        "measured_on": (
            "sechs erzeugte Töne von 1 bis 3 Sekunden, verglichen mit den beiden veröffentlichten Netzen, Fenster für "
            "Fenster"
        ),
        "device": _ONE_CORE,
        "dataset": "5 Millionen Tonaufnahmen mit Sprache",
        "licence": "Apache-2.0 (beide Netze)",
        "note-1": "Der Ton muss ein Kanal mit 16.000 Abtastwerten je Sekunde sein; die Seite macht ihn dazu.",
        "note-2": "Eine Aufnahme muss wenigstens 0,78 Sekunden lang sein.",
        "note-3": "Es ist für Sprache gemacht; andere Töne unterscheidet es schlechter.",
        "note-4": "Das Spektrogramm wird 80 Dezibel unter dem lautesten Augenblick der ganzen Aufnahme abgeschnitten.",
    },
    "embed-image": {
        "title": "Fotos als Zahlen",
        "about": "Macht aus einem Foto 1.280 Zahlen; ähnliche Fotos bekommen ähnliche Zahlen.",
        "measured_on": "Testfotos von scikit-image, verglichen mit dem veröffentlichten Netz in PyTorch",
        "device": _ONE_CORE,
        "dataset": "ImageNet-1k",
        "licence": "Apache-2.0 (die Gewichte); die Fotos von ImageNet gehören ihren Eigentümern",
        "note-1": "Das Foto wird quadratisch zugeschnitten und auf 224 mal 224 Pixel gebracht.",
        "note-2": f"Die Autoren geben 75,1 % richtige Antworten auf den Testfotos von ImageNet an; {_NOT_MEASURED}",
        "note-3": "Die Namen sind die von ImageNet: viele Hunde, kein Mensch.",
    },
    "embed-text": {
        "title": "Sätze als Zahlen",
        "about": "Macht aus einem Satz 384 Zahlen; Sätze, die dasselbe bedeuten, bekommen ähnliche Zahlen.",
        "measured_on": (
            "200 Sätze aus Filmkritiken und 10 von Hand geschriebene, verglichen mit den veröffentlichten Gewichten in "
            "32 Bit"
        ),
        "device": _ONE_CORE,
        "dataset": "1,17 Milliarden Satzpaare",
        "licence": "Apache-2.0 (die Gewichte)",
        "note-1": "Es wurde auf Englisch trainiert.",
        "note-2": "Was nach 256 Wortstücken kommt, etwa 190 Wörtern, wird nicht gelesen.",
    },
    "gan-fashion": {
        "title": "Kleidung zeichnen",
        "about": "Zeichnet ein Kleidungsstück der gewünschten Art.",
        "measured_on": "10.000 gezeichnete Bilder und daneben 10.000 Testbilder",
        "device": _ONE_CORE,
        "dataset": "Fashion-MNIST",
        "licence": "MIT",
        "note-1": "Die 64 Zahlen werden aus einer Normalverteilung mit Mittelwert 0 und Standardabweichung 1 gezogen.",
        "note-2": "Punkte zwischen zwei solchen Punkten ergeben Bilder zwischen zwei Bildern.",
    },
    "lstm-demand": {
        "title": "Strombedarf",
        "about": (
            "Sagt den Strombedarf von Victoria für die nächsten 24 Stunden voraus, mit einem Band für 8 von 10 Werten."
        ),
        "measured_on": "Prognosen ab jeder zweiten halben Stunde von 2014, nach dem Training auf 2012 und 2013",
        "device": _ONE_CORE,
        "dataset": "Strombedarf von Victoria 2012 bis 2014 (vic_elec)",
        "licence": "AEMO erlaubt jede Nutzung unter Nennung; gesammelt vom R-Paket tsibbledata, GPL-3",
        "note-1": "Es kennt den Kalender im Voraus, aber nicht das Wetter: Ein heißer Tag überrascht es.",
        "note-2": (
            "Es ist für Victoria von 2012 bis 2014 gemacht; andere Orte und Jahre verbrauchen Strom auf andere Weise."
        ),
        "note-3": (
            "Die halben Stunden von 2014 liegen bei, damit sich jeder Tag dieses Jahres vorhersagen und vergleichen "
            "lässt."
        ),
        "note-4": "Quelle des Bedarfs: AEMO.",
    },
    "lstm-ecg": {
        "title": "Herzschläge",
        "about": "Unterscheidet fünf Arten von Herzschlägen.",
        "measured_on": "1.000 zurückgehaltene Herzschläge, die Arten so häufig wie im Ganzen",
        "device": _ONE_CORE,
        "dataset": "ECG5000",
        "licence": "vom Paket keine angegeben; die Signale sind ODC-BY 1.0",
        "note-1": (
            "Alle Herzschläge stammen von einem Menschen mit Herzschwäche: Damit lässt sich niemand untersuchen."
        ),
        "note-2": "Von den beiden seltensten Arten gibt es nur 24 und 96, ihre Anteile sagen also wenig.",
        "note-3": (
            "Ein Herzschlag muss 140 Abtastwerte lang sein, ausgeschnitten und skaliert wie in ECG5000 (Mittelwert 0, "
            "Standardabweichung 1)."
        ),
    },
    "speak-hibari": {
        "title": "Text vorlesen",
        "about": "Spricht einen englischen Text mit einer Stimme aus den USA.",
        "measured_on": "20 Harvard-Sätze, mitgeschrieben vom Modell „Sprache mitschreiben“; die Phoneme von 120 Sätzen",
        "device": _TWO_CORES,
        "dataset": "30.000 Sätze, die Kokoro-82M gesprochen hat",
        "licence": "Apache-2.0 (die Gewichte und das Wörterbuch)",
        "note-1": "Es liest nur Englisch. Namen und neue Wörter rät es aus ihren Buchstaben.",
        "note-2": "Die Stimme hat ein Programm erzeugt; kein Mensch hat diese Worte gesprochen.",
        "note-3": (
            "Sein Autor hat eine Qualität (UTMOS) von 4,43 von 5 gemessen, und 4,52 für das Modell, von dem es gelernt "
            "hat."
        ),
        "note-4": "Ein Hinweis, der mit den Gewichten kommt, sagt, wessen Arbeit darin steckt.",
    },
    "speech-moonshine": {
        "title": "Sprache mitschreiben",
        "about": "Schreibt mit, was in einer Aufnahme oder ins Mikrofon gesprochen wird. Es kann nur Englisch.",
        "measured_on": (
            "13 Aufnahmen gesprochenen Englischs, 1,7 Minuten: Romane, Namen von Spielkarten, eine Rede; 245 Wörter"
        ),
        "device": _TWO_CORES,
        "dataset": "etwa 200.000 Stunden englischer Sprache",
        "licence": "MIT (die Gewichte)",
        "note-1": (
            "Es wurde auf Englisch trainiert; bei einer anderen Sprache schreibt es englische Wörter, die ähnlich "
            "klingen."
        ),
        "note-2": (
            "Seine Autoren haben 12,7 falsche Wörter je 100 gemessen, im Mittel über acht Sammlungen (arXiv "
            "2410.15608)."
        ),
        "note-3": "Dort waren es 4,5 je 100 in deutlich gelesenen Hörbüchern und 22,8 in Besprechungen.",
        "note-4": (
            "Eine Aufnahme wird an ruhigen Stellen in Teile von 4 bis 12 Sekunden geschnitten, und jeder Teil wird für "
            "sich gehört."
        ),
        "note-5": "Bei Musik, Lärm und mehreren Stimmen zugleich erfindet es Wörter.",
    },
    "style-magenta": {
        "title": "Fotos umgestalten",
        "about": "Malt ein Foto neu, im Stil eines beliebigen Bildes oder einer Mischung aus 26 Stilen.",
        "measured_on": (
            "drei Testfotos von scikit-image, jedes im Stil der anderen, verglichen mit den veröffentlichten Graphen "
            "in 8 "
            "Bit"
        ),
        "device": _TWO_CORES,
        "dataset": "ImageNet, Painter by Numbers und Describable Textures; Gemälde für die 26 Stile",
        "licence": "Apache-2.0 (die Gewichte); die Trainingsbilder gehören ihren Eigentümern und liegen nicht bei",
        "note-1": "Eine richtige Antwort, die sich messen ließe, gibt es nicht: das Bild ansehen.",
        "note-2": "Je größer das Foto, desto feiner die Striche: Die Netze malen Striche von fester Breite in Pixeln.",
        "note-3": "Gesichter und kleine Schrift überstehen einen starken Stil nicht.",
        "note-4": "Die 26 Stile wurden ohne Namen veröffentlicht, deshalb haben sie Nummern.",
    },
    "transformer-sentiment": {
        "title": "Filmkritiken",
        "about": "Sagt, ob eine Filmkritik den Film mag, und auf welche Wörter es geachtet hat.",
        "measured_on": "5.000 zurückgehaltene IMDB-Kritiken, von denen die Hälfte den Film mag",
        "device": _ONE_CORE,
        "dataset": "Kritiken von IMDB und Rotten Tomatoes",
        "licence": "MIT (das Paket); die Texte gehören ihren Autoren und liegen nicht bei",
        "note-1": (
            "Verneinungen versteht es zum Teil: Von 1.000 Wendungen wie „never dull“, einfache darunter, mit Wörtern "
            "und Wortlauten, die es nicht gelernt hat, deutet es 68 % richtig, von 100 von Hand geschriebenen "
            "Sätzen 80 %."
        ),
        "note-2": (
            "Deshalb entscheidet es nicht über einen Text von bis zu 30 Wörtern mit einer wie „not“ oder „isn't“."
        ),
        "note-3": ("Es kennt nur englische Filmkritiken. Auch auf jeden anderen Text antwortet es, und zwar falsch."),
        "note-4": (
            "Von einer langen Kritik liest es die ersten 127 und die letzten 127 Wortstücke, je etwa 100 Wörter."
        ),
    },
    "transformer-translate": {
        "title": "Softwarehilfe auf Spanisch",
        "about": (
            "Übersetzt Hilfetexte und Meldungen von Software vom Englischen ins Spanische. Andere Texte kennt es "
            "nicht, "
            "und das sagt es."
        ),
        "measured_on": (
            "Sätze von 2 bis 20 Wörtern auf zurückgehaltenen Seiten der Hilfe, von denen keiner gelernt wurde, und 120 "
            "Alltagssätze"
        ),
        "device": _ONE_CORE,
        "dataset": "Hilfe von LibreOffice 7.4, Englisch und Spanisch",
        "licence": "MPL-2.0",
        "note-1": (
            "Es kennt die Sprache von Softwarehilfe und sonst nichts; ein Versuch: „Click the button to open the file.“"
        ),
        "note-2": "Einen Satz, den es der Hilfe unähnlich nennt, zeigt es nur auf Wunsch übersetzt.",
        "note-3": "Es liest einen Satz von etwa 30 Wörtern; was darüber hinausgeht, fällt weg.",
    },
    "vit-fashion": {
        "title": "Kleidung benennen",
        "about": "Benennt ein Kleidungsstück, aus zehn Arten, und zeigt, wohin es schaut.",
        "measured_on": "10.000 Testbilder",
        "device": _ONE_CORE,
        "dataset": "Fashion-MNIST",
        "licence": "MIT",
        "note-1": "Das Stück muss hell auf schwarz sein und das Bild ausfüllen, wie im Katalog eines Ladens.",
        "note-2": "Hemden, T-Shirts, Pullover und Mäntel werden oft verwechselt, auch von Menschen.",
    },
}


def of_model(model: str, part: str, text: str) -> str:
    """A part of a model's card: title, about, measured_on, device, dataset, licence (of the data), note-1 and on."""
    return _CARDS.get(model, {}).get(part, text)  # a site may have models of its own, of which only its list tells
