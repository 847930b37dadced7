"""What every page of the admin says during the test mode."""

from django.template.loader import render_to_string

from wagtail_anliegen.editor_settings import AnliegenSettings


def test_mode_banner() -> str:
    """For Wagtail's hook ``insert_global_admin_js``, the only one that reaches every page."""
    # Asked for on every page, so no more than the names.
    testing = AnliegenSettings.objects.filter(test_mode=True)
    rows = testing.values_list("site__site_name", "site__hostname")
    names = [name or hostname for name, hostname in rows]
    if not names:
        return ""
    return render_to_string("wagtail_anliegen/setup/admin_banner.html", {"names": names})
