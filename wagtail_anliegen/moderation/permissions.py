"""Who may see, work on and release a report, in the words of Wagtail's permission policies."""

from wagtail.permission_policies import ModelPermissionPolicy

from wagtail_anliegen.reports.models import Report


class ReportPermissionPolicy(ModelPermissionPolicy):
    """Each question about one report is first: is it visible to this person at all?

    What Wagtail calls “change” is the permission to work on reports. Nobody adds or deletes
    reports in the admin: they come in through the front door and leave when they are erased.
    """

    verbs = {"view": "view", "change": "handle", "publish": "publish"}

    def __init__(self):
        super().__init__(Report)

    def user_has_permission(self, user, action):
        verb = self.verbs.get(action)
        return verb is not None and user.has_perm(f"wagtail_anliegen.{verb}_report")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        has_it = is_visible if action == "view" else leads
        return self.user_has_permission(user, action) and has_it(user, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return Report.objects.none()
        if self.user_has_permission(user, "view") and "view" in actions:
            return Report.objects.visible_to(user)
        return Report.objects.workable_by(user)

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])

    def _get_permission_codenames(self, actions):
        return {f"{self.verbs[action]}_report" for action in actions if action in self.verbs}


def is_visible(user, report: Report) -> bool:
    """Whether this member of staff may see the report."""
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()


def leads(user, report: Report) -> bool:
    """Whether the report is this person's to work on, and not only to say something about.

    Nobody works on what was erased.
    """
    return Report.objects.workable_by(user).filter(pk=report.pk, erased_at=None).exists()


def may_handle(user, report: Report) -> bool:
    """Whether this member of staff may work on the report."""
    return user.has_perm("wagtail_anliegen.handle_report") and leads(user, report)


def may_review(user, report: Report) -> bool:
    """Whether this member of staff may release the report or ask for changes."""
    return user.has_perm("wagtail_anliegen.publish_report") and leads(user, report)
