"""What the town's offices say often: text templates, some of them in English too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TextTemplate:
    """Department, category and status are codes; empty stands for any."""

    name: str
    text: str
    text_en: str = ""
    department: str = ""
    category: str = ""
    status: str = ""


RESPONSE_TEMPLATES = [
    TextTemplate(
        "Dank und Zuständigkeit",
        "Vielen Dank für Ihren Hinweis vom {date_received}. Er liegt jetzt bei uns: {department}, "
        "Telefon {department_phone}.",
        "Thank you for your report of {date_received}. It is with us now: {department}, "
        "telephone {department_phone}.",
    ),
    TextTemplate(
        "Antwort bis …",
        "Wir kümmern uns um Ihr Anliegen und melden uns bis zum {answer_by} bei Ihnen.",
        "We are looking into your report and will get back to you by {answer_by}.",
    ),
    TextTemplate(
        "Wir sehen es uns vor Ort an",
        "Wir sehen uns die Stelle in den nächsten Tagen vor Ort an. Was wir dort finden, "
        "lesen Sie danach hier.",
        "We will look at the place during the next days. You will read here what we found.",
        status="in_progress",
    ),
    TextTemplate(
        "Genauer Ort fehlt",
        "Wir finden die Stelle noch nicht. Bitte beschreiben Sie den Ort genauer, zum Beispiel "
        "mit einer Hausnummer gegenüber oder einem Laternenmast in der Nähe.",
        "We cannot find the place yet. Please describe it more exactly, for example by a house "
        "number opposite or a lamp post nearby.",
        status="waiting_for_reporter",
    ),
    TextTemplate(
        "Erledigt, mit Dank",
        "Der Schaden ist behoben. Danke, dass Sie uns darauf aufmerksam gemacht haben.",
        "The damage is repaired. Thank you for telling us about it.",
        status="resolved",
    ),
    TextTemplate(
        "Nicht zuständig: Privatgrund",
        "Die Fläche gehört nicht der Stadt. Deshalb können wir dort nichts tun; zuständig ist, "
        "wem das Grundstück gehört.",
        status="not_feasible",
    ),
    TextTemplate(
        "Kein Anliegen an die Stadt",
        "Ihre Nachricht enthält nichts, was die {city} bearbeiten kann. Wenn wir Sie falsch "
        "verstanden haben, rufen Sie uns bitte an: {city_phone}.",
        "Your message holds nothing that the {city} can work on. If we misunderstood you, please "
        "call us: {city_phone}.",
        status="rejected",
    ),
    TextTemplate(
        "Schlagloch ist eingeplant",
        "Das Schlagloch ({address}) steht auf dem Reparaturplan. Wir füllen solche Stellen bei "
        "trockenem Wetter innerhalb von zehn Arbeitstagen.",
        department="strassen",
        category="strassen",
        status="planned",
    ),
    TextTemplate(
        "Gehweg abgesperrt",
        "Wir haben die Stelle abgesperrt, damit niemand zu Schaden kommt. Die Reparatur folgt, "
        "sobald das Material da ist.",
        department="strassen",
        category="geh-und-radwege",
        status="in_progress",
    ),
    TextTemplate(
        "Müll wird abgeholt",
        "Wir holen den Müll auf der nächsten Tour ab, spätestens in drei Arbeitstagen.",
        "We collect the waste on our next round, within three working days at the latest.",
        department="abfallwirtschaft",
        category="muell",
        status="in_progress",
    ),
    TextTemplate(
        "Baum wird begutachtet",
        "Eine Fachkraft prüft den Baum auf seine Standsicherheit. Bis dahin bitten wir Sie, nicht "
        "darunter zu parken.",
        department="gruen",
        category="gruen",
        status="in_progress",
    ),
    TextTemplate(
        "Eichenprozessionsspinner: Abstand halten",
        "Die Nester werden abgesaugt. Bitte halten Sie bis dahin mindestens 20 Meter Abstand und "
        "berühren Sie die Raupen nicht.",
        department="gruen",
        category="eichenprozessionsspinner",
    ),
]
