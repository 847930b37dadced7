"""Reports of an older system are taken over once, quietly, and what is refused is named."""

import csv
import json
import time
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    central_inbox,
    default_site,
)
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report, Reporter, StatusUpdate
from wagtail_anliegen.reports.search import keys_with
from wagtail_anliegen.reports.states import Status


pytestmark = pytest.mark.django_db

HEAD = (
    "Nummer;Eingang;abgeschlossen;Status;Kategorie;Beschreibung;Antwort;"
    "lat;long;Fachbereich;öffentlich"
)
GOOD = "A-1;03.02.2019;07.02.2019 14:30;erledigt;Müll;Sofa im Wald;Abgeholt.;51,65;7,85;;ja"


@pytest.fixture
def town():
    site = default_site()
    central_inbox(site)
    waste = CategoryFactory(name="Müll", code="muell")
    DistrictFactory(name="Mitte")
    works = DepartmentFactory(name="Bauhof")
    RoutingRuleFactory(category=waste, department=works)
    return site


@pytest.fixture
def take(tmp_path, town):
    """Write lines into a file and take it over; returns what the command said."""

    def take(*lines, encoding="utf-8", mapping=None, **options):
        path = tmp_path / "alt.csv"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        if "mapping" not in options:
            words = mapping or {"source": "Altsystem", "status": {"erledigt": "resolved"}}
            options["mapping"] = tmp_path / "mapping.json"
            options["mapping"].write_text(json.dumps(words))
        out, err = StringIO(), StringIO()
        call_command("anliegen_import_reports", path, stdout=out, stderr=err, **options)
        return out.getvalue() + err.getvalue()

    return take


def test_a_row_becomes_a_report_with_its_history(take):
    assert take(HEAD, GOOD).startswith("1 new, 0 known already, 0 refused")
    report = Report.objects.get()
    assert report.reference == "2019-000001"
    assert (report.status, report.is_public) == (Status.RESOLVED, True)
    assert (report.latitude, report.longitude) == (51.65, 7.85)
    assert report.cell and report.district.name == "Mitte"
    assert report.department.name == "Bauhof"
    assert report.created_at.strftime("%d.%m.%Y") == "03.02.2019"
    steps = list(StatusUpdate.objects.values_list("status", "text"))
    assert steps == [("received", ""), ("resolved", "Abgeholt.")]
    assert (report.old_report.source, report.old_report.number) == ("Altsystem", "A-1")
    assert "A-1" in report.notes.get().text


def test_its_pages_open(take, client, admin_client):
    take(HEAD, GOOD)
    report = Report.objects.get()
    assert client.get(report.get_absolute_url()).status_code == 200
    assert client.get(report.secret_path).status_code == 200
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    assert admin_client.get(case).status_code == 200
    call_command("anliegen_verify", stdout=StringIO())


def test_a_second_time_nothing_changes(take):
    take(HEAD, GOOD)
    before = list(Report.objects.values())
    changed = GOOD.replace("Sofa", "Sessel")
    assert take(HEAD, changed).startswith("0 new, 1 known already, 0 refused")
    assert list(Report.objects.values()) == before
    assert StatusUpdate.objects.count() == 2


def test_the_same_number_of_another_system_is_another_report(take):
    take(HEAD, GOOD)
    take(HEAD, GOOD, mapping={"source": "Hotline", "status": {"erledigt": "resolved"}})
    assert Report.objects.count() == 2


def test_no_mail_is_written_and_no_review_begins(take):
    take(HEAD + ";email;name", GOOD + ";kanari@example.org;Vogel")
    assert not OutgoingMessage.objects.exists()
    assert mail.outbox == []
    assert Reporter.objects.get().email == "kanari@example.org"
    assert Report.objects.get().current_workflow_state is None


def test_what_somebody_worked_on_there_waits_to_be_taken_over_here(take):
    row = "A-9;03.02.2019;;in_progress;Müll;Sofa;;;;;"
    take(HEAD, row)
    report = Report.objects.get()
    assert report.status == report.updates.last().status == Status.IN_REVIEW


def test_a_named_department_wins_over_the_rules(take, town):
    DepartmentFactory(name="Forstamt")
    take(HEAD, GOOD.replace("7,85;;", "7,85;Forstamt;"))
    assert Report.objects.get().department.name == "Forstamt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_whatever_excel_wrote_is_read(take, encoding):
    assert take(HEAD, GOOD, encoding=encoding).startswith("1 new")
    assert Report.objects.get().category.name == "Müll"


def test_commas_and_iso_dates_are_read_too(take):
    take("number,received,category,text", '7,2020-05-06T07:08:09,muell,"a, b\nc"')
    assert Report.objects.get().description == "a, b\nc"


