"""About four hundred believable reports from the past year: `generate_reports(today)`."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from .catalogue import category_by_code, top_code
from .report_places import Place, pick_place
from .report_progress import choose_status, history_for, notes_for


BERLIN = ZoneInfo("Europe/Berlin")
HERE = Path(__file__).parent
REPORT_COUNT, NEW_COUNT, DUPLICATE_COUNT = 388, 14, 12
REPEATED = ("category", "street", "house_number", "district", "public_text", "photos", "answers")
PHOTO_SEEDS = 6  # photos repeat, so that a loader draws each of them once

WEIGHTS = {  # how often a category is chosen
    "wilder-muell": 44, "papierkorb": 26, "scherben-schmutz": 18, "schlagloch": 36, "fahrbahn-abgesackt": 10,
    "markierung": 10, "gehweg-schaden": 20, "radweg-schaden": 14, "weg-zugewachsen": 16, "auto-ohne-kennzeichen": 24,
    "anhaenger-wohnwagen": 8, "schrottfahrrad": 8, "baum-ast": 22, "beet-hecke": 14, "parkbank": 12,
    "eichenprozessionsspinner": 16, "spielgeraet": 16, "spielplatz-sauberkeit": 6, "ampel": 12, "verkehrszeichen": 11,
    "laterne-beschaedigt": 12, "graffiti": 14, "vandalismus": 8, "gully": 18, "gewaesser": 7, "idee-verkehr": 12,
    "idee-stadtgruen": 10, "idee-aufenthalt": 11, "anregungen": 4, "lob": 16, "beschwerde": 8, "sonstiges": 12,
}  # fmt: skip
WEEKDAYS = (1.25, 1.15, 1.05, 1.0, 1.0, 0.85, 0.9)
HOURS = (1, 0, 0, 0, 0, 1, 4, 11, 13, 10, 8, 8, 10, 8, 7, 8, 11, 13, 12, 11, 9, 7, 4, 2)
GREETINGS = (
    "Guten Tag, ",
    "Hallo, ",
    "Guten Morgen, ",
    "Liebe Stadt, ",
    "Sehr geehrte Damen und Herren, ",
)
ENDINGS = (
    " Danke!",
    " Vielen Dank.",
    " Mit freundlichen Grüßen",
    " Bitte kümmern Sie sich darum.",
    " VG",
    " Danke im Voraus!",
)
FIRST = ("Swantje", "Ole", "Gülcan", "Henrik", "Marlies", "Pawel", "Jutta", "Amir", "Friedhelm", "Nele", "Ibrahim",
         "Käthe", "Lorenz", "Mirja", "Anselm", "Dörte", "Yusuf", "Rosalie", "Till", "Elke")  # fmt: skip
LAST = ("Brinkhoff", "Ahlfeldsen", "Tiemer", "Karabulat", "Wessling-Moor", "Nowakwitz", "Hüttenrauch", "Lindhorst",
        "Sommerfeldt", "Ostkamp", "Rieselmann", "Pohlkötter", "Vossbeck", "Demirkol", "Grünhagen", "Stratmeyer",
        "Ebbinghusen", "Kolthoff", "Markwitz", "Uhlenbruck")  # fmt: skip
SPOTS = ("gegenüber der Bushaltestelle", "hinter dem Glascontainer", "direkt an der Ecke", "neben dem Stromkasten",
         "in Höhe der Einfahrt", "auf der Seite mit den geraden Hausnummern", "kurz vor der Kurve", "am Ende der Straße",
         "vor dem Kiosk", "beim Trafohäuschen", "zwischen den beiden Bäumen", "an der Zufahrt zum Hof")  # fmt: skip


@lru_cache(maxsize=1)
def _texts() -> dict[str, list[dict]]:
    """The base texts by category."""
    found: dict[str, list[dict]] = {}
    for entry in json.loads((HERE / "report_texts.json").read_text(encoding="utf-8")):
        found.setdefault(entry["category"], []).append(entry)
    return found


def generate_reports(today: date, seed: int = 2024, now: datetime | None = None) -> list[dict]:
    """Reports in order of time; `now` keeps this morning's reports out of the future."""
    random = Random(seed)
    decks: dict[str, list[dict]] = {}
    reports = [_report(random, decks, _moment(random, today), today) for _ in range(REPORT_COUNT)]
    reports += [_new_report(random, decks, today) for _ in range(NEW_COUNT)]
    for report in reports:
        if now and report["created"] > now:
            report["created"] -= timedelta(days=1)
    reports.sort(key=lambda report: report["created"])
    _repeat_new_ones(random, reports)
    _mark_duplicates(random, reports)
    _ensure_overdue(random, reports, today)
    return reports


