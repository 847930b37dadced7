"""The handbook in Wagtail's menu “Help”: on each page of ours, the chapter about it."""

from urllib.parse import urljoin

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import LinkMenuItemComponent, MenuItem

from .conf import conf


#: Chapter of ``docs/editor-guide`` → the pages that it is about, by namespace, or by name where
#: pages of one namespace are about different things.
CHAPTERS = {
    "eingang": ("wagtail_anliegen_reports",),
    "bearbeiten": (
        "wagtail_anliegen_reports:edit",
        "wagtail_anliegen_reports:process",
        "wagtail_anliegen_wordings",
    ),
    "freigeben": (
        "wagtail_anliegen_reports:workflow_history",
        "wagtail_anliegen_reports:workflow_history_detail",
        "wagtail_anliegen_reports:revisions_compare",
    ),
    "fotos": ("wagtail_anliegen_reports:check_photo",),
    "unterwegs": ("wagtail_anliegen_reports:day",),
    "telefon-und-schalter": ("wagtail_anliegen_entry", "wagtail_anliegen_paper"),
    "zustaendigkeit-und-wiedervorlage": ("wagtail_anliegen_absences",),
    "kategorien": ("wagtail_anliegen_categories",),
    "zustaendigkeiten": (
        "wagtail_anliegen_departments",
        "wagtail_anliegen_districts",
        "wagtail_anliegen_rules",
        "wagtail_anliegen_streets",
    ),
    "fristen": ("wagtail_anliegen_deadlines", "wagtail_anliegen_escalation"),
    "automatisch": ("wagtail_anliegen_delegation",),
    "textvorlagen": ("wagtail_anliegen_templates",),
    "mails": ("wagtail_anliegen_mail_texts", "anliegen_mails"),
    "loeschen": ("wagtail_anliegen_retention", "anliegen_deletions"),
    "datenschutz": ("wagtail_anliegen_privacy",),
    "datenschutz-unterlagen": ("wagtail_anliegen_documents",),
    "testbetrieb": ("wagtail_anliegen_setup",),
}
_CHAPTER_OF = {page: chapter for chapter, pages in CHAPTERS.items() for page in pages}


def chapter_about(view_name: str) -> str:
    """The chapter about a page of the admin, given its name with namespace; or ``index``."""
    namespace = view_name.partition(":")[0].partition("_modeladmin_")[0]
    return _CHAPTER_OF.get(view_name) or _CHAPTER_OF.get(namespace, "index")


class HandbookMenuItem(MenuItem):
    """Shown to those who work with reports; leads to the chapter about the page they are on."""

    def is_shown(self, request) -> bool:
        return bool(conf.HANDBOOK_URL) and request.user.has_module_perms("wagtail_anliegen")

    def render_component(self, request) -> LinkMenuItemComponent:
        match = request.resolver_match
        component = super().render_component(request)
        component.url = chapter_url(chapter_about(match.view_name if match else ""))
        return component


def chapter_url(chapter: str) -> str:
    """Where a chapter is read: ``https://…/editor-guide/eingang.html``."""
    return urljoin(f"{conf.HANDBOOK_URL.rstrip('/')}/", f"{chapter}.html")


def handbook_item() -> MenuItem:
    """The entry of the menu “Help”."""
    return HandbookMenuItem(
        _("Handbook: citizen reports (in German)"),
        "",
        name="anliegen-handbook",
        icon_name="help",
        order=900,
        attrs={"target": "_blank", "rel": "noreferrer"},
    )
