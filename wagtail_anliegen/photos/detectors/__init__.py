"""Finds faces and number plates in a photo: the contract of a detector, and those configured.

What a detector needs beyond this package it imports when it looks for the first time: a web
process that only names it in its settings stays as small as it is.
"""

import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.utils.module_loading import import_string
from PIL import Image

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.redaction import RegionKind


@dataclass(frozen=True)
class Found:
    """A place in the picture that a detector was given, in its pixels; ``x2, y2`` lie outside.

    ``kind`` is one of ``RegionKind``, ``score`` goes from 0 to 1. A place that is not ``sure`` is
    not covered: a person is asked to look there.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    kind: str
    score: float = 1.0
    sure: bool = True


class Detector(ABC):
    """Subclass this and name it in ``ANLIEGEN_DETECTORS``; options come as keyword arguments.

    Making one is cheap and imports nothing heavy. One instance serves a process, one photo at a
    time. ``needs`` are modules without which it cannot work; a check asks for them at start. One
    that is ``heavy`` on memory is never run in a process that serves pages.
    """

    name: str
    version: str = ""
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    heavy: bool = False

    @abstractmethod
    def detect(self, rgb: Image.Image) -> list[Found]:
        """All places of the upright RGB picture, with the margin that shall be covered too.

        ``numpy.asarray(rgb)`` is its H×W×3 array of uint8. Any exception means that it could not
        look, and it is tried again later.
        """


class NotADetector(ValueError):
    """An entry of ``ANLIEGEN_DETECTORS`` with which nothing can be done."""


_made: dict[str, Detector] = {}
_making = threading.Lock()


def entries() -> list[tuple[str, dict[str, Any]]]:
    """Path and options of each configured detector. Raises ``NotADetector``."""
    found = []
    for entry in conf.DETECTORS:
        entry = {"path": entry} if isinstance(entry, str) else entry
        if not isinstance(entry, dict) or not {"path"} <= entry.keys() <= {"path", "options"}:
            raise NotADetector(f"{entry!r} is neither a dotted path nor path and options")
        found.append((entry["path"], entry.get("options") or {}))
    return found


def make_detector(path: str, options: dict[str, Any]) -> Detector:
    """A new one. Raises ``ImportError``, or ``NotADetector`` when it is none."""
    try:
        detector = import_string(path)(**options)
    except TypeError as error:
        raise NotADetector(f"{path} does not take these options: {error}") from error
    if not isinstance(detector, Detector):
        raise NotADetector(f"{path} is no Detector")
    return detector


def missing_modules(detector: Detector) -> list[str]:
    """What it needs and is not installed; nothing is imported for it."""
    return [name for name in detector.needs if find_spec(name) is None]


def get_detectors() -> list[Detector]:
    """The configured ones, the same for the whole life of a process.

    Raises ``ImportError`` or ``NotADetector``.
    """
    with _making:
        for path, options in entries():
            if (key := _key(path, options)) not in _made:
                _made[key] = make_detector(path, options)
        return [_made[_key(path, options)] for path, options in entries()]


def _key(path: str, options: dict[str, Any]) -> str:
    return f"{path} {sorted(options.items())}"


def check_detector(detector: Detector) -> None:
    """Raise ``AssertionError`` when a detector does not keep the contract; for a city's tests.

    It looks at pictures of several shapes in which there is nothing to find but noise.
    """
    _check(isinstance(detector, Detector), "it is a Detector")
    _check(isinstance(detector.name, str) and 0 < len(detector.name) <= 40, "it has a short name")
    _check(isinstance(detector.version, str), "its version is a text")
    known = set(RegionKind.values)
    _check(bool(detector.kinds) and set(detector.kinds) <= known, f"its kinds are of {known}")
    _check(not missing_modules(detector), "what it needs is installed")
    for size in ((640, 480), (480, 640), (2048, 300), (64, 64)):
        picture = Image.effect_noise(size, 60).convert("RGB")
        before = picture.tobytes()
        found = detector.detect(picture)
        _check(isinstance(found, list), "it answers with a list")
        for place in found:
            _check_place(place, size, detector)
        _check(detector.detect(picture) == found, "the same picture has the same answer")
        _check(picture.tobytes() == before, "it leaves the picture as it is")


def _check_place(place: Found, size: tuple[int, int], detector: Detector) -> None:
    _check(isinstance(place, Found), "each place is a Found")
    numbers = (place.x1, place.y1, place.x2, place.y2)
    _check(all(type(number) is int for number in numbers), "its corners are plain whole numbers")
    _check(0 <= place.x1 < place.x2 <= size[0], "it lies in the picture, from left to right")
    _check(0 <= place.y1 < place.y2 <= size[1], "it lies in the picture, from top to bottom")
    _check(type(place.score) is float and 0 <= place.score <= 1, "its score goes from 0 to 1")
    _check(place.kind in detector.kinds, "it is of a kind that the detector names")
    _check(type(place.sure) is bool, "it is sure or not")


def _check(holds: bool, rule: str) -> None:
    if not holds:
        raise AssertionError(f"The contract of a detector: {rule}.")
