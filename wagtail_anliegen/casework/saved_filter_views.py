"""Keeping a filter, and the page on which kept ones are renamed, moved and deleted."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.routing.models import Department

from .folders import FOLDERS
from .saved_filters import SHOWN, SavedFilter, known
from .verbs import HANDLE


class SaveFilterForm(forms.Form):
    """``department`` empty means: for me alone."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    department = forms.ModelChoiceField(
        label=gettext_lazy("For whom?"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=gettext_lazy("for me"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.has_perm(HANDLE):
            self.fields["department"].queryset = Department.objects.of_user(user).order_by("name")
        if not self.fields["department"].queryset:
            del self.fields["department"]


class ForStaff(PermissionCheckedMixin):
    permission_policy = ReportPermissionPolicy()
    permission_required = "view"


class SaveFilterView(ForStaff, View):
    """Keeps what the inbox was asked; the address of the list comes with the form."""

    def post(self, request, folder):
        if folder not in FOLDERS:
            raise Http404
        place, query = FOLDERS[folder], known(QueryDict(request.POST.get("query", "")))
        form = SaveFilterForm(request.POST, user=request.user)
        if not form.is_valid() or len(query) > 1000:
            messages.error(request, _("The filter needs a name of at most 60 characters."))
            return redirect(f"{place.url}?{query}")
        department = form.cleaned_data.get("department")
        last = SavedFilter.objects.of(request.user).aggregate(last=Max("sort_order"))["last"]
        saved = SavedFilter.objects.create(
            name=form.cleaned_data["name"].strip(),
            folder=folder,
            query=query,
            user=None if department else request.user,
            department=department,
            sort_order=0 if last is None else last + 1,
        )
        messages.success(request, _("“%(name)s” is kept above the list.") % {"name": saved})
        return redirect(saved.url)


class SavedFiltersView(ForStaff, WagtailAdminTemplateMixin, TemplateView):
    template_name = "wagtail_anliegen/casework/saved_filters.html"
    header_icon = "sliders"
    page_title = gettext_lazy("Saved filters")

    def get_breadcrumbs_items(self):
        inbox = {"url": reverse("wagtail_anliegen_reports:list"), "label": _("Inbox")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        rows = list(SavedFilter.objects.of(self.request.user))
        return {**super().get_context_data(**kwargs), "rows": rows, "shown": SHOWN}

    @transaction.atomic
    def post(self, request):
        rows = list(SavedFilter.objects.of(request.user).select_for_update(of=("self",)))
        key = request.POST.get("filter", "")
        saved = next((row for row in rows if str(row.pk) == key), None)
        if saved is None:
            raise Http404
        if saved.department_id and not request.user.has_perm(HANDLE):
            raise PermissionDenied
        act = {"rename": self._rename, "delete": self._delete, "up": self._move, "down": self._move}
        if (action := request.POST.get("action")) in act:
            act[action](saved, rows)
        return redirect("wagtail_anliegen_reports:filters")

    def _rename(self, saved, rows):
        name = self.request.POST.get("name", "").strip()
        if not name or len(name) > 60:
            messages.error(self.request, _("The filter needs a name of at most 60 characters."))
            return
        saved.name = name
        saved.save(update_fields=["name"])
        messages.success(self.request, _("The filter is called “%(name)s” now.") % {"name": name})

    def _delete(self, saved, rows):
        saved.delete()
        messages.success(self.request, _("“%(name)s” is deleted.") % {"name": saved})

    def _move(self, saved, rows):
        """One place up or down; ties from departments that were joined later disappear.

        Who may not change those of a department orders the own ones among themselves.
        """
        if not self.request.user.has_perm(HANDLE):
            rows = [row for row in rows if not row.department_id]
        index = rows.index(saved)
        target = index + (-1 if self.request.POST["action"] == "up" else 1)
        if 0 <= target < len(rows):
            rows[index], rows[target] = rows[target], rows[index]
        for number, row in enumerate(rows):
            row.sort_order = number
        SavedFilter.objects.bulk_update(rows, ["sort_order"])
