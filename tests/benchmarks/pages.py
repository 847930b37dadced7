"""Queries and milliseconds of each page, in one process, through Django's own client.

python -m tests.benchmarks.pages SIZE RUNS OUTPUT.json      (in an environment of databases.py)
"""

import json
import statistics
import sys
import time
from random import Random

import django


def main(size: int, runs: int, output: str) -> None:
    django.setup()
    from tests.benchmarks.reports import fill
    from tests.benchmarks.town import load

    town, started = load(), time.monotonic()
    fill(town, size, Random(2026))
    _analyse()
    print(f"{size:>9,} reports written in {time.monotonic() - started:.0f} s", flush=True)
    figures = _measure(dict(_pages(town)), runs)
    with open(output, "w") as file:
        json.dump(figures, file)


def _analyse() -> None:
    """What autovacuum and `anliegen_sweep` do on a machine that is not a minute old."""
    from django.db import connection

    from wagtail_anliegen.planner import refresh_statistics

    refresh_statistics()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _measure(pages: dict, runs: int) -> dict:
    """Warm up, count the queries of each page, then time them in turn, ``runs`` times.

    In turn, because a machine that others use is slow for seconds: that must not hit one page.
    """
    figures = {name: _looked_at(ask) for name, ask in pages.items()}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(runs):
        for name, ask in pages.items():
            started = time.perf_counter()
            ask().getvalue()
            times[name].append((time.perf_counter() - started) * 1000)
    for name, taken in times.items():
        figures[name] |= {
            "best": min(taken),
            "p50": statistics.median(taken),
            "p95": statistics.quantiles(taken, n=20)[-1],
        }
    return figures


def _looked_at(ask) -> dict:
    response = ask()
    assert response.status_code == 200, (response.status_code, response.request["PATH_INFO"])
    # The least of some: what is kept for some seconds is asked for now and then.
    queries, content = min((_counted(ask) for _ in range(3)), key=lambda counted: counted[0])
    return {"queries": queries, "kib": len(content) / 1024}


def _counted(ask) -> tuple[int, bytes]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        content = ask().getvalue()
    return len(captured), content


#: “Rollstuhl” stands in nearly every second report, the number of a house in few.
WORDS = {
    "common word": "Rollstuhl",
    "part of a word": "müll",
    "two words": "Laterne+flackert",
    "rare words": "Straße+599",
    "no such word": "Nashorn",
}


def _client(username: str = ""):
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    if username:
        client.force_login(User.objects.get(username=username))
    return client


def _pages(town):
    yield from _public_pages(town)
    yield from _form_pages(town)
    yield from _staff_pages()


def _public_pages(town):
    from django.urls import reverse

    from wagtail_anliegen.reports.models import Report

    public, client = Report.objects.public(town.site), _client()
    # The same kind of report at every size: with a photo, a district and an answer.
    alike = public.filter(status="resolved", district__isnull=False, photos__isnull=False)
    newest = alike.select_related("site").first()
    branch, district = town.categories[0].parent, town.districts[4]

    def get(path):
        return lambda: client.get(path)

    yield "public list", get("/karte/")
    yield "public list, page 6", get(_behind(client, 5))
    yield "public list, category", get(f"/karte/?category={branch.code}")
    yield "public list, rare category", get(f"/karte/?category={town.categories[-1].code}")
    yield "public list, district", get(f"/karte/?district={district.pk}")
    yield "public list, open", get("/karte/?status=open")
    yield "public list, last week", get("/karte/?period=week")
    narrow = f"category={branch.code}&district={district.pk}&status=closed&period=year"
    yield "public list, four filters", get(f"/karte/?{narrow}")
    for zoom in (10, 13, 16, 18):
        path = reverse("wagtail_anliegen:tile", args=[zoom, *_tile(zoom)])
        yield f"map tile, zoom {zoom}", get(path)
    path = reverse("wagtail_anliegen:tile", args=[13, *_tile(13)])
    yield "map tile, zoom 13, category", get(f"{path}?category={branch.code}")
    yield "map tile, zoom 13, open", get(f"{path}?status=open")
    yield "public report", get(newest.get_absolute_url())
    yield "status page", get(newest.secret_path)


def _tile(zoom: int) -> tuple[int, int]:
    """The tile in the middle of the town."""
    from tests.benchmarks.scale import HEIGHT, SOUTH, WEST, WIDTH
    from wagtail_anliegen.geo.cells import ZOOM, grid_position

    column, row = grid_position(SOUTH + HEIGHT / 2, WEST + WIDTH / 2)
    return column >> (ZOOM - zoom), row >> (ZOOM - zoom)


def _behind(client, pages: int) -> str:
    """The address of a page further down, found as a reader would: by the link to older ones."""
    import html
    import re

    path = "/karte/"
    for _ in range(pages):
        link = re.search(r'rel="next" href="([^"]+)"', client.get(path).content.decode())
        path = html.unescape(link.group(1))
    return path


