"""Switches the test mode of a site: mails are diverted, and what comes in is a test report."""

from django.db import transaction
from wagtail.log_actions import log

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.models import Report


@transaction.atomic
def start_test_mode(site, *, address: str, user=None) -> None:
    """From now on no mail reaches anybody but ``address``; without one, all mails are held.

    Also changes the address of a test mode that is on.
    """
    _switch(site, test_mode=True, address=address, user=user)


@transaction.atomic
def end_test_mode(site, *, user=None) -> None:
    """Back to normal; test reports are out of the public's sight for good."""
    city = AnliegenSettings.for_site(site)
    _switch(site, test_mode=False, address=city.test_address, user=user)
    Report.objects.filter(site=site, is_test=True).update(publishable=False)


def _switch(site, *, test_mode: bool, address: str, user) -> None:
    city = AnliegenSettings.for_site(site)
    city.test_mode, city.test_address = test_mode, address
    city.save(update_fields=["test_mode", "test_address"])
    data = {"test_mode": test_mode, "address": address}
    log(instance=city, action="anliegen.test_mode", user=user, data=data)
