"""What SQLite knows of our tables, so that it takes the index that reads the least.

PostgreSQL's autovacuum sees to that by itself; SQLite guesses until somebody tells it to look.
"""

from django.apps import apps
from django.db import connections, router


#: Entries of an index that are looked at, in milliseconds with millions of rows: about how many
#: rows share a value, on average, so that the narrower of two indexes is taken. That some values
#: are far more frequent than others is not seen. See https://www.sqlite.org/lang_analyze.html.
LOOKED_AT = 1000


def refresh_statistics() -> None:
    """Look at our tables anew; does nothing on other databases. Safe to run at any time."""
    for model in apps.get_app_config("wagtail_anliegen").get_models():
        connection = connections[router.db_for_write(model)]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