def _form_pages(town):
    from tests.benchmarks.citizen import FORM, Walk

    client, category = _client(), town.categories[3]
    start = _client()
    yield "form, start", lambda: start.get(FORM)
    yield "form, category", lambda: client.get(f"{FORM}category/")
    walk = Walk(client, branch=category.parent.code, category=category.code)
    for step in walk.steps():
        yield f"form, {step}", lambda step=step: client.get(f"{FORM}{step}/")


def _staff_pages():
    from django.urls import reverse

    from wagtail_anliegen.casework.folders import FOLDERS
    from wagtail_anliegen.notifications.viewsets import OutgoingMessageAdmin
    from wagtail_anliegen.reports.models import Report

    inbox = "/admin/anliegen/reports/folder/"
    for username in ("dispatcher", "clerk"):
        client = _client(username)

        def get(path, client=client):
            return lambda: client.get(path)

        for code in FOLDERS:
            yield f"{username}: inbox, {code}", get(f"{inbox}{code}/")
        category = Report.objects.first().category_id
        filters = _filters(username)
        words = {name: f"q={words}" for name, words in WORDS.items()}
        # A browser asks for the list alone when somebody filters or searches …
        for name, query in {**filters, **words, "reference": "q=000777"}.items():
            yield f"{username}: all, {name}", get(f"{inbox}all/results/?{query}")
        # … and for the whole page when it is opened from a link or a bookmark.
        for name in ("handler", "four filters", "two words"):
            query = {**filters, **words}[name]
            yield f"{username}: page of all, {name}", get(f"{inbox}all/?{query}")
        yield f"{username}: news", get(f"{inbox}all/news/?seen=1-1")
        # Of one status, as each status asks for its own choices.
        alike = FOLDERS["all"].reports(_user(username)).filter(status="in_progress")
        ids = "&".join(f"id={key}" for key in alike.values_list("pk", flat=True)[:50])
        yield f"{username}: bulk, 50 chosen", get(f"{inbox}all/bulk/status/?{ids}")
        yield (
            f"{username}: bulk, all that fit",
            get(f"{inbox}all/bulk/status/?id=all&status=in_progress"),
        )
        case = FOLDERS["department"].reports(_user(username)).first()
        case = case or Report.objects.first()
        yield f"{username}: case view", get(f"/admin/anliegen/reports/edit/{case.pk}/")
        yield f"{username}: delivery log", get(OutgoingMessageAdmin().url_helper.index_url)
        yield f"{username}: dashboard", get("/admin/")
        # To read the others by: nothing of it is ours but the menu.
        yield f"{username}: Wagtail's account form", get("/admin/account/")
        keeper = _client(_keeps_filters(username))
        yield f"{username}: all, ten saved filters", get(f"{inbox}all/", keeper)
    admin = _client("admin")
    category = Report.objects.first().category_id
    for name, arguments in (("list", []), ("edit", [category])):
        path = reverse(f"wagtail_anliegen_categories:{name}", args=arguments)
        yield f"admin: categories, {name}", lambda path=path: admin.get(path)


def _filters(username: str) -> dict[str, str]:
    """One question for each filter of the inbox, and a narrow one with several."""
    from datetime import date, timedelta

    from wagtail_anliegen.geo.models import District
    from wagtail_anliegen.reports.models import Report

    report = Report.objects.first()
    week = date.today() - timedelta(days=7)
    single = {
        "status": "status=planned&status=forwarded",
        "category": f"category={report.category_id}",
        "department": f"department={report.department_id}",
        "district": f"district={District.objects.first().pk}",
        "last week": f"created_at_from={week}",
        "handler": f"handler={_user('clerk').pk}",
        "not public": "public=no",
        "with photo": "photo=yes",
        "with photo, not public": "photo=yes&public=no",
        "accepted": "accepted=yes",
        "not accepted": "accepted=no",
        "overdue": "overdue=yes",
        "answer promised": "due=yes",
        "channel": "channel=phone",
    }
    return {**single, "four filters": "&".join(list(single.values())[:4])}


def _keeps_filters(username: str) -> str:
    """Somebody in the same groups who has as many saved filters as the inbox shows."""
    from django.contrib.auth.models import User

    from wagtail_anliegen.casework.saved_filters import SHOWN, SavedFilter

    keeper = User.objects.create_user(f"{username} with filters")
    keeper.groups.set(_user(username).groups.all())
    questions = [*list(_filters(username).values())[: SHOWN - 1], "q=Rollstuhl"]
    for number, query in enumerate(questions):
        SavedFilter.objects.create(name=str(number), folder="all", query=query, user=keeper)
    return keeper.username


def _user(username: str):
    from django.contrib.auth.models import User

    return User.objects.get(username=username)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
