"""Every address of the installation, and how to fill it in.

An address that is missing here makes the matrix fail: whoever adds a view says what it shows.
"""

import uuid
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Revision, TaskState, WorkflowState

from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.attachments import NoteAttachment

from .world import World


OURS = "wagtail_anliegen_reports"
REPORT = {"app_label": "wagtail_anliegen", "model_name": "report"}
NOBODY = 999_999


def walk(resolver=None, namespaces=()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name with namespaces and names of the keyword arguments of every pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            deeper = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern, deeper)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or f"({pattern.pattern})"
            arguments = tuple(sorted(pattern.pattern.regex.groupindex))
            yield ":".join([*namespaces, name]), arguments


def _state_of(report) -> WorkflowState | None:
    return WorkflowState.objects.for_instance(report).order_by("-pk").first()


def _task_of(report) -> int:
    found = TaskState.objects.filter(workflow_state=_state_of(report)).order_by("-pk").first()
    return found.pk if found else NOBODY


def _revision_of(report) -> int:
    return Revision.objects.for_instance(report).order_by("pk").first().pk


def _photo_of(report):
    return report.photos.get()


def _token_of(report) -> str:
    return report.external_links.get().token


def _attachment_of(report):
    return NoteAttachment.objects.get(note__report=report)


#: Addresses of one report; the others show all of it or nothing, and are asked once a role.
OF_A_REPORT = {
    f"{OURS}:edit": lambda r: {"pk": r.pk},
    f"{OURS}:changes": lambda r: {"pk": r.pk},
    f"{OURS}:pdf": lambda r: {"pk": r.pk, "?": {"person": "yes"}},
    f"{OURS}:bulk": lambda r: {"folder": "all", "verb": "answer", "?": {"id": r.pk}},
    f"{OURS}:photo": lambda r: {"pk": r.pk, "photo": _photo_of(r).pk},
    f"{OURS}:check_photo": lambda r: {"pk": r.pk, "photo": _photo_of(r).pk},
    f"{OURS}:preview": lambda r: {"pk": r.pk},
    f"{OURS}:attachment": lambda r: {"pk": r.pk, "attachment": _attachment_of(r).pk},
    f"{OURS}:workflow_action": lambda r: {
        "pk": r.pk,
        "action_name": "reject",
        "task_state_id": _task_of(r),
    },
    f"{OURS}:workflow_history": lambda r: {"pk": r.pk},
    f"{OURS}:workflow_history_detail": lambda r: {
        "pk": r.pk,
        "workflow_state_id": getattr(_state_of(r), "pk", NOBODY),
    },
    f"{OURS}:revisions_compare": lambda r: {
        "pk": r.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    },
    "wagtail_bulk_action": lambda r: {**REPORT, "action": "delete", "?": {"id": r.pk}},
    "wagtailadmin_editing_sessions:ping": lambda r: {
        **REPORT,
        "object_id": str(r.pk),
        "session_id": NOBODY,
    },
    "simple_translation:submit_snippet_translation": lambda r: {**REPORT, "pk": r.pk},
    "wagtail_anliegen:report": lambda r: {"reference": r.reference},
    "wagtail_anliegen:status": lambda r: {"token": r.secret_token},
    "wagtail_anliegen:status_data": lambda r: {"token": r.secret_token},
    "wagtail_anliegen:status_copy": lambda r: {"token": r.secret_token},
    "wagtail_anliegen:status_deed": lambda r: {"token": r.secret_token, "deed": "contact"},
    "wagtail_anliegen_privacy:report": lambda r: {"pk": r.pk},
    "wagtail_anliegen:status_reply": lambda r: {"token": r.secret_token},
    "wagtail_anliegen:status_photo": lambda r: {
        "token": r.secret_token,
        "uuid": _photo_of(r).uuid,
        "size": "display",
    },
    "wagtail_anliegen:external": lambda r: {"token": _token_of(r)},
    "wagtail_anliegen:external_reply": lambda r: {"token": _token_of(r)},
    "wagtail_anliegen:external_photo": lambda r: {
        "token": _token_of(r),
        "uuid": _photo_of(r).uuid,
        "size": "display",
    },
    "wagtail_anliegen:photo": lambda r: {"uuid": _photo_of(r).uuid, "size": "display"},
    "anliegen_mails_modeladmin_edit": lambda r: {"instance_pk": _mail_of(r)},
    "anliegen_mails_modeladmin_delete": lambda r: {"instance_pk": _mail_of(r)},
    "anliegen_mails_modeladmin_inspect": lambda r: {"instance_pk": _mail_of(r)},
    "anliegen_mails_modeladmin_send_again": lambda r: {"instance_pk": _mail_of(r)},
}


def _mail_of(report) -> int:
    return OutgoingMessage.objects.filter(report=report, kind="receipt").get().pk


