"""The categories that a new site begins with; from then on they are the editors'."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale

from .models import Category


#: Languages in which the words below are there.
LANGUAGES = {"de", "en"}


@dataclass(frozen=True)
class Default:
    code: str
    icon: str
    name: str
    description: str
    hazard_notice: str = ""
    kind: str = Category.Kind.DEFECT
    needs_place: bool = True

    def words(self) -> dict[str, str]:
        """In the active language."""
        names = ("name", "description", "hazard_notice")
        return {name: str(getattr(self, name)) for name in names}


DEFAULTS = [
    Default(
        "roads",
        "road",
        _("Roads and paths"),
        _("Potholes, loose slabs, damaged markings."),
    ),
    Default(
        "lights",
        "lamp",
        _("Street lamps and traffic lights"),
        _("Something is dark, flickers or is damaged."),
    ),
    Default(
        "waste",
        "bin",
        _("Rubbish and dirt"),
        _("Dumped rubbish, full bins, broken glass."),
    ),
    Default(
        "green",
        "tree",
        _("Trees, parks and playgrounds"),
        _("Broken branches, damaged benches and play equipment."),
        hazard_notice=_("Could a tree or a branch fall on somebody? Keep away and call 112."),
    ),
    Default(
        "vandalism",
        "spray",
        _("Graffiti and vandalism"),
        _("Scrawled on, or broken on purpose."),
    ),
    Default(
        "ideas",
        "idea",
        _("Ideas and suggestions"),
        _("What could be better in the city?"),
        kind=Category.Kind.IDEA,
        needs_place=False,
    ),
    Default(
        "other",
        "help",
        _("Something else"),
        _("When nothing else fits. We find the right department for you."),
    ),
]


def create_defaults(site) -> list[Category]:
    """The categories in the default language, and translated where the words are there."""
    others = [
        locale
        for locale in Locale.objects.exclude(pk=Locale.get_default().pk)
        if locale.language_code.split("-")[0] in LANGUAGES
    ]
    made = []
    for number, default in enumerate(DEFAULTS, start=1):
        made.append(_create(default, site, sort_order=number * 10))
        for locale in others:
            translation = made[-1].copy_for_translation(locale)
            with override(locale.language_code):
                for name, words in default.words().items():
                    setattr(translation, name, words)
            translation.save()
    return made


def _create(default: Default, site, *, sort_order: int) -> Category:
    locale = Locale.get_default()
    with override(locale.language_code):
        words = default.words()
    return Category.objects.create(
        site=site,
        locale=locale,
        code=default.code,
        icon=default.icon,
        kind=default.kind,
        needs_place=default.needs_place,
        sort_order=sort_order,
        **words,
    )
