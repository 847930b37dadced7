"""The closed set of icons for categories; the form's sprite draws one symbol for each."""

from django.utils.translation import gettext_lazy as _


ICONS = {
    "road": _("Road"),
    "bike": _("Bicycle"),
    "walk": _("Pedestrian"),
    "car": _("Car"),
    "bus": _("Bus"),
    "sign": _("Traffic sign"),
    "traffic-light": _("Traffic light"),
    "lamp": _("Street lamp"),
    "building-site": _("Building site"),
    "bin": _("Rubbish bin"),
    "spray": _("Graffiti"),
    "broken": _("Vandalism"),
    "tree": _("Tree"),
    "flower": _("Flower bed"),
    "bench": _("Bench"),
    "swing": _("Playground"),
    "dog": _("Dog"),
    "caterpillar": _("Caterpillar"),
    "rat": _("Rat"),
    "drop": _("Water"),
    "snow": _("Snow and ice"),
    "noise": _("Noise"),
    "building": _("Public building"),
    "school": _("School"),
    "wheelchair": _("Accessibility"),
    "idea": _("Light bulb"),
    "speech": _("Speech bubble"),
    "heart": _("Heart"),
    "warning": _("Warning triangle"),
    "help": _("Question mark"),
    "dots": _("Three dots"),
}