_PAGE = {"page_id": "page"}


def _screens(namespace: str, thing: str, *names: str) -> dict:
    """The screens of a viewset; those that end in ``!`` name one thing."""
    return {
        f"{namespace}:{name.rstrip('!')}": {"pk": thing} if name.endswith("!") else {}
        for name in names
    }


_USUAL = ("index", "index_results", "add", "edit!", "delete!", "history!", "history_results!")

#: Name → keyword arguments; a word is looked up in ``World.things`` where it is one of them.
OTHERS: dict[str, dict] = {
    **_screens(OURS, "", "list", "list_results", "process"),
    f"{OURS}:day": {},
    f"{OURS}:folder": {"folder": "all"},
    f"{OURS}:folder_results": {"folder": "all"},
    **{f"{OURS}:{name}": {"folder": "all"} for name in ("news", "tabs", "save_filter")},
    f"{OURS}:filters": {},
    f"{OURS}:bulk_done": {"folder": "all", "verb": "answer", "submission": uuid.UUID(int=0)},
    **_screens("wagtail_anliegen_categories", "category", *_USUAL[2:], "usage!"),
    **_screens("wagtail_anliegen_categories", "category", "list", "list_results"),
    **_screens(
        "wagtailsnippetchoosers_wagtail_anliegen_category",
        "category",
        "choose",
        "choose_results",
        "chosen!",
        "chosen_multiple",
        "create",
    ),
    **_screens("wagtail_anliegen_wordings", "wording", *_USUAL, "usage!"),
    **_screens("wagtail_anliegen_departments", "department", *_USUAL, "usage!"),
    **_screens("wagtail_anliegen_absences", "absence", *_USUAL[:5]),
    **_screens(
        "wagtail_anliegen_delegation", "delegation", *_USUAL, "usage!", "reorder!", "dry_run"
    ),
    **_screens("wagtail_anliegen_deadlines", "deadline", *_USUAL, "usage!"),
    **_screens("wagtail_anliegen_districts", "district", *_USUAL, "usage!", "upload", "preview!"),
    **_screens("wagtail_anliegen_escalation", "level", *_USUAL, "usage!"),
    **_screens("wagtail_anliegen_retention", "period", *_USUAL, "usage!", "dry_run"),
    "anliegen_deletions_modeladmin_index": {},
    "anliegen_deletions_modeladmin_create": {},
    "anliegen_deletions_modeladmin_edit": {"instance_pk": "deletion"},
    "anliegen_deletions_modeladmin_delete": {"instance_pk": "deletion"},
    **_screens("wagtail_anliegen_rules", "rule", *_USUAL, "usage!", "reorder!", "copy!"),
    **_screens("wagtail_anliegen_rules", "rule", "dry_run", "coverage"),
    **_screens("wagtail_anliegen_templates", "template", *_USUAL, "usage!"),
    **_screens("wagtail_anliegen_streets", "street", *_USUAL, "usage!", "upload"),
    "wagtail_anliegen_entry:enter": {},
    "wagtail_anliegen_entry:entered": {"key": "x:y"},
    "wagtail_anliegen_entry:photo": {"key": "x:y", "uuid": "3f0f7b52-0000-4000-8000-000000000000"},
    "wagtail_anliegen_paper:form": {"pk": "category"},
    "wagtail_anliegen_paper:poster": {"pk": "category"},
    "wagtail_anliegen_mail_texts:index": {},
    "wagtail_anliegen_mail_texts:edit": {"site": "site", "letter": "receipt", "language": "de"},
    "anliegen_mails_modeladmin_index": {},
    "anliegen_mails_modeladmin_create": {},
    **_screens("wagtail_anliegen_setup", "upload", "configuration", "download", "check!"),
    "wagtail_anliegen_setup:test_mode": {},
    "wagtail_anliegen_setup:test_mode_of": {"site": "site"},
    "wagtail_anliegen_setup:purge": {"site": "site"},
    "wagtail_anliegen_documents:index": {},
    "wagtail_anliegen_documents:of_site": {"site": "site"},
    "wagtail_anliegen_documents:document": {"site": "site", "name": "record"},
    "wagtail_anliegen_documents:download": {"site": "site", "name": "record", "ending": "md"},
    "wagtail_anliegen:tile": {"z": 14, "x": 8549, "y": 5449},
    # Wagtail's own, on things that exist.
    **_screens("wagtaillocales", "locale", *_USUAL, "usage!"),
    **_screens("wagtailsites", "site", *_USUAL, "usage!", "copy!"),
    **_screens("wagtailusers_users", "user", *_USUAL, "usage!", "copy!"),
    **_screens("wagtailusers_groups", "group", *_USUAL, "usage!"),
    **_screens("wagtailadmin_collections", "collection", "index", "add", "edit!", "delete!"),
    **_screens(
        "wagtailadmin_workflows",
        "workflow",
        "index",
        "index_results",
        "add",
        "enable!",
        "disable!",
        "edit!",
        "usage!",
        "usage_results!",
        "select_task_type",
        "task_index",
        "task_index_results",
        "task_chooser",
        "task_chooser_results",
        "task_chooser_create",
    ),
    **_screens("wagtailadmin_workflows", "task", "edit_task!", "disable_task!", "enable_task!"),
    "wagtailadmin_workflows:task_chosen": {"task_id": "task"},
    "wagtailadmin_workflows:add_task": {
        "app_label": "wagtail_anliegen",
        "model_name": "departmentreviewtask",
    },
    "wagtailadmin_workflows:remove": {"page_pk": "page"},
    **{
        f"wagtailadmin_reports:{name}{part}": {}
        for name in (
            "locked_pages",
            "workflow",
            "workflow_tasks",
            "site_history",
            "aging_pages",
            "page_types_usage",
        )
        for part in ("", "_results")
    },
    **{
        f"wagtailadmin_api:{kind}:{name}": {"pk": "page"} if name == "detail" else {}
        for kind in ("pages", "documents", "images")
        for name in ("listing", "detail", "find")
    },
    "wagtailadmin_api:pages:action": {"pk": "page", "action_name": "copy"},
    **{
        f"wagtailadmin_pages:{name}": _PAGE
        for name in (
            "usage",
            "edit",
            "preview_on_edit",
            "view_draft",
            "delete",
            "unpublish",
            "convert_alias",
            "copy",
            "confirm_workflow_cancellation",
            "set_privacy",
            "lock",
            "unlock",
            "revisions_index",
            "workflow_history",
            "history",
            "history_results",
        )
    },
    "wagtailadmin_pages:search": {},
    "wagtailadmin_pages:search_results": {},
    **{
        f"wagtailadmin_pages:{name}": {
            "content_type_app_name": "wagtailcore",
            "content_type_model_name": "page",
            **more,
        }
        for name, more in {
            "add": {"parent_page_id": "page"},
            "preview_on_add": {"parent_page_id": "page"},
            "type_use": {},
            "type_use_results": {},
        }.items()
    },
    "wagtailadmin_pages:choose_parent": {"app_label": "wagtailcore", "model_name": "page"},
    "wagtailadmin_pages:add_subpage": {"parent_page_id": "page"},
    "wagtailadmin_pages:move": {"page_to_move_id": "page"},
    "wagtailadmin_pages:move_confirm": {"page_to_move_id": "page", "destination_id": "page"},
    "wagtailadmin_pages:set_page_position": {"page_to_move_id": "page"},
    # A step, a revision and a workflow of a report, asked for through the views of pages.
    "wagtailadmin_pages:workflow_action": {
        **_PAGE,
        "action_name": "approve",
        "task_state_id": "task_state",
    },
    "wagtailadmin_pages:collect_workflow_action_data": {
        **_PAGE,
        "action_name": "approve",
        "task_state_id": "task_state",
    },
    "wagtailadmin_pages:workflow_preview": {**_PAGE, "task_id": "task"},
    "wagtailadmin_pages:revisions_view": {**_PAGE, "revision_id": "revision"},
    "wagtailadmin_pages:revisions_revert": {**_PAGE, "revision_id": "revision"},
    "wagtailadmin_pages:revisions_unschedule": {**_PAGE, "revision_id": "revision"},
    "wagtailadmin_pages:revisions_compare": {
        "pk": "page",
        "revision_id_a": "live",
        "revision_id_b": "revision",
    },
    "wagtailadmin_pages:workflow_history_detail": {**_PAGE, "workflow_state_id": "state"},
    "wagtailadmin_home": {},
    "wagtailadmin_explore_root": {},
    "wagtailadmin_explore": {"parent_page_id": "page"},
    "wagtailadmin_explore_results": {"parent_page_id": "page"},
    "wagtailadmin_choose_page": {},
    "wagtailadmin_choose_page_child": {"parent_page_id": "page"},
    **{
        f"wagtailadmin_choose_page_{name}": {}
        for name in (
            "search",
            "chosen_multiple",
            "external_link",
            "email_link",
            "phone_link",
            "anchor_link",
        )
    },
    "wagtailadmin_tag_autocomplete": {},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
    "wagtailadmin_collections:set_privacy": {"collection_id": "collection"},
    "wagtailadmin_account": {},
    "wagtailadmin_dismissibles": {},
    "wagtailadmin_editing_sessions:release": {"session_id": NOBODY},
    "wagtailadmin_block_preview": {},
    "wagtail_modeladmin:javascript_catalog": {},
    "simple_translation:submit_page_translation": _PAGE,
    "wagtailforms:index": {},
    "wagtailforms:index_results": {},
    "wagtailforms:list_submissions": _PAGE,
    "wagtailforms:list_submissions_results": _PAGE,
    "wagtailforms:delete_submissions": _PAGE,
    "wagtailsettings:edit": {
        "app_name": "wagtail_anliegen",
        "model_name": "anliegensettings",
        "pk": "site",
    },
    "wagtailsettings:preview_on_edit": {
        "app_name": "wagtail_anliegen",
        "model_name": "anliegensettings",
        "pk": "site",
    },
    "wagtailembeds:chooser": {},
    "wagtailembeds:chooser_upload": {},
    "wagtailsnippets:index": {},
    **_screens("wagtaildocs", "", "index", "index_results", "add", "add_multiple"),
    **{
        f"wagtaildocs:{name}": {"document_id": NOBODY}
        for name in ("edit", "delete", "document_usage")
    },
    "wagtaildocs:edit_multiple": {"doc_id": NOBODY},
    "wagtaildocs:delete_multiple": {"doc_id": NOBODY},
    "wagtaildocs:create_multiple_from_uploaded_document": {"uploaded_file_id": NOBODY},
    "wagtaildocs:delete_upload_multiple": {"uploaded_file_id": NOBODY},
    **_screens("wagtailimages", "", "index", "index_results", "add", "add_multiple"),
    **{
        f"wagtailimages:{name}": {"image_id": NOBODY}
        for name in ("edit", "delete", "url_generator", "image_usage")
    },
    "wagtailimages:url_generator_output": {"image_id": NOBODY},
    "wagtailimages:preview": {"image_id": NOBODY, "filter_spec": "width-100"},
    "wagtailimages:edit_multiple": {"image_id": NOBODY},
    "wagtailimages:delete_multiple": {"image_id": NOBODY},
    "wagtailimages:create_multiple_from_uploaded_image": {"uploaded_file_id": NOBODY},
    "wagtailimages:delete_upload_multiple": {"uploaded_file_id": NOBODY},
    "wagtailimages_chooser:select_format": {"image_id": NOBODY},
    **{
        f"{space}:{name}": {"pk": NOBODY} if name == "chosen" else {}
        for space in ("wagtaildocs_chooser", "wagtailimages_chooser")
        for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
    },
    "wagtaildocs_serve": {"document_id": NOBODY, "document_filename": "x.pdf"},
    "wagtaildocs_authenticate_with_password": {"restriction_id": NOBODY},
    "wagtailcore_authenticate_with_password": {
        "page_view_restriction_id": NOBODY,
        "page_id": "page",
    },
    "wagtailadmin_sprite": {},
    "wagtailadmin_login": {},
    "wagtailadmin_password_reset": {},
    "wagtailadmin_password_reset_done": {},
    "wagtailadmin_password_reset_confirm": {"uidb64": "MQ", "token": "x-y"},
    "wagtailadmin_password_reset_complete": {},
    "wagtailadmin_javascript_catalog": {},
    "wagtailcore_login": {},
}

