"""What a configuration file holds: one declaration a model, and a model more is one line more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Site, TranslatableMixin

from wagtail_anliegen.casework.delegation.models import DelegationRule
from wagtail_anliegen.casework.delegation.words import then
from wagtail_anliegen.casework.escalation.models import EscalationLevel
from wagtail_anliegen.casework.response_templates import (
    ResponseTemplate,
    ResponseTemplateVariant,
)
from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.geo.shapes import clean_geometry
from wagtail_anliegen.notifications.texts import MailText
from wagtail_anliegen.privacy.models import RetentionRule
from wagtail_anliegen.reports.deadlines import Deadline
from wagtail_anliegen.reports.wording import StatusWording
from wagtail_anliegen.routing.models import Department, RoutingRule


@dataclass(frozen=True)
class Section:
    """A model whose rows editors maintain, as a list in the file.

    Every field of the model is in the file, unless it is left out or names a person. Foreign keys
    are written as the key of the row they lead to, never as its number; they lead to a section
    that stands above this one, or to this one.
    """

    name: str
    model: type[models.Model]
    #: The fields that name a row within its site, or within the row it is part of. Without any
    #: there is one row a site, and the file has an object instead of a list.
    key: tuple[str, ...] = ()
    #: Whether several rows may have the same key; they are then told apart by their order.
    repeats: bool = False
    #: Fields that are not in the file.
    left_out: tuple[str, ...] = ()
    #: Field → what checks and normalises a value; raises ``ValidationError``.
    clean: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    #: Field → what makes its value for a new row from the row and the value in the file. A row
    #: that is there keeps its own.
    once: Mapping[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    #: A yes/no field that one row of a site has. Its holder is known by it, whatever its key.
    holder: str = ""
    #: What a translation says in its own words; for translatable models.
    words: tuple[str, ...] = ()
    #: Sections of what a row consists of, and the foreign key by which such a part hangs on it.
    parts: tuple["Section", ...] = ()
    part_of: str = ""
    #: What the file cannot bring along, so that somebody has to add it to the row; or nothing.
    missing: Callable[[Any], str] = lambda row: ""

    @property
    def fields(self) -> list[models.Field]:
        """The fields that are in the file, in the order of the model; the key comes first."""
        ours = [each for each in self._candidates() if self._is_ours(each)]
        return sorted(ours, key=lambda each: each.name not in self.key)

    def _candidates(self):
        meta = self.model._meta
        return [*meta.concrete_fields, *meta.local_many_to_many]

    def _is_ours(self, each: models.Field) -> bool:
        by_itself = each.primary_key or getattr(each, "auto_now", False)
        by_itself = by_itself or getattr(each, "auto_now_add", False)
        if by_itself or each.name in {*self.left_out, self.part_of}:
            return False
        if each.name in _BOOKKEEPING and each.name not in self.key:
            return False
        if each.is_relation and each.related_model in {Site, get_user_model()}:
            return False
        return each.editable or each.name == "sort_order"

    @property
    def tree_field(self) -> str:
        """The foreign key by which rows stand below one another, or nothing."""
        own = [each.name for each in self.fields if each.related_model is self.model]
        return own[0] if own else ""

    @property
    def is_translatable(self) -> bool:
        return bool(self.words) and issubclass(self.model, TranslatableMixin)

    @property
    def label(self) -> str:
        meta = self.model._meta
        return meta.verbose_name_plural if self.key else meta.verbose_name


_BOOKKEEPING = {"translation_key", "locale"}


def group_for(department: Department, name: str | None) -> Group:
    """The group of that name if it is nobody's and means nothing yet; otherwise a new one."""
    name = name or department.name
    free = Group.objects.filter(name=name, user=None, permissions=None)
    taken = Department.objects.filter(group__name=name).exists()
    return (not taken and free.first()) or Department.new_group(name)


def missing_person(level: EscalationLevel) -> str:
    """That a person is to be chosen who hears of the level, or nothing."""
    if level.audience != EscalationLevel.Audience.PERSON or level.person_id:
        return ""
    return _("Please choose the person afterwards: the file names none. Until then nobody hears.")


def missing_act(rule: DelegationRule) -> str:
    """That the rule does nothing yet, or nothing."""
    if then(rule):
        return ""
    return _(
        "Please add what the rule does: the file names no persons. Until then it does nothing."
    )


#: In the order in which they are taken over.
SECTIONS: tuple[Section, ...] = (
    Section("settings", AnliegenSettings, left_out=("test_mode", "test_address")),
    Section(
        "departments",
        Department,
        key=("name",),
        once={"group": group_for},
        holder="is_central",
    ),
    Section("districts", District, key=("level", "name"), clean={"geometry": clean_geometry}),
    Section(
        "categories",
        Category,
        key=("code",),
        words=("name", "description", "off_season_text", "hazard_notice", "external_url"),
        parts=(
            Section(
                "questions",
                CategoryQuestion,
                key=("code",),
                part_of="category",
                left_out=("clean_name",),
            ),
        ),
    ),
    Section(
        "routing_rules",
        RoutingRule,
        key=("category", "district", "question_code", "answer"),
        repeats=True,
    ),
    Section(
        "response_templates",
        ResponseTemplate,
        key=("name", "department", "category", "status"),
        repeats=True,
        parts=(Section("variants", ResponseTemplateVariant, key=("locale",), part_of="template"),),
    ),
    Section("deadlines", Deadline, key=("category", "department")),
    Section("delegation_rules", DelegationRule, key=("name",), missing=missing_act),
    Section(
        "escalation_levels",
        EscalationLevel,
        key=("level", "department", "audience", "address"),
        repeats=True,
        missing=missing_person,
    ),
    Section("status_words", StatusWording, key=("status", "language")),
    Section("mail_texts", MailText, key=("letter", "language")),
    Section("retention_periods", RetentionRule, key=("what", "category", "status")),
)


@cache
def section_of(model: type[models.Model]) -> Section | None:
    """The section that holds the rows of a model."""
    return next((section for section in SECTIONS if section.model is model), None)
