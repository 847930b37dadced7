"""A form page and somebody who fills it in."""

import pytest

from tests.intake.walking import Citizen, form_page


@pytest.fixture(autouse=True)
def _nobody_is_too_fast(settings):
    settings.ANLIEGEN_MIN_SECONDS = 0


@pytest.fixture
def form(db):
    return form_page()


@pytest.fixture
def citizen(client, form):
    return Citizen(client)


@pytest.fixture
def another_window(citizen):
    """The same browser: the same cookies."""
    return Citizen(citizen.client)
