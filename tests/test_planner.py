"""SQLite knows how many rows of a kind there are, so that it takes the right index."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_report
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sees to it by itself")
def test_sweeping_lets_sqlite_look_at_our_tables_and_at_no_others():
    make_report()
    call_command("anliegen_sweep", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {table for (table,) in cursor.fetchall()}
    assert Report._meta.db_table in known
    assert "wagtailcore_page" not in known


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is asked to look")
def test_sweeping_leaves_other_databases_to_see_to_it_by_themselves():
    with CaptureQueriesContext(connection) as captured:
        call_command("anliegen_sweep", verbosity=0)
    assert captured.captured_queries
    assert not any("ANALYZE" in q["sql"] or "PRAGMA" in q["sql"] for q in captured)
