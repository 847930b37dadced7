"""Hands out a case as a PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report

from .case_file import case_file


class CaseFileView(View):
    """For those who may see the report; ``?person=yes`` adds personal data for who leads it."""

    def get(self, request, pk):
        visible = Report.objects.visible_to(request.user).select_related(
            "site", "category", "district", "department", "handler", "reporter"
        )
        report = get_object_or_404(visible.defer("district__geometry"), pk=pk)
        with_person = request.GET.get("person") == "yes" and leads(request.user, report)
        if with_person and getattr(report, "reporter", None):
            note_look(report, user=request.user, at=Look.What.CONTACT)
        content = case_file(report, user=request.user, with_person=with_person)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{report.reference}.pdf"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
