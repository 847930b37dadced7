"""The group “Citizen reports” in Wagtail's menu.

Whoever sets ``menu_hook = "register_anliegen_menu_item"`` on a viewset, or registers a menu item
with that hook, stands in it; an item that the user may not open is not shown.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem


HOOK = "register_anliegen_menu_item"


class AskedOnceMenu(Menu):
    """Asks what is shown to somebody once for a page; Wagtail asks when it shows the group, when it
    draws it and when it counts its items."""

    def menu_items_for_request(self, request):
        if not hasattr(request, "anliegen_menu"):
            request.anliegen_menu = super().menu_items_for_request(request)
        return request.anliegen_menu


menu = AskedOnceMenu(register_hook_name=HOOK, construct_hook_name="construct_anliegen_menu")


class PermittedMenuItem(MenuItem):
    """Shown to those who have the permission."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request) -> bool:
        return request.user.has_perm(self.permission)


class GroupMenuItem(SubmenuMenuItem):
    """Opens its only item at once for those who see no other: a clerk has the inbox alone."""

    def render_component(self, request):
        items = self.menu.menu_items_for_request(request)
        if len(items) > 1:
            return super().render_component(request)
        only = MenuItem(self.label, items[0].url, name=self.name, icon_name=self.icon_name)
        return only.render_component(request)


def group_item() -> MenuItem:
    """The group itself; hidden when nothing in it is shown."""
    return GroupMenuItem(
        _("Citizen reports"), menu, name="anliegen", icon_name="comment", order=250
    )


def settings_item() -> MenuItem:
    """Leads to Wagtail's page of the site's settings."""
    return PermittedMenuItem(
        _("Settings for reports"),
        reverse("wagtailsettings:edit", args=["wagtail_anliegen", "anliegensettings"]),
        name="anliegen-settings",
        icon_name="cog",
        order=900,
        permission="wagtail_anliegen.change_anliegensettings",
    )


def absences_item() -> MenuItem:
    """Leads those who enter absences for others to the list; the others come from the inbox."""
    return PermittedMenuItem(
        _("Absences"),
        reverse("wagtail_anliegen_absences:index"),
        name="anliegen-absences",
        icon_name="date",
        order=320,
        permission="wagtail_anliegen.change_department",
    )


def mail_texts_item() -> MenuItem:
    """Leads to the words of the mails that citizens get."""
    return PermittedMenuItem(
        _("Texts of mails"),
        reverse("wagtail_anliegen_mail_texts:index"),
        name="anliegen-mail-texts",
        icon_name="mail",
        order=860,
        permission="wagtail_anliegen.change_mailtext",
    )


def configuration_item() -> MenuItem:
    """Leads to the page where a site's configuration is taken out and brought in."""
    return PermittedMenuItem(
        _("Configuration"),
        reverse("wagtail_anliegen_setup:configuration"),
        name="anliegen-configuration",
        icon_name="cogs",
        order=910,
        permission="wagtail_anliegen.move_configuration",
    )


def documents_item() -> MenuItem:
    """Leads to the documents for data protection."""
    return PermittedMenuItem(
        _("Data-protection documents"),
        reverse("wagtail_anliegen_documents:index"),
        name="anliegen-documents",
        icon_name="doc-full",
        order=890,
        permission="wagtail_anliegen.view_deletion",
    )


def test_mode_item() -> MenuItem:
    """Leads to the page that switches the test mode."""
    return PermittedMenuItem(
        _("Test mode"),
        reverse("wagtail_anliegen_setup:test_mode"),
        name="anliegen-test-mode",
        icon_name="warning",
        order=920,
        permission="wagtail_anliegen.use_test_mode",
    )


def inbox_item() -> MenuItem:
    """Leads to the reports that the user may see."""
    return PermittedMenuItem(
        _("Inbox"),
        reverse("wagtail_anliegen_reports:list"),
        name="anliegen-inbox",
        icon_name="tasks",
        order=100,
        permission="wagtail_anliegen.view_report",
    )


def process_item() -> MenuItem:
    """Leads to the drawing of the states, for those who word them; others come from a case."""
    return PermittedMenuItem(
        _("Process"),
        reverse("wagtail_anliegen_reports:process"),
        name="anliegen-process",
        icon_name="resubmit",
        order=850,
        permission="wagtail_anliegen.change_statuswording",
    )


def enter_item() -> MenuItem:
    """Leads to the form for what comes by telephone, letter or at the counter."""
    return PermittedMenuItem(
        _("Enter a report"),
        reverse("wagtail_anliegen_entry:enter"),
        name="anliegen-enter",
        icon_name="plus",
        order=110,
        permission="wagtail_anliegen.enter_report",
    )


def day_item() -> MenuItem:
    """Leads to the list for a day on the road."""
    return PermittedMenuItem(
        _("My day"),
        reverse("wagtail_anliegen_reports:day"),
        name="anliegen-day",
        icon_name="calendar-check",
        order=105,
        permission="wagtail_anliegen.handle_report",
    )
