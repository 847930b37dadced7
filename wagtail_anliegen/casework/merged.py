"""What the case view shows of the group that a report belongs to."""

from dataclasses import dataclass

from wagtail_anliegen.reports.models import Report


@dataclass(frozen=True)
class Group:
    """``leading`` is the report that this one follows, if the reader may see it.

    ``followers`` are those of the merged reports that the reader may see; ``others`` counts the
    rest.
    """

    is_merged: bool
    leading: Report | None
    followers: list[Report]
    others: int


def group_context(report: Report, user) -> dict:
    """Three queries, however large the group is."""
    visible = Report.objects.visible_to(user)
    leading = None
    if report.leading_report_id:
        leading = visible.filter(pk=report.leading_report_id).select_related("category").first()
    followers = list(
        visible.filter(leading_report=report)
        .select_related("category", "department")
        .prefetch_related("photos")
        .order_by("created_at", "pk")
    )
    others = report.merged_reports.count() - len(followers)
    group = Group(report.leading_report_id is not None, leading, followers, others)
    return {"group": group}
