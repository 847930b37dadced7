"""What became of a report: its final status, the public answers on the way, internal notes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from random import Random

from .catalogue import top_code


_OLD = {"resolved": 74, "in_progress": 4, "planned": 5, "forwarded": 5, "not_feasible": 6, "rejected": 4,
        "waiting_for_reporter": 2}  # fmt: skip
_MIDDLE = {"resolved": 60, "in_progress": 14, "in_review": 6, "waiting_for_reporter": 5, "planned": 5, "forwarded": 5,
           "not_feasible": 3, "rejected": 2}  # fmt: skip
_FRESH = {"resolved": 26, "in_progress": 26, "in_review": 22, "received": 8, "waiting_for_reporter": 7, "forwarded": 7,
          "rejected": 3, "planned": 3}  # fmt: skip

_PATHS = {  # possible ways to a status
    "received": [("received",)],
    "in_review": [("received", "in_review")],
    "waiting_for_reporter": [("received", "in_review", "waiting_for_reporter")],
    "in_progress": [("received", "in_review", "in_progress"), ("received", "in_progress")],
    "forwarded": [("received", "in_review", "forwarded"), ("received", "forwarded")],
    "planned": [("received", "in_review", "planned")],
    "not_feasible": [("received", "in_review", "not_feasible")],
    "rejected": [("received", "rejected"), ("received", "in_review", "rejected")],
    "duplicate": [("received", "duplicate")],
    "resolved": [
        ("received", "in_review", "in_progress", "resolved"),
        ("received", "in_review", "in_progress", "resolved"),
        ("received", "in_progress", "resolved"),
        ("received", "resolved"),
        ("received", "in_review", "forwarded", "resolved"),
        ("received", "in_review", "planned", "in_progress", "resolved"),
        ("received", "in_review", "waiting_for_reporter", "in_progress", "resolved"),
    ],
}
_PLANNABLE = ("strassen", "geh-und-radwege", "gruen", "spielplaetze", "anregungen")
_SIMPLE = [("received", "resolved"), ("received", "in_review", "resolved")]
_PACE = {"in_review": 0.8, "in_progress": 2.2, "waiting_for_reporter": 2.0, "planned": 6.0, "forwarded": 2.0,
         "resolved": 4.5, "not_feasible": 7.0, "rejected": 1.0, "duplicate": 0.7}  # fmt: skip


@lru_cache(maxsize=1)
def _answers() -> dict[str, dict[str, list[str]]]:
    """Public answers by status and category."""
    path = Path(__file__).parent / "report_answers.json"
    return json.loads(path.read_text(encoding="utf-8"))


def choose_status(random: Random, code: str, age: int) -> str:
    """How far a report of this age has come."""
    table = _OLD if age > 21 else _MIDDLE if age > 6 else _FRESH
    status = random.choices(list(table), list(table.values()))[0]
    if top_code(code) == "lob":
        return "resolved" if age > 2 else "received"
    if status == "planned" and top_code(code) not in _PLANNABLE:
        return "resolved" if age > 21 else "in_progress"
    if top_code(code) == "beschwerde" and status in ("forwarded", "planned", "rejected"):
        return "in_progress" if age < 30 else "resolved"
    return status


def history_for(random: Random, code: str, status: str, age: int) -> list[dict]:
    """The steps to a status; the first is `received` at day 0 without a text."""
    simple = status == "resolved" and top_code(code) in (
        "lob",
        "beschwerde",
        "anregungen",
        "sonstiges",
    )
    paths = _SIMPLE if simple else _PATHS[status]
    path = random.choice(
        [way for way in paths if "planned" not in way[:-1] or top_code(code) in _PLANNABLE]
    )
    waits = [random.uniform(0.25, 1.9) * _PACE[step] for step in path[1:]]
    room = max(age - 0.9, 0.35)
    squeeze = min(1.0, room * random.uniform(0.7, 1.0) / sum(waits)) if waits else 1.0
    days, steps = 0.0, [{"status": "received", "days_after": 0.0, "text": ""}]
    for step, wait in zip(path[1:], waits, strict=True):
        days += wait * squeeze
        steps.append(
            {"status": step, "days_after": round(days, 3), "text": _answer(random, step, code)}
        )
    return steps


def _answer(random: Random, status: str, code: str) -> str:
    """A friendly public sentence for a step."""
    table = _answers()[status]
    return random.choice(table.get(code) or table.get(top_code(code)) or table["*"])


_KINDS = {
    "Ortstermin": "visit",
    "Anruf": "phone",
    "Rückruf": "phone",
    "abgestimmt": "consultation",
    "informiert": "consultation",
    "Freigabe durch": "decision",
    "Zuständigkeit geklärt": "decision",
}


def _kind(note: str) -> str:
    return next((kind for words, kind in _KINDS.items() if words in note), "other")


def notes_for(
    random: Random, first: str, history: list[dict], age: int, overdue: bool = False
) -> list[dict]:
    """Internal notes, the special one of the text first."""
    limit = min(history[-1]["days_after"] + 0.5, max(age - 0.5, 0.02))
    texts = [first] if first else []
    if len(history) > 2 and random.random() < 0.4:
        texts.append(random.choice(_answers()["notes"]["*"]))
    if overdue:
        texts.append(random.choice(_answers()["notes"]["overdue"]))
    return [
        {
            "text": text,
            "kind": _kind(text),
            "days_after": round(limit * (i + 0.4) / (len(texts) + 0.4), 3),
        }
        for i, text in enumerate(texts)
    ]
