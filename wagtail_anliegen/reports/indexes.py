"""What a database keeps in order for the reports, so that each page reads only what it shows."""

from django.db.models import Index, Q

from .states import OPEN


_PUBLIC = Q(live=True, publishable=True)
_TO_DO = Q(closed_at__isnull=True)


#: What everybody sees, on the map and as a list.
_OF_THE_PUBLIC = [
    Index(
        fields=["site", "public_cell", "category", "status", "created_at"],
        name="anliegen_map",
        condition=_PUBLIC,
    ),
    Index(
        fields=["site", "public_cell"],
        name="anliegen_open_map",
        condition=_PUBLIC & Q(status__in=sorted(OPEN)),
    ),
    Index(
        fields=["site", "-created_at", "-id"],
        name="anliegen_public_list",
        condition=_PUBLIC,
    ),
]

#: What lies near by, and what was merged with a report.
_OF_A_CASE = [
    Index(fields=["category", "cell", "created_at"], name="anliegen_near"),
    Index(
        fields=["leading_report"],
        name="anliegen_merged",
        condition=Q(leading_report__isnull=False),
    ),
]

#: What the filters of the inbox ask: one that finds little passes by all without touching them.
_ASKED = [
    "confidential",
    "status",
    "category",
    "district",
    "handler",
    "channel",
    "live",
    "publishable",
]

#: All that staff may look for, the newest first.
_OF_THE_ARCHIVE = [
    Index(fields=["site", "status", "category", "-created_at"], name="anliegen_list"),
    Index(fields=["site", "-created_at", "-id", "department", *_ASKED], name="anliegen_all"),
    Index(
        fields=["department", "-created_at", "-id", "site", *_ASKED],
        name="anliegen_all_of_department",
    ),
]

#: What staff still have to do, the most urgent first.
_OF_THE_DESK = [
    # With all that the folders of the inbox ask, so that counting them need not touch the rows.
    Index(
        fields=[
            "site",
            "next_due_on",
            "id",
            "status",
            "live",
            "publishable",
            "confidential",
            "department",
            "handler",
            "closed_at",
        ],
        name="anliegen_desk",
        condition=_TO_DO,
    ),
    Index(
        fields=["site", "-priority", "next_due_on", "id"],
        name="anliegen_urgent",
        condition=_TO_DO,
    ),
]

INDEXES = [*_OF_THE_PUBLIC, *_OF_A_CASE, *_OF_THE_ARCHIVE, *_OF_THE_DESK]