#: No view of these shows anything of a report; why each is not asked stands beside it.
LEFT_OUT = {
    "wagtailadmin_error_test": "raises on purpose",
    "wagtailadmin_logout": "would end the session that the other cells need",
    "(test404/)": "Wagtail's own 404 page",
    "(^.*/$)": "Wagtail's own 404 page",
    "(^media/(?P<path>.*)$)": "files of the media folder, in which no photo of a report lies",
    "wagtail_serve": "serves pages; those of contrib.pages have tests of their own",
}


def url_of(name: str, kwargs: dict, query: dict | None = None) -> str:
    """Some of Wagtail's patterns have arguments without names."""
    try:
        return reverse(name, kwargs=kwargs, query=query)
    except NoReverseMatch:
        return reverse(name, args=list(kwargs.values()), query=query)


def url_of_list(name: str, world: World) -> str:
    """An address that belongs to no particular report."""
    kwargs = {
        key: world.things.get(value, value) if isinstance(value, str) else value
        for key, value in OTHERS[name].items()
    }
    return url_of(name, kwargs)


def remember(world: World) -> None:
    """Primary keys of Wagtail's own things."""
    from wagtail.models import Collection, Locale, Task, Workflow

    other = world.reports["other"]
    world.things |= {
        "locale": Locale.get_default().pk,
        "collection": Collection.get_first_root_node().pk,
        "workflow": Workflow.objects.get(workflow_content_types__content_type=_reports_type()).pk,
        "task": Task.objects.get(content_type__model="departmentreviewtask").pk,
        "task_state": _task_of(other),
        "state": _state_of(other).pk,
        "revision": _revision_of(other),
    }


def _reports_type() -> ContentType:
    return ContentType.objects.get(app_label="wagtail_anliegen", model="report")
