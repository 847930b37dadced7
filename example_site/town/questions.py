"""The extra questions of each category; some answers end the form with a helpful text."""

from __future__ import annotations

from dataclasses import dataclass


Choice = tuple[str, str, str]  # value, German, English


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; field types are those of wagtail.contrib.forms."""

    category: str
    code: str
    label: str
    label_en: str
    field_type: str
    choices: tuple[Choice, ...] = ()
    required: bool = False
    help_text: str = ""
    help_text_en: str = ""
    stop_answer: str = ""
    stop_text: str = ""
    stop_text_en: str = ""


YES_NO: tuple[Choice, ...] = (("ja", "Ja", "Yes"), ("nein", "Nein", "No"))
GROUND: tuple[Choice, ...] = (
    ("oeffentlich", "Auf öffentlichem Grund", "On public ground"),
    ("privat", "Auf Privatgrund", "On private ground"),
    ("unklar", "Weiß ich nicht", "I don't know"),
)
PRIVATE_CAR = (
    "Auf Privatgrund dürfen wir leider nicht tätig werden. Bitte wenden Sie sich an die Eigentümerin oder den "
    "Eigentümer der Fläche."
)
PRIVATE_WASTE = (
    "Für Müll auf Privatgrund ist die Eigentümerin oder der Eigentümer zuständig. Riecht es stark oder laufen Stoffe "
    "aus, rufen Sie uns bitte an: 0123 456789-30."
)
RAILWAY_LAND = "Flächen der Bahn betreut der Bahnbetreiber. Melden Sie den Schaden bitte dort: https://example.org/bahn"
TOUCHED = (
    "Bitte duschen Sie, waschen Sie Ihre Kleidung bei 60 Grad und wenden Sie sich an Ihre Arztpraxis. "
    "Bei Atemnot gilt: Notruf 112."
)

QUESTIONS = [
    Question(category="abgemeldete-autos", code="grund", label="Wo steht das Fahrzeug?",
             label_en="Where is the vehicle?", field_type="radio", choices=GROUND, required=True,
             stop_answer="privat", stop_text=PRIVATE_CAR,
             stop_text_en="We may not act on private ground. Please ask the owner of the property."),
    Question(category="abgemeldete-autos", code="marke", label="Marke und Farbe", label_en="Make and colour",
             field_type="singleline", required=True, help_text="Zum Beispiel: Kombi, dunkelblau",
             help_text_en="For example: estate car, dark blue"),
    Question(category="abgemeldete-autos", code="seit", label="Seit wann steht es dort?",
             label_en="Since when has it been there?", field_type="date"),
    Question(category="anregungen", code="thema", label="Worum geht es?", label_en="What is it about?",
             field_type="dropdown", required=True,
             choices=(("verkehr", "Verkehr", "Traffic"), ("gruen", "Stadtgrün", "Urban green"),
                      ("aufenthalt", "Plätze und Aufenthalt", "Places to stay"),
                      ("digital", "Digitales Rathaus", "Digital town hall"), ("anderes", "Anderes", "Other"))),
    Question(category="anregungen", code="webseite", label="Ein Beispiel im Netz", label_en="An example on the web",
             field_type="url"),
    Question(category="geh-und-radwege", code="hindernis", label="Für wen ist es ein Hindernis?",
             label_en="Who is hindered?", field_type="checkboxes",
             choices=(("fuss", "Menschen zu Fuß", "People walking"), ("rad", "Menschen auf dem Rad", "People cycling"),
                      ("rollstuhl", "Rollstuhl und Rollator", "Wheelchairs and walkers"),
                      ("kinderwagen", "Kinderwagen", "Prams"))),
    Question(category="strassen", code="lage", label="Wo auf der Straße?", label_en="Where on the road?",
             field_type="radio", required=True,
             choices=(("fahrbahn", "Fahrbahn", "Carriageway"), ("rand", "Fahrbahnrand", "Edge of the road"),
                      ("kreuzung", "Kreuzung", "Junction"), ("parkplatz", "Parkplatz", "Car park"))),
    Question(category="strassen", code="tiefe", label="Wie tief ungefähr (in cm)?",
             label_en="How deep, roughly (in cm)?", field_type="number"),
    Question(category="muell", code="grund", label="Wo liegt der Müll?", label_en="Where is the waste?",
             field_type="radio", choices=GROUND, required=True, stop_answer="privat", stop_text=PRIVATE_WASTE,
             stop_text_en="The owner is responsible for waste on private ground. "
             "If it smells strongly or leaks, please call 0123 456789-30."),
    Question(category="muell", code="art", label="Was liegt dort?", label_en="What kind of waste?",
             field_type="multiselect", required=True,
             choices=(("sperrmuell", "Sperrmüll", "Bulky waste"), ("hausmuell", "Hausmüll", "Household waste"),
                      ("elektro", "Elektrogeräte", "Electrical goods"), ("bauschutt", "Bauschutt", "Rubble"),
                      ("sondermuell", "Farben, Öl, Batterien", "Paint, oil, batteries"),
                      ("scherben", "Scherben", "Broken glass"), ("anderes", "Anderes", "Other"))),
    Question(category="gruen", code="gefahr", label="Droht etwas herabzufallen?",
             label_en="Is anything about to fall?", field_type="radio", choices=YES_NO, required=True),
    Question(category="lob", code="wem", label="Wem gilt Ihr Lob?", label_en="Who is your praise for?",
             field_type="singleline"),
    Question(category="beschwerde", code="amt", label="Welches Amt betrifft es?",
             label_en="Which office does it concern?", field_type="singleline"),
    Question(category="beschwerde", code="aktenzeichen", label="Aktenzeichen, falls vorhanden",
             label_en="File number, if any", field_type="singleline"),
    Question(category="beschwerde", code="wunsch", label="Was wünschen Sie sich von uns?",
             label_en="What would you like us to do?", field_type="multiline", required=True),
    Question(category="beschwerde", code="rueckruf", label="E-Mail für Rückfragen, falls abweichend",
             label_en="E-mail for questions, if different", field_type="email"),
    Question(category="eichenprozessionsspinner", code="hoehe", label="In welcher Höhe ist das Nest?",
             label_en="How high up is the nest?", field_type="radio", required=True,
             choices=(("unter2", "Unter 2 m", "Below 2 m"), ("bis5", "2 bis 5 m", "2 to 5 m"),
                      ("ueber5", "Über 5 m", "Above 5 m"))),
    Question(category="eichenprozessionsspinner", code="naehe", label="Was ist in der Nähe?",
             label_en="What is close by?", field_type="checkboxes",
             choices=(("kita", "Kita oder Schule", "Nursery or school"), ("spielplatz", "Spielplatz", "Playground"),
                      ("haltestelle", "Haltestelle", "Bus stop"), ("weg", "Geh- oder Radweg", "Path"),
                      ("nichts", "Nichts davon", "None of these"))),
    Question(category="eichenprozessionsspinner", code="kontakt", label="Hatten Sie Kontakt mit den Raupen?",
             label_en="Did you touch the caterpillars?", field_type="radio", choices=YES_NO,
             help_text=TOUCHED, help_text_en="Shower, wash your clothes at 60 °C and see your doctor. Trouble "
             "breathing: call 112."),
    Question(category="spielplaetze", code="geraet", label="Welches Spielgerät?", label_en="Which equipment?",
             field_type="dropdown",
             choices=(("schaukel", "Schaukel", "Swing"), ("rutsche", "Rutsche", "Slide"),
                      ("klettergeruest", "Klettergerüst", "Climbing frame"), ("wippe", "Wippe", "Seesaw"),
                      ("zaun", "Zaun oder Tor", "Fence or gate"), ("anderes", "Anderes", "Other"))),
    Question(category="spielplaetze", code="verletzt", label="Hat sich jemand verletzt?",
             label_en="Has anyone been hurt?", field_type="checkbox"),
    Question(category="licht-ampeln-schilder", code="nummer", label="Nummer am Mast, falls lesbar",
             label_en="Number on the post, if legible", field_type="singleline"),
    Question(category="graffiti-vandalismus", code="eigentum", label="Woran ist der Schaden?",
             label_en="What is damaged?", field_type="radio", required=True,
             choices=(("stadt", "Städtisches Eigentum", "City property"), ("bahn", "Bahnhof oder Bahnanlage", "Railway"),
                      ("privat", "Privates Haus", "Private house"), ("unklar", "Weiß ich nicht", "I don't know")),
             stop_answer="bahn", stop_text=RAILWAY_LAND,
             stop_text_en="Railway land is looked after by the railway: https://example.org/bahn"),
    Question(category="graffiti-vandalismus", code="verboten", label="Beleidigend oder verfassungsfeindlich?",
             label_en="Insulting or unconstitutional content?", field_type="checkbox"),
    Question(category="gewaesser-gully", code="wasser", label="Steht Wasser auf der Straße?",
             label_en="Is there water on the road?", field_type="radio", choices=YES_NO, required=True),
]  # fmt: skip
