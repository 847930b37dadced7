"""Multiplies a town's reports inside the database: a hundred thousand in seconds."""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from modelsearch.conf import get_app_config
from wagtail.models import Revision, TaskState, WorkflowState

from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report, StatusUpdate


#: In the order in which they can be written: what points at a later table is not checked at once.
MODELS = (
    Revision,
    Report,
    StatusUpdate,
    OutgoingMessage,
    ReportLogEntry,
    Photo,
    WorkflowState,
    TaskState,
    get_app_config().get_model("IndexEntry"),
)


@transaction.atomic  # constraints between the tables are checked at its end
def multiply(times: int) -> None:
    """Copy every report and all that belongs to it until there are ``times`` as many."""
    last = {model: model.objects.aggregate(Max("pk"))["pk__max"] or 0 for model in MODELS}
    for number in range(1, times):
        offsets = {model: number * top for model, top in last.items()}
        with connection.cursor() as cursor:
            for model in MODELS:
                cursor.execute(_insert(model, offsets, last[model], number))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), MODELS):
            cursor.execute(statement)


def _insert(model, offsets: dict, top: int, number: int) -> str:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    columns = [field.column for field in fields]
    values = [_value(field, offsets, number) for field in fields]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    chosen = f'SELECT {", ".join(values)} FROM "{table}" WHERE id <= {top}'
    return f'INSERT INTO "{table}" ({names}) {chosen}'


def _value(field, offsets: dict, number: int) -> str:
    """The SQL of a column of the copy: what must be unique is, what points somewhere follows."""
    column = f'"{field.column}"'
    target = field.related_model if field.is_relation else None
    if field.primary_key:
        return f"{column} + {offsets[field.model]}"
    if target in offsets:
        return f"{column} + {offsets[target]}"
    if field.name == "object_id":
        return f"CAST(CAST({column} AS INTEGER) + {offsets[Report]} AS VARCHAR(255))"
    if field.name == "reference":
        counted = f"{number}00000 + CAST(substr({column}, 6) AS INTEGER)"
        return f"substr({column}, 1, 5) || CAST({counted} AS VARCHAR(20))"
    if field.unique and field.get_internal_type() == "UUIDField":
        return "gen_random_uuid()" if _is_postgres() else "lower(hex(randomblob(16)))"
    if field.unique:
        # Checksums are as long as their column; no hexadecimal digit is a “g”.
        return f"'{number}g' || substr({column}, {3 if field.max_length == 64 else 1})"
    return column


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
