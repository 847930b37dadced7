"""Who works on reports: the departments as a tree, their staff, and the rules that route."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Department:
    """A department with its mailbox; `parent` is empty for the top ones."""

    code: str
    name: str
    name_en: str
    parent: str
    mailbox: str
    phone: str


@dataclass(frozen=True)
class StaffUser:
    """An invented colleague; role is clerk, readonly, lead, dispatcher, editor, confidential or privacy."""

    username: str
    first_name: str
    last_name: str
    role: str
    department: str

    @property
    def email(self) -> str:
        """The invented office address."""
        return f"{self.username}@example.org"


@dataclass(frozen=True)
class RoutingRule:
    """Category and district to department; None stands for any."""

    category: str | None
    district: str | None
    department: str


DEPARTMENTS = [
    Department("anliegenstelle", "Zentrale Anliegenstelle", "Central report desk", "", "anliegen@example.org",
               "0123 456789-10"),
    Department("tiefbau-gruen", "Tiefbau- und Grünflächenamt", "Roads and Parks Office", "", "tiefbau@example.org",
               "0123 456789-20"),
    Department("strassen", "Abteilung Straßen und Wege", "Roads and Paths", "tiefbau-gruen", "strassen@example.org",
               "0123 456789-21"),
    Department("bauhof-nord", "Bauhof Nord", "Depot North", "strassen", "bauhof-nord@example.org", "0123 456789-22"),
    Department("bauhof-sued", "Bauhof Süd", "Depot South", "strassen", "bauhof-sued@example.org", "0123 456789-23"),
    Department("gruen", "Abteilung Stadtgrün", "Urban Green", "tiefbau-gruen", "stadtgruen@example.org",
               "0123 456789-24"),
    Department("forst", "Stadtforst", "Municipal Forest", "gruen", "forst@example.org", "0123 456789-25"),
    Department("spielplaetze", "Spielplatzkolonne", "Playground Team", "gruen", "spielplaetze@example.org",
               "0123 456789-26"),
    Department("abfallwirtschaft", "Abfallwirtschaft und Stadtreinigung", "Waste and Street Cleaning", "",
               "stadtreinigung@example.org", "0123 456789-30"),
    Department("ordnungsamt", "Ordnungsamt", "Public Order Office", "", "ordnungsamt@example.org", "0123 456789-40"),
    Department("verkehr", "Straßenverkehrsbehörde", "Traffic Authority", "ordnungsamt", "verkehr@example.org",
               "0123 456789-41"),
    Department("stadtentwaesserung", "Stadtentwässerung", "Drainage Works", "", "entwaesserung@example.org",
               "0123 456789-50"),
    Department("gebaeude", "Gebäudemanagement", "Building Management", "", "gebaeude@example.org", "0123 456789-60"),
    Department("stadtplanung", "Stadtplanungsamt", "Town Planning Office", "", "stadtplanung@example.org",
               "0123 456789-70"),
    Department("beschwerdestelle", "Beschwerdestelle im Bürgermeisterbüro", "Complaints Officer", "",
               "beschwerde@example.org", "0123 456789-80"),
]  # fmt: skip

STAFF = [
    StaffUser("annika.brandhorst", "Annika", "Brandhorst", "dispatcher", "anliegenstelle"),
    StaffUser("mehmet.karaduman", "Mehmet", "Karaduman", "dispatcher", "anliegenstelle"),
    StaffUser("ruth.sommerkamp", "Ruth", "Sommerkamp", "lead", "anliegenstelle"),
    StaffUser("jonas.wiesenthal", "Jonas", "Wiesenthal", "lead", "tiefbau-gruen"),
    StaffUser("petra.lohbusch", "Petra", "Lohbusch", "clerk", "strassen"),
    StaffUser("tarek.aschenbach", "Tarek", "Aschenbach", "clerk", "strassen"),
    StaffUser("uwe.nordkamp", "Uwe", "Nordkamp", "clerk", "bauhof-nord"),
    StaffUser("svenja.tillhof", "Svenja", "Tillhof", "clerk", "bauhof-sued"),
    StaffUser("marlene.eichgrund", "Marlene", "Eichgrund", "clerk", "gruen"),
    StaffUser("olek.birkner", "Olek", "Birkner", "clerk", "forst"),
    StaffUser("heike.spelling", "Heike", "Spelling", "clerk", "spielplaetze"),
    StaffUser("dragan.vuletta", "Dragan", "Vuletta", "clerk", "abfallwirtschaft"),
    StaffUser("conny.bergfeld", "Conny", "Bergfeld", "lead", "abfallwirtschaft"),
    StaffUser("bernd.hollenstede", "Bernd", "Hollenstede", "clerk", "ordnungsamt"),
    StaffUser("leyla.uysalan", "Leyla", "Uysalan", "clerk", "verkehr"),
    StaffUser("frieda.quellmalz", "Frieda", "Quellmalz", "clerk", "stadtentwaesserung"),
    StaffUser("nils.maurhoff", "Nils", "Maurhoff", "readonly", "gebaeude"),
    StaffUser("clara.weitenfeld", "Clara", "Weitenfeld", "readonly", "stadtplanung"),
    StaffUser("ingrid.stillkamp", "Ingrid", "Stillkamp", "confidential", "beschwerdestelle"),
    StaffUser("henrike.stallbaumer", "Henrike", "Stallbaumer", "privacy", "anliegenstelle"),
    StaffUser("lea.wortmannsen", "Lea", "Wortmannsen", "editor", "anliegenstelle"),
]

_NORTH = ("Mühlenbruch", "Kalmhorst", "Osterlohe")
_SOUTH = ("Mitte", "Braamfelde", "Sünderbeck", "Westerhagen")

ROUTING_RULES = [
    RoutingRule("abgemeldete-autos", None, "ordnungsamt"),
    RoutingRule("schrottfahrrad", None, "abfallwirtschaft"),
    RoutingRule("anregungen", None, "stadtplanung"),
    RoutingRule("idee-stadtgruen", None, "gruen"),
    RoutingRule("geh-und-radwege", None, "strassen"),
    *(RoutingRule("geh-und-radwege", district, "bauhof-nord") for district in _NORTH),
    *(RoutingRule("geh-und-radwege", district, "bauhof-sued") for district in _SOUTH),
    RoutingRule("strassen", None, "strassen"),
    *(RoutingRule("schlagloch", district, "bauhof-nord") for district in _NORTH),
    *(RoutingRule("schlagloch", district, "bauhof-sued") for district in _SOUTH),
    RoutingRule("markierung", None, "verkehr"),
    RoutingRule("muell", None, "abfallwirtschaft"),
    RoutingRule("gruen", None, "gruen"),
    RoutingRule("baum-ast", "Mühlenbruch", "forst"),
    RoutingRule("baum-ast", "Sünderbeck", "forst"),
    RoutingRule("lob", None, "anliegenstelle"),
    RoutingRule("beschwerde", None, "beschwerdestelle"),
    RoutingRule("eichenprozessionsspinner", None, "gruen"),
    RoutingRule("eichenprozessionsspinner", "Mühlenbruch", "forst"),
    RoutingRule("spielplaetze", None, "spielplaetze"),
    RoutingRule("spielplatz-sauberkeit", None, "abfallwirtschaft"),
    RoutingRule("licht-ampeln-schilder", None, "verkehr"),
    RoutingRule("laterne-beschaedigt", None, "strassen"),
    RoutingRule("graffiti-vandalismus", None, "gebaeude"),
    RoutingRule("vandalismus", None, "ordnungsamt"),
    RoutingRule("gewaesser-gully", None, "stadtentwaesserung"),
    RoutingRule(None, None, "anliegenstelle"),
]
