"""What can be reported in Lerchenfurt: fourteen top categories and what belongs to each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Category:
    """One entry of the catalogue; `parent` is empty for the fourteen top ones."""

    code: str
    name: str
    name_en: str
    parent: str = ""
    kind: str = "defect"  # defect, idea, suggestion, praise, complaint
    icon: str = ""
    order: int = 0
    description: str = ""
    description_en: str = ""
    season: tuple[tuple[int, int], tuple[int, int]] | None = (
        None  # (month, day) from and to, both included
    )
    out_of_season: str = ""
    out_of_season_en: str = ""
    hazard: str = ""
    hazard_en: str = ""
    urgent: bool = False  # somebody may be in danger: told at once
    contact: str = "optional"  # forbidden, optional, required
    public: bool = True
    public_place: str = "exact"  # exact, street, grid
    needs_place: bool = True
    external_url: str = ""
    external_label: str = ""
    external_label_en: str = ""
    deadline_days: int = 10


HAZARD = (
    "Besteht gerade Gefahr für Menschen? Dann schreiben Sie nicht, sondern rufen Sie an: "
    "Feuerwehr und Rettungsdienst 112, Polizei 110."
)
HAZARD_EN = "Is anyone in danger right now? Please do not write, call: fire brigade and ambulance 112, police 110."
OAK_MOTH_TEXT = (
    "Die Raupen sind nur von Mitte April bis Ende August unterwegs. Außerhalb dieser Zeit können wir keine Nester "
    "absaugen. Alte Gespinste bitte nicht berühren."
)
OAK_MOTH_TEXT_EN = (
    "The caterpillars are active from mid-April to the end of August only. Outside this time nests cannot be removed. "
    "Please do not touch old webs."
)

TOP_CATEGORIES = [
    Category(
        code="abgemeldete-autos", name="Abgemeldete Autos", name_en="Abandoned vehicles", icon="car", order=10,
        description="Fahrzeuge ohne Kennzeichen oder offensichtlich aufgegebene Fahrzeuge auf öffentlichen Flächen.",
        description_en="Vehicles without plates, or clearly abandoned, on public ground.", deadline_days=21,
        public_place="street",
    ),
    Category(
        code="anregungen", name="Anregungen und Ideen", name_en="Suggestions and ideas", kind="idea", icon="idea",
        order=20, description="Was würde Lerchenfurt schöner, sicherer oder praktischer machen?",
        description_en="What would make Lerchenfurt nicer, safer or more practical?", deadline_days=28,
    ),
    Category(
        code="geh-und-radwege", name="Geh- und Radwege", name_en="Footpaths and cycle paths", icon="bike", order=30,
        description="Schäden, Hindernisse und Bewuchs auf Wegen für Menschen zu Fuß und auf dem Rad.",
        description_en="Damage, obstacles and overgrowth on paths for walking and cycling.",
    ),
    Category(
        code="strassen", name="Straßen und Schlaglöcher", name_en="Roads and potholes", icon="road", order=40,
        description="Schlaglöcher, abgesackte Fahrbahnen, verblasste Markierungen.",
        description_en="Potholes, sunken roads, faded markings.", hazard=HAZARD, hazard_en=HAZARD_EN,
    ),
    Category(
        code="muell", name="Müll und Verschmutzung", name_en="Litter and waste", icon="bin", order=50,
        description="Wilder Müll, überfüllte Papierkörbe, Scherben und Verschmutzungen.",
        description_en="Fly-tipping, overflowing bins, broken glass and dirt.", deadline_days=5,
    ),
    Category(
        code="gruen", name="Grünflächen und Parks", name_en="Green spaces and parks", icon="tree", order=60,
        description="Bäume, Beete, Hecken, Bänke und Wiesen in der Obhut der Stadt.",
        description_en="Trees, beds, hedges, benches and meadows in the city's care.", hazard=HAZARD,
        hazard_en=HAZARD_EN,
    ),
    Category(
        code="lob", name="Lob und Dank", name_en="Praise and thanks", kind="praise", icon="heart", order=70,
        description="Etwas ist gut gelaufen? Wir geben es gern an die Kolleginnen und Kollegen weiter.",
        description_en="Did something go well? We gladly pass it on to our colleagues.", needs_place=False,
    ),
    Category(
        code="beschwerde", name="Beschwerde", name_en="Complaint", kind="complaint", icon="speech", order=80,
        description="Sie sind mit einer Entscheidung oder dem Umgang nicht einverstanden. Nicht öffentlich.",
        description_en="You disagree with a decision or how you were treated. Not public.", contact="required",
        public=False, needs_place=False, deadline_days=14,
    ),
    Category(
        code="eichenprozessionsspinner", name="Eichenprozessionsspinner", name_en="Oak processionary moth",
        icon="caterpillar", order=90, season=((4, 15), (8, 31)), out_of_season=OAK_MOTH_TEXT,
        out_of_season_en=OAK_MOTH_TEXT_EN,
        description="Gespinste und Raupen an Eichen. Bitte Abstand halten, die Brennhaare sind gesundheitsschädlich.",
        description_en="Webs and caterpillars on oaks. Keep away: their hairs are harmful.", deadline_days=4,
        hazard="Halten Sie Abstand und berühren Sie nichts. Bei Atemnot wählen Sie sofort den Notruf 112 "
        "(Polizei 110).",
        hazard_en="Keep away and touch nothing. If you have trouble breathing call 112 at once (police 110).",
    ),
    Category(
        code="spielplaetze", name="Spielplätze", name_en="Playgrounds", icon="swing", order=100,
        description="Beschädigte Spielgeräte, Sand, Zäune und Ballspielfelder.",
        description_en="Damaged play equipment, sand, fences and ball courts.", hazard=HAZARD, hazard_en=HAZARD_EN,
        deadline_days=3,
    ),
    Category(
        code="licht-ampeln-schilder", name="Straßenlicht, Ampeln und Schilder",
        name_en="Street lights, traffic lights and signs", icon="lamp", order=110,
        description="Ampelstörungen, beschädigte Masten, verdeckte oder fehlende Verkehrszeichen.",
        description_en="Faulty traffic lights, damaged posts, hidden or missing signs.", hazard=HAZARD,
        hazard_en=HAZARD_EN, deadline_days=5,
    ),
    Category(
        code="graffiti-vandalismus", name="Graffiti und Vandalismus", name_en="Graffiti and vandalism", icon="spray",
        order=120, description="Schmierereien und mutwillige Schäden an städtischem Eigentum.",
        description_en="Graffiti and wilful damage to city property.", deadline_days=14,
    ),
    Category(
        code="gewaesser-gully", name="Gewässer, Kanal und Gully", name_en="Waters, sewers and gullies", icon="drop",
        order=130, description="Verstopfte Gullys, klappernde Deckel, überflutete Straßen, Bäche und Ufer.",
        description_en="Blocked gullies, rattling covers, flooded streets, brooks and banks.", hazard=HAZARD,
        hazard_en=HAZARD_EN, deadline_days=5,
    ),
    Category(
        code="sonstiges", name="Sonstiges", name_en="Anything else", kind="suggestion", icon="dots", order=140,
        description="Nichts passt? Schreiben Sie uns hier, wir finden die richtige Stelle.",
        description_en="Nothing fits? Tell us here and we will find the right office.",
    ),
]  # fmt: skip

_SUBS: list[tuple[str, str, str, str]] = [  # parent, code, German, English
    ("abgemeldete-autos", "auto-ohne-kennzeichen", "Auto ohne Kennzeichen", "Car without plates"),
    ("abgemeldete-autos", "anhaenger-wohnwagen", "Anhänger oder Wohnwagen", "Trailer or caravan"),
    ("abgemeldete-autos", "schrottfahrrad", "Schrottfahrrad", "Scrap bicycle"),
    ("anregungen", "idee-verkehr", "Idee zum Verkehr", "Idea about traffic"),
    ("anregungen", "idee-stadtgruen", "Idee fürs Stadtgrün", "Idea for urban green"),
    (
        "anregungen",
        "idee-aufenthalt",
        "Bank, Spiel und Aufenthalt",
        "Benches, play and places to stay",
    ),
    ("geh-und-radwege", "gehweg-schaden", "Gehweg beschädigt", "Damaged footpath"),
    ("geh-und-radwege", "radweg-schaden", "Radweg beschädigt", "Damaged cycle path"),
    (
        "geh-und-radwege",
        "weg-zugewachsen",
        "Weg zugewachsen oder versperrt",
        "Path overgrown or blocked",
    ),
    ("strassen", "schlagloch", "Schlagloch", "Pothole"),
    ("strassen", "fahrbahn-abgesackt", "Fahrbahn abgesackt", "Sunken carriageway"),
    (
        "strassen",
        "markierung",
        "Markierung oder Zebrastreifen verblasst",
        "Faded marking or zebra crossing",
    ),
    ("muell", "wilder-muell", "Wilder Müll und Sperrmüll", "Fly-tipping and bulky waste"),
    ("muell", "papierkorb", "Papierkorb überfüllt", "Overflowing bin"),
    ("muell", "scherben-schmutz", "Scherben und Verschmutzung", "Broken glass and dirt"),
    ("gruen", "baum-ast", "Baum oder Ast", "Tree or branch"),
    ("gruen", "beet-hecke", "Beet, Hecke und Wiese", "Bed, hedge and meadow"),
    ("gruen", "parkbank", "Bank und Ausstattung", "Bench and furniture"),
    ("spielplaetze", "spielgeraet", "Spielgerät beschädigt", "Damaged play equipment"),
    ("spielplaetze", "spielplatz-sauberkeit", "Spielplatz verschmutzt", "Dirty playground"),
    ("licht-ampeln-schilder", "ampel", "Ampel gestört", "Faulty traffic light"),
    ("licht-ampeln-schilder", "verkehrszeichen", "Verkehrszeichen", "Traffic sign"),
    (
        "licht-ampeln-schilder",
        "laterne-beschaedigt",
        "Laterne beschädigt oder schief",
        "Lamp post damaged or leaning",
    ),
    ("graffiti-vandalismus", "graffiti", "Graffiti", "Graffiti"),
    ("graffiti-vandalismus", "vandalismus", "Mutwillige Beschädigung", "Wilful damage"),
    (
        "gewaesser-gully",
        "gully",
        "Gully verstopft oder Deckel lose",
        "Gully blocked or cover loose",
    ),
    ("gewaesser-gully", "gewaesser", "Bach, Kanal und Ufer", "Brook, canal and bank"),
]

_URGENT = {"ampel", "gully"}

_EXTERNAL_LAMP = Category(
    code="laterne-dunkel", name="Laterne ist dunkel", name_en="Street lamp is out", parent="licht-ampeln-schilder",
    icon="lamp", order=40, contact="forbidden", deadline_days=0,
    description="Ausgefallene Laternen behebt die Netzgesellschaft Lerchenfurt.",
    description_en="Dark street lamps are repaired by the network operator.",
    external_url="https://example.org/netz/strassenbeleuchtung",
    external_label="Störung der Straßenbeleuchtung melden",
    external_label_en="Report a street lamp to the network operator",
)  # fmt: skip


def _subcategories() -> list[Category]:
    """Subcategories; they take kind, icon, season, hazard and deadline from their parent."""
    tops = {category.code: category for category in TOP_CATEGORIES}
    result = []
    for number, (parent, code, name, name_en) in enumerate(_SUBS):
        top = tops[parent]
        result.append(
            Category(
                code=code,
                name=name,
                name_en=name_en,
                parent=parent,
                kind=top.kind,
                icon=top.icon,
                order=10 * (number % 3 + 1),
                season=top.season,
                out_of_season=top.out_of_season,
                hazard=top.hazard,
                hazard_en=top.hazard_en,
                urgent=code in _URGENT,
                contact=top.contact,
                public=top.public,
                needs_place=top.needs_place,
                deadline_days=top.deadline_days,
            )  # fmt: skip
        )
    return [*result, _EXTERNAL_LAMP]


SUBCATEGORIES = _subcategories()
CATEGORIES = [*TOP_CATEGORIES, *SUBCATEGORIES]
