"""Doors for guests: the core sends these and never listens to them itself."""

from django.dispatch import Signal


# A report was accepted; sent once, after its transaction was committed.
# Arguments:
#   report: the new Report
report_submitted = Signal()

# A person released a report, or another text of it, and everybody can see it now. Sent each
# time; never for a report that stays internal.
# Arguments:
#   report: the published Report
#   user: who released it
report_published = Signal()

# Another department became responsible.
# Arguments:
#   report: the Report
#   previous: the Department before
#   user: who forwarded it, None for the software
department_changed = Signal()

# A report moved to another status.
# Arguments:
#   report: the Report
#   previous: the status code before
#   user: who changed it, None for the software
status_changed = Signal()

# Something personal of a report was erased; whoever keeps a copy erases it too.
# Arguments:
#   report: the Report, as it is now
#   what: "contact", "photos" or "report"
report_erased = Signal()