def _moment(random: Random, today: date) -> datetime:
    """A time in the past year: denser lately, on weekdays and in daytime."""
    while True:
        day = today - timedelta(days=2 + int(363 * random.random() ** 1.55))
        if random.random() < WEEKDAYS[day.weekday()] / 1.25:
            hour = random.choices(range(24), HOURS)[0]
            return datetime(
                day.year,
                day.month,
                day.day,
                hour,
                random.randrange(60),
                random.randrange(60),
                tzinfo=BERLIN,
            )


def _new_report(random: Random, decks: dict, today: date) -> dict:
    """A report of yesterday or this morning that nobody has looked at yet."""
    early = random.random() < 0.3
    day = today if early else today - timedelta(days=1)
    hour = (
        random.randrange(5, 8) if early else random.choice((8, 10, 12, 15, 16, 17, 18, 19, 20, 21))
    )
    created = datetime(
        day.year,
        day.month,
        day.day,
        hour,
        random.randrange(60),
        random.randrange(60),
        tzinfo=BERLIN,
    )
    return _report(random, decks, created, today, status="received")


def _report(random: Random, decks: dict, created: datetime, today: date, status: str = "") -> dict:
    """One report with everything that belongs to it."""
    code = _category(random, created)
    entry, place = _next_text(random, decks, code, created.month), pick_place(random)
    age = (today - created.date()).days
    status = status or choose_status(random, code, age)
    history = history_for(random, code, status, age)
    original, public = _words(random, entry, place)
    return {
        "category": code,
        "created": created,
        "text": original,
        "public_text": public,
        "street": place.street,
        "house_number": place.number if "{nr}" in entry["text"] or random.random() < 0.45 else "",
        "district": place.district,
        "lat": place.latitude,
        "lon": place.longitude,
        "location_note": random.choice(SPOTS) if random.random() < 0.3 else "",
        "answers": dict(entry["answers"]),
        "photos": _photos(random, entry),
        "reporter": _reporter(random, bool(entry.get("person"))),
        "status": status,
        "history": history,
        "notes": notes_for(random, entry.get("note", ""), history, age),
        "forwarded": any(step["status"] == "forwarded" for step in history),
        "live": _is_live(code, status, age),
        "duplicate_of": None,
    }


def _category(random: Random, created: datetime) -> str:
    """A category that is in season."""
    while True:
        code = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        season = category_by_code()[code].season
        if season is None or season[0] <= (created.month, created.day) <= season[1]:
            return code


def _next_text(random: Random, decks: dict, code: str, month: int) -> dict:
    """The next base text of a category that suits the month; others come before one comes again."""
    deck = decks.setdefault(code, random.sample(_texts()[code], len(_texts()[code])))
    entry = next((entry for entry in deck if month in entry.get("months", (month,))), deck[0])
    deck.remove(entry)
    deck.append(entry)
    return entry


def _words(random: Random, entry: dict, place: Place) -> tuple[str, str]:
    """The citizen's text and what the public reads."""
    before = after = ""
    polite = entry["text"][0].isupper() and not entry["text"].startswith(
        ("Guten", "Moin", "Sehr", "{In}")
    )
    if polite and random.random() < 0.12:
        before = random.choice(GREETINGS)
    if entry["text"].endswith(".") and random.random() < 0.2:
        after = random.choice(ENDINGS)
    original = before + place.fill(entry["text"]) + after
    public = entry.get("public")
    return original, before + place.fill(public) + after if public else original


