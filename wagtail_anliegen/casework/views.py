"""The case view: everything about one report on one screen, and a button for each verb."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from wagtail_anliegen.conf import conf
from wagtail_anliegen.geo.widgets import map_options
from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.moderation.review import NotReviewable, may_decide, waiting_step
from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.groups import Merged
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.personal_words import marked, personal_words
from wagtail_anliegen.reports.states import IllegalTransition, Missing
from wagtail_anliegen.reports.turnaround import expectation
from wagtail_anliegen.routing.absences import absences_today
from wagtail_anliegen.routing.models import RoutingRule
from wagtail_anliegen.routing.rules import NoCentralInbox, explain

from .comparison import compared
from .day import stops_of
from .deadlines import light_of, lines_of
from .external_panel import external_context
from .folders import FIRST, FOLDERS
from .keys import key_of
from .merged import group_context
from .merging import CannotMerge
from .notes import NoteClosed
from .presence import sessions, stamp_of
from .response_templates import offered
from .timeline import timeline
from .triage import tools
from .verbs import HANDLE, PUBLISH, VERBS, forms_for


#: Where the session remembers whether the next report follows by itself.
FOLLOW = "anliegen_follow"


class Stale(Exception):
    """Somebody changed the report since the page was shown."""


#: What may come between showing the page and pressing a button; nothing was done then.
PROBLEMS = (Stale, NotReviewable, IllegalTransition, Missing, NoCentralInbox, NoteClosed)


class CaseView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "wagtail_anliegen/casework/case.html"
    header_icon = "comment"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.folder = FOLDERS.get(request.GET.get("in"), FOLDERS[FIRST])
        #: Whether the person works through a folder, or came by the address of the case.
        self.is_in_folder = request.GET.get("in") in FOLDERS
        self.bound = {}
        self.following = None
        self.problem = ""

    @cached_property
    def report(self) -> Report:
        visible = Report.objects.visible_to(self.request.user).select_related(
            "site",
            "category",
            "district",
            "department",
            "handler",
            "reporter",
            "entered_by",
            "legal_hold",
        )
        return get_object_or_404(visible.defer("district__geometry"), pk=self.kwargs["pk"])

    @cached_property
    def is_leading(self) -> bool:
        """Whether the report is this person's to work on, or another department's that asks."""
        return leads(self.request.user, self.report)

    def get(self, request, *args, **kwargs):
        if getattr(self.report, "reporter", None):
            note_look(self.report, user=request.user, at=Look.What.CONTACT)
        return self.render_to_response(self.get_context_data(report=self.report))

    def post(self, request, *args, **kwargs):
        report, name = self.report, request.POST.get("action", "")
        if name == "follow":
            return self._switch_following()
        verb = VERBS.get(name)
        if verb is None or not request.user.has_perm(verb.permission):
            raise PermissionDenied
        if not (verb.for_participants or self.is_leading):
            raise PermissionDenied
        form = self._bind(name, verb)
        if form is not None and not form.is_valid():
            messages.error(request, _("Nothing was done yet. Please look at the marked field."))
            return self.get(request)
        if self._goes_on:
            self.following = self.folder.next_after(report, request.user)
        try:
            self._perform(verb, form)
        except PROBLEMS as problem:
            del self.report
            self.problem = self._apology(problem)
            return self.get(request)
        step = waiting_step(report) if verb.when_waiting else ""
        done = verb.when_waiting if step else verb.done
        done %= self._words_for(report, step)
        address, is_elsewhere = self._afterwards(verb)
        if is_elsewhere:
            done = f"{report.reference}: {done}"
        messages.success(request, done, buttons=self._way_back() if is_elsewhere else None)
        return redirect(address)

    def _switch_following(self):
        """Whether the next report follows by itself is remembered as long as the login."""
        self.request.session[FOLLOW] = not self.follows
        return redirect(self.case_url(self.report))

    @property
    def follows(self) -> bool:
        return self.request.session.get(FOLLOW, True)

    @property
    def _goes_on(self) -> bool:
        return self.is_in_folder and self.follows

    def _bind(self, name, verb):
        if verb.form is None:
            return None
        key = "release" if name == "release_accept" else name
        self.bound[key] = verb.form(
            self.request.POST,
            self.request.FILES,
            report=self.report,
            user=self.request.user,
            prefix=key,
        )
        return self.bound[key]

    @transaction.atomic
    def _perform(self, verb, form) -> None:
        report = self.report
        if not verb.append_only:
            now = Report.objects.select_for_update().values_list("updated_at").get(pk=report.pk)[0]
            if self.request.POST.get("seen") != now.isoformat():
                raise Stale
        values = form.values if form else {}
        if verb.tells:
            values = {**values, "newest": key_of(self.request.POST.get("newest", ""))}
        verb.run(report, user=self.request.user, **values)

    def _words_for(self, report, step) -> dict:
        """What the words after a verb may name."""
        handler = report.handler
        name = get_user_display_name(handler) if handler else _("nobody yet")
        leading = report.leading_report or report
        return {
            "department": report.department,
            "handler": name,
            "step": step,
            "leading": leading.reference,
        }

    def _apology(self, problem) -> str:
        if isinstance(problem, CannotMerge):
            return str(problem)
        if isinstance(problem, Merged):
            return _("This report was merged: work goes on under the leading one, see below.")
        if isinstance(problem, Stale):
            return _(
                "Somebody changed this report in the meantime, so nothing was done. What you "
                "wrote is still there: look at the history, then send it again if it fits."
            )
        if isinstance(problem, NoteClosed):
            return _(
                "Nothing was changed: a note can be corrected for %(minutes)s minutes, by whoever "
                "wrote it. Please write another one."
            ) % {"minutes": conf.NOTE_MINUTES}
        if isinstance(problem, NoCentralInbox):
            return _(
                "Nothing was changed: no rule fits, and this site has no central inbox. "
                "Whoever maintains the departments can name one."
            )
        return _("This is not possible any more: somebody decided otherwise in the meantime.")

    def _afterwards(self, verb) -> tuple[str, bool]:
        """Where to go on, and whether that is another page than the case.

        The case again, while it lies in the folder it was opened from; else the next one there,
        and where there is none, or this person cannot follow the report, the folder.
        """
        user = self.request.user
        if self._goes_on and (verb.hands_over or not self._lies_here(self.report)):
            return f"{self._next_url() or self.folder.url}#main", True
        if Report.objects.visible_to(user).filter(pk=self.report.pk).exists():
            # A browser keeps the form's fragment: at the top stands what was done.
            return f"{self.case_url(self.report)}#main", False
        return f"{self.folder.url}#main", True

    def _lies_here(self, report: Report) -> bool:
        return self.folder.reports(self.request.user).filter(pk=report.pk).exists()

    def _next_url(self) -> str:
        """The report that followed this one, unless the verb took it along, as merging does."""
        following = self.following
        if following and not self._lies_here(following):
            following = self.folder.next_after(self.report, self.request.user)
        return self.case_url(following) if following else ""

    def _way_back(self) -> list:
        if not Report.objects.visible_to(self.request.user).filter(pk=self.report.pk).exists():
            return []
        return [messages.button(self.case_url(self.report), _("Back to it"))]

    def case_url(self, report: Report) -> str:
        url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
        return f"{url}?in={self.folder.code}" if self.is_in_folder else url

    def get_page_title(self):
        return f"{self.report.reference} {self.report.category}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtail_anliegen_reports:list"), "label": _("Inbox")},
            {"url": self.folder.url, "label": self.folder.label},
            {"url": "", "label": self.report.reference},
        ]

    def get_header_buttons(self):
        following = self.folder.next_after(self.report, self.request.user)
        if following is None:
            return []
        press = {"data-controller": "w-kbd", "data-w-kbd-key-value": "j"}
        return [
            HeaderButton(
                _("Next report"),
                url=self.case_url(following),
                icon_name="arrow-right",
                attrs={**press, "aria-keyshortcuts": "j"},
            )
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        report, user = self.report, self.request.user
        forms = forms_for(report, user, bound=self.bound)
        for form in forms.values():
            context["media"] = context["media"] + form.media if "media" in context else form.media
        return {
            **context,
            **self._bar(),
            **self._responsibility(),
            "report": report,
            "folder": self.folder if self.is_in_folder else replace(self.folder, code=""),
            "light": light_of(report),
            "reporter": getattr(report, "reporter", None),
            "answers": [{**item, "words": in_words(item["answer"])} for item in report.answers],
            "words": marked(report.description),
            "personal": personal_words(_to_be_published(forms["release"])),
            "photos": report.photos.select_related("released_by", "detection"),
            "why_here": explain(report.routing_reason),
            "rule": self._rule(),
            "deadlines": lines_of(report, user),
            "expectation": expectation(report),
            "map": self._map(),
            **self._told(forms["reword_note"]),
            "forms": forms,
            "text_templates": offered(report) if user.has_perm(HANDLE) else [],
            "opened": self.request.POST.get("action", ""),
            "problem": self.problem,
            **self._review(forms["release"]),
            **group_context(report, user),
        }

    def _review(self, releasing) -> dict:
        """How far the release is, and what the editors changed so far in the citizen's words."""
        task_state = self.report.current_workflow_task_state
        state = self.report.current_workflow_state
        return {
            "in_review": task_state is not None,
            "waits_for": task_state.task.name if task_state else "",
            "changes_requested": state is not None and task_state is None,
            "changed_words": _changed_words(self.report, releasing),
        }

    def _told(self, rewording) -> dict:
        """What happened, what nobody has read yet, and who has seen contact data."""
        unseen = Reply.objects.unseen().to_be_read_at(self.report).select_related("report")
        return {
            "timeline": timeline(self.report, self.request.user, rewording),
            "unseen": list(unseen),
            "newest_reply": max((reply.pk for reply in unseen), default=0),
            "looks": self.report.looks.select_related("user"),
        }

    def _bar(self) -> dict:
        """What the bar at the top shows, and who else is there."""
        report, user = self.report, self.request.user
        can_decide = self.is_leading and user.has_perm(PUBLISH) and may_decide(report, user)
        works = self.is_leading and user.has_perm(HANDLE)  # Wagtail asks nobody else who is there
        return {
            "can_decide": can_decide,
            "is_leading": self.is_leading,
            "tools": tools(report, user, can_decide=can_decide) if self.is_leading else [],
            "has_keys": _has_keys(user),
            "follows": self.follows,
            "stamp": stamp_of(report),
            "editing_sessions": sessions(report, user) if works else None,
        }

    def _responsibility(self) -> dict:
        """What this person may do here, who else is asked, who is away, and what comes back."""
        report, user = self.report, self.request.user
        return {
            "on_my_day": stops_of(user).filter(report=report).exists(),
            "can_handle": user.has_perm(HANDLE) and self.is_leading,
            "can_note": user.has_perm(HANDLE) and not report.erased_at,
            "can_see_privacy": _may_erase(user, report),
            "can_release": user.has_perm(PUBLISH) and self.is_leading,
            "participations": report.participations.open().select_related("department"),
            "external": external_context(report),
            "follow_ups": report.follow_ups.open().select_related("person"),
            "absence": absences_today().get(report.handler_id),
        }

    def _rule(self) -> RoutingRule | None:
        """The rule that brought the report here, for those who may change it."""
        key = self.report.routing_reason.get("rule")
        if key is None or not self.request.user.has_perm("wagtail_anliegen.change_routingrule"):
            return None
        return RoutingRule.objects.filter(pk=key).first()

    def _map(self) -> dict | None:
        report = self.report
        options = None if report.latitude is None else map_options(report.site)
        return options and {**options, "position": [report.latitude, report.longitude]}


def _changed_words(report: Report, releasing) -> SafeString:
    """Nothing where the citizen's words are gone, or never were there."""
    text = releasing.fields["public_text"].initial
    return compared(report.description, text) if report.description else SafeString()


def _may_erase(user, report: Report) -> bool:
    if not user.has_perm("wagtail_anliegen.erase_report"):
        return False
    return Report.objects.workable_by(user).filter(pk=report.pk).exists()


def _to_be_published(form) -> str:
    """What the form of the release holds at the moment."""
    return "\n".join(form[name].value() or "" for name in form.fields)


def _has_keys(user) -> bool:
    """Whether the person wants to use Wagtail's keyboard shortcuts."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or profile.keyboard_shortcuts