def test_columns_and_words_can_be_mapped(take):
    words = {
        "source": "x",
        "columns": {"Ticket": "number", "Am": "received", "Art": "category", "Wer": "department"},
        "category": {"Unrat": "muell"},
        "department": {"70": "Bauhof"},
    }
    take("Ticket;Am;Art;Wer;Egal", "1;1.2.2020;Unrat;70;-", mapping=words)
    assert Report.objects.get().department.name == "Bauhof"


REFUSED = [
    (";03.02.2019;;;Müll;;;;;;", "Nummer"),
    ("B;;;;Müll;;;;;;", "Eingang"),
    ("B;32.02.2019;;;Müll;;;;;;", "32.02.2019"),
    ("B;03.02.2999;;;Müll;;;;;;", "Zukunft"),
    ("B;03.02.2019;01.02.2019;;Müll;;;;;;", "Zukunft"),
    ("B;03.02.2019;;erledigt;Müll;;;;;;", "Abgeschlossene"),
    ("B;03.02.2019;04.02.2019;received;Müll;;;;;;", "Abgeschlossene"),
    ("B;03.02.2019;;Zauber;Müll;;;;;;", "Zauber"),
    ("B;03.02.2019;;;Gold;;;;;;", "Gold"),
    ("B;03.02.2019;;;Müll;;;91;7;;", "91"),
    ("B;03.02.2019;;;Müll;;;51;;;", "zusammen"),
    ("B;03.02.2019;;;Müll;;;51;x;;", "x"),
    ("B;03.02.2019;;;Müll;;;;;Zauberamt;", "Zauberamt"),
]


@pytest.mark.parametrize(("line", "word"), REFUSED)
def test_what_is_refused_is_named_with_line_and_reason(take, tmp_path, line, word):
    path = tmp_path / "nicht.csv"
    assert "1 new, 0 known already, 1 refused" in take(HEAD, line, GOOD, refused=path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert row["line"] == "2"
    assert word in row["reason"]


def test_a_number_that_stands_twice_is_taken_once(take):
    assert "1 new, 0 known already, 1 refused" in take(HEAD, GOOD, GOOD)


def test_a_dry_run_changes_nothing_and_says_the_same(take):
    bad = "B;03.02.2019;;;Gold;;;;;;"
    assert take(HEAD, GOOD, bad, dry_run=True) == take(HEAD, GOOD, bad)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("lines", [["x;y"], ["\0"], ["Nummer;Eingang"]])
def test_what_is_no_such_file_is_an_error(take, lines):
    with pytest.raises(CommandError):
        take(*lines)


@pytest.mark.parametrize("words", [[1], {"columns": {"a": "b"}}, {"x": 1}, {"status": {"a": 1}}])
def test_a_wrong_mapping_is_an_error(take, words):
    with pytest.raises(CommandError):
        take(HEAD, GOOD, mapping=words)


def test_a_thousand_rows_with_mistakes_take_seconds(take):
    lines = []
    for n in range(1000):
        category = "Gold" if n % 10 == 0 else "Müll"
        year = 2018 + n % 5
        lines.append(f"N{n};0{1 + n % 9}.03.{year};;;{category};Text {n};;51,6{n % 10};7,8;;")
    began = time.monotonic()
    assert "900 new, 0 known already, 100 refused" in take(HEAD, *lines)
    assert time.monotonic() - began < 60  # some seconds, on a machine that has nothing else to do
    assert "0 new, 900 known already, 100 refused" in take(HEAD, *lines)
    references = set(Report.objects.values_list("reference", flat=True))
    assert len(references) == 900
    call_command("anliegen_verify", stdout=StringIO())


@pytest.mark.parametrize(
    ("status", "extra", "is_taken"),
    [
        ("planned", "", False),
        ("planned", "01.05.2030;", True),
        ("forwarded", "", False),
        ("forwarded", ";Kreis", True),
        ("waiting_for_reporter", "", True),
    ],
)
def test_a_state_needs_what_it_needs(take, status, extra, is_taken):
    row = f"A-1;03.02.2019;;{status};Müll;Sofa;Wo?;51,65;7,85;;nein;{extra}"
    take(HEAD + ";expected_on;forwarded_to", row)
    assert Report.objects.count() == is_taken


def test_what_was_asked_or_refused_is_for_the_person_alone_and_the_clock_stands(take):
    take(HEAD, "A-1;03.02.2019;04.02.2019;rejected;Müll;Sofa;Nein;51,65;7,85;;nein")
    report = Report.objects.get()
    assert report.updates.get(text="Nein").audience == "reporter"
    assert (report.rejection_reason, report.paused_on.day) == ("other", 4)


def test_what_was_taken_over_is_found_by_its_words(take):
    take(HEAD, GOOD)
    assert keys_with("Sofa", Report) == [Report.objects.get().pk]
    assert keys_with("Abgeholt", Report) == [Report.objects.get().pk]