def _photos(random: Random, entry: dict) -> list[tuple[str, int]]:
    """None, one or two photos of the subject."""
    if not entry["photo"] or random.random() < 0.18:
        return []
    count = 2 if random.random() < 0.18 else 1
    return [(entry["photo"], seed) for seed in random.sample(range(PHOTO_SEEDS), count)]


def _reporter(random: Random, required: bool) -> dict | None:
    """Contact data, if any: most people want to hear back."""
    if not required and random.random() < 0.34:
        return None
    first, last = random.choice(FIRST), random.choice(LAST)
    plain = f"{first}.{last}".lower().translate(
        str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    )
    name = f"{first} {last}" if required or random.random() < 0.8 else ""
    return {"name": name, "email": f"{plain}@example.org"}


def _is_live(code: str, status: str, age: int) -> bool:
    """Whether the report has been released for the public."""
    if not category_by_code()[code].public or status in ("rejected", "duplicate"):
        return False
    return status != "received" or age > 2


def _repeat_new_ones(random: Random, reports: list[dict]) -> None:
    """Two of the new reports are about what a third one says: somebody may merge them."""
    waiting = [r for r in reports if r["status"] == "received" and not r["live"]]
    usual = [r for r in waiting if r["photos"] and top_code(r["category"]) != "beschwerde"]
    for first in usual[:1]:
        others = [r for r in reversed(waiting) if r is not first][:2]
        for later, words in zip(others, ("Das sehe ich auch: ", "Schon wieder! "), strict=False):
            later.update({key: first[key] for key in REPEATED})
            later["text"] = words + first["text"]
            later["lat"] = round(first["lat"] + random.uniform(-0.00005, 0.00005), 6)
            later["lon"] = round(first["lon"] + random.uniform(-0.00005, 0.00005), 6)


def _mark_duplicates(random: Random, reports: list[dict]) -> None:
    """Some reports repeat an earlier one from the same spot; `duplicate_of` is the index of that one."""
    leading = [
        i
        for i, r in enumerate(reports)
        if r["live"] and r["photos"] and top_code(r["category"]) != "anregungen"
    ]
    chosen = random.sample([i for i in leading if i < len(reports) - 40], DUPLICATE_COUNT)
    for index in sorted(chosen):
        first = reports[index]
        later = next((r for r in reports[index + 1 :] if r["category"] == first["category"] and r["live"]
                      and r["created"] - first["created"] < timedelta(days=45)), None)  # fmt: skip
        if later is None or later["duplicate_of"] is not None or first["duplicate_of"] is not None:
            continue
        entry = _texts()[later["category"]]
        place = Place(
            first["street"],
            first["house_number"] or "12",
            first["district"],
            first["lat"],
            first["lon"],
        )
        later["text"], later["public_text"] = _words(random, random.choice(entry), place)
        later.update({key: first[key] for key in ("street", "house_number", "district")})
        later["lat"] = round(first["lat"] + random.uniform(-0.00005, 0.00005), 6)
        later["lon"] = round(first["lon"] + random.uniform(-0.00005, 0.00005), 6)
        later.update(status="duplicate", live=False, duplicate_of=index, forwarded=False, notes=[])
        later["history"] = history_for(random, later["category"], "duplicate", 400)


def _ensure_overdue(random: Random, reports: list[dict], today: date) -> None:
    """A few open reports are long past their deadline."""
    old = [
        r
        for r in reports
        if 25 <= (today - r["created"].date()).days <= 80 and r["status"] == "resolved"
    ]
    for report in random.sample(old, min(6, len(old))):
        age = (today - report["created"].date()).days
        report["status"] = random.choice(("in_progress", "in_review", "in_progress"))
        report["history"] = history_for(random, report["category"], report["status"], age)
        report["notes"] = notes_for(random, "", report["history"], age, overdue=True)
        report["forwarded"] = False
