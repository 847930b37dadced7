"""Compares what citizens saw with what the database holds.

python -m tests.benchmarks.census FILE    FILE has a line “reference retries seconds mail” for each
"""

import json
import sys
from collections import Counter

import django


def main(path: str) -> None:
    django.setup()
    from wagtail_anliegen.notifications.models import OutgoingMessage
    from wagtail_anliegen.photos.models import Photo
    from wagtail_anliegen.reports.models import Report, Reporter

    with open(path) as file:
        lines = [line.split() for line in file]
    seen = [line[0] for line in lines]
    stored = list(Report.objects.values_list("reference", flat=True))
    receipts = Counter(OutgoingMessage.objects.filter(kind="receipt").values_list("report", flat=1))
    numbers = sorted(int(reference[-6:]) for reference in stored)
    print(
        json.dumps(
            {
                "accepted": len(seen),
                "stored": len(stored),
                "lost": len(set(seen) - set(stored)),
                "seen_twice": sum(n - 1 for n in Counter(seen).values()),
                "never_seen": len(set(stored) - set(seen)),
                "gaps": (numbers[-1] if numbers else 0) - len(numbers),
                "with_address": sum(line[3] == "1" for line in lines),
                "reporters": Reporter.objects.exclude(email="").count(),
                "receipts": sum(receipts.values()),
                "receipts_twice": sum(n - 1 for n in receipts.values()),
                "photos": Photo.objects.filter(report__isnull=False).count(),
                "retries": sum(int(line[1]) for line in lines),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
