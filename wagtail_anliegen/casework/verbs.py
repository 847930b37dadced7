"""What the case view can do: for each button the form, the action and the words afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.moderation import review
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status

from . import (
    actions,
    asking,
    assigning,
    external,
    external_forms,
    follow_up_forms,
    follow_ups,
    forms,
    merge_form,
    merging,
    notes,
    participation,
    priorities,
    responsibility,
    responsibility_forms,
    results,
)


HANDLE, PUBLISH = "wagtail_anliegen.handle_report", "wagtail_anliegen.publish_report"


@dataclass(frozen=True)
class Verb:
    """``append_only`` verbs overwrite nothing, so they need not see the newest state."""

    run: Callable[..., Any]
    form: type[forms.CaseForm] | None
    done: str
    permission: str = HANDLE
    append_only: bool = False
    #: Open to departments that are only asked for a statement.
    for_participants: bool = False
    #: The report lies on somebody else's desk afterwards, also when this person still sees it.
    hands_over: bool = False
    #: Writes to the reporting person, and so has read what the page showed (``newest``).
    tells: bool = False
    #: Said instead of ``done`` while a further step of the review is waited for.
    when_waiting: str = ""


def _reject(report: Report, *, user, **values) -> None:
    actions.change_status(report, status=Status.REJECTED, user=user, **values)


STEP_DONE = _("Noted. Before everybody can read this, it waits for: %(step)s.")


def _withdraw(report: Report, *, user) -> None:
    review.withdraw(report, user=user)


def _merge(report: Report, *, leading: Report, others: list, text: str, user) -> None:
    """The page's report is one of them, whichever leads."""
    merging.merge(leading, others, text=text, user=user)
    report.refresh_from_db()


VERBS: dict[str, Verb] = {
    "release": Verb(
        actions.release_report,
        forms.ReleaseForm,
        _("The report is released."),
        permission=PUBLISH,
        when_waiting=STEP_DONE,
    ),
    "release_accept": Verb(
        actions.release_and_accept,
        forms.ReleaseForm,
        _("The report is released, and you handle it now."),
        permission=PUBLISH,
        when_waiting=STEP_DONE,
    ),
    "request_changes": Verb(
        review.request_changes,
        forms.RequestChangesForm,
        _("Changes are requested. Your colleagues see what has to be done."),
        permission=PUBLISH,
    ),
    "withdraw": Verb(_withdraw, None, _("The public does not see it any more."), PUBLISH),
    "reject": Verb(
        follow_ups.closing(_reject),
        forms.RejectForm,
        _("The report is rejected, and the person is told why."),
        tells=True,
    ),
    "accept": Verb(actions.accept, None, _("You handle this report now.")),
    "assign": Verb(actions.assign, assigning.AssignForm, _("Handled by: %(handler)s.")),
    "status": Verb(
        follow_ups.closing(results.change_status_with_photo),
        forms.StatusForm,
        _("The status is changed."),
        tells=True,
    ),
    "answer": Verb(
        actions.answer, forms.AnswerForm, _("Your answer is published and mailed."), tells=True
    ),
    "ask": Verb(
        asking.ask,
        forms.AskForm,
        _("The question is asked. Until the answer comes, the report waits."),
        tells=True,
    ),
    "seen": Verb(asking.see, forms.SeenForm, _("Noted."), append_only=True),
    "close_fixed": Verb(
        asking.close_as_fixed,
        None,
        _("The report is closed, and the person is told."),
        tells=True,
    ),
    "forward": Verb(
        actions.forward, forms.ForwardForm, _("The report is forwarded."), hands_over=True
    ),
    "refuse": Verb(
        responsibility.refuse,
        responsibility_forms.RefuseForm,
        _("The report goes back: %(department)s decides who gets it."),
        hands_over=True,
    ),
    "follow_up": Verb(
        follow_ups.set_follow_up,
        follow_up_forms.FollowUpForm,
        _("The report comes back on that day."),
        append_only=True,
    ),
    "follow_up_done": Verb(
        follow_ups.finish_follow_up,
        follow_up_forms.FollowUpDoneForm,
        _("The follow-up is done."),
        append_only=True,
    ),
    "follow_up_move": Verb(
        follow_ups.move_follow_up,
        follow_up_forms.FollowUpMoveForm,
        _("The follow-up is on another day now."),
        append_only=True,
    ),
    "involve": Verb(
        participation.involve,
        responsibility_forms.InvolveForm,
        _("The department is asked. The report stays yours."),
        append_only=True,
    ),
    "conclude": Verb(
        participation.conclude,
        responsibility_forms.ConcludeForm,
        _("The statement is kept as a note, and whoever asked is told."),
        append_only=True,
        for_participants=True,
    ),
    "external": Verb(
        external.invite,
        external_forms.InviteForm,
        _("The link is on its way. The report stays yours."),
        append_only=True,
    ),
    "external_renew": Verb(
        external.renew,
        external_forms.RenewForm,
        _("A new link is on its way. The old one leads nowhere."),
        append_only=True,
    ),
    "external_revoke": Verb(
        external.revoke,
        external_forms.LinkForm,
        _("The link leads nowhere any more."),
        append_only=True,
    ),
    "external_seen": Verb(external.see, forms.SeenForm, _("Noted."), append_only=True),
    "note": Verb(
        actions.add_note,
        forms.NoteForm,
        _("Your note is kept."),
        append_only=True,
        for_participants=True,
    ),
    "reword_note": Verb(
        notes.reword_note,
        forms.RewordNoteForm,
        _("Your note is corrected."),
        append_only=True,
        for_participants=True,
    ),
    "category": Verb(
        actions.correct_category,
        forms.CategoryForm,
        _("The category is corrected. Responsible is: %(department)s."),
    ),
    "place": Verb(
        actions.correct_place,
        forms.PlaceForm,
        _("The place is corrected. Responsible is: %(department)s."),
    ),
    "priority": Verb(
        priorities.set_priority, priorities.PriorityForm, _("The priority is changed.")
    ),
    # These two read anew what they lock, in an order of their own, and overwrite nothing.
    "merge": Verb(
        _merge,
        merge_form.MergeForm,
        _("The reports are merged under %(leading)s: one answer reaches everybody who reported."),
        append_only=True,
    ),
    "unmerge": Verb(
        merging.unmerge,
        merge_form.UnmergeForm,
        _("The merge is undone. The report is again what it was."),
        append_only=True,
    ),
}


def forms_for(report: Report, user, *, bound: dict | None = None) -> dict[str, forms.CaseForm]:
    """One form for each verb that has one; ``bound`` holds those that were sent."""
    made = {
        name: verb.form(report=report, user=user, prefix=name)
        for name, verb in VERBS.items()
        if verb.form and name != "release_accept" and name not in (bound or {})
    }
    return {**made, **(bound or {})}
