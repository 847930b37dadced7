"""Detectors that behave as they are told, for tests."""

import threading
import time

from PIL import Image

from wagtail_anliegen.photos.detectors import Detector, Found


NAME = "tests.photos.detectors."


class Nothing(Detector):
    """Never finds anything."""

    name, version, kinds = "nothing", "3", ("face",)

    def detect(self, rgb: Image.Image) -> list[Found]:
        return []


class Places(Nothing):
    """Finds the same places in every picture, in shares of its size."""

    name, kinds = "places", ("face", "plate")

    def __init__(self, *, boxes=((0.1, 0.1, 0.2, 0.2),), kind="face", score=0.9, sure=True):
        self.boxes, self.facts = boxes, {"kind": kind, "score": score, "sure": sure}

    def detect(self, rgb: Image.Image) -> list[Found]:
        size = rgb.size * 2
        scaled = [
            [round(part * whole) for part, whole in zip(box, size, strict=True)]
            for box in self.boxes
        ]
        return [Found(*box, **self.facts) for box in scaled]


class Raising(Nothing):
    """Fails at every picture, or only while ``broken`` is true."""

    name = "raising"
    broken = True

    def detect(self, rgb: Image.Image) -> list[Found]:
        if type(self).broken:
            raise RuntimeError("the model is not there")
        return []


class Slow(Places):
    """Says that it has begun, and goes on once it may."""

    name = "slow"
    begun, go_on = threading.Event(), threading.Event()
    looks = 0

    def detect(self, rgb: Image.Image) -> list[Found]:
        type(self).looks += 1
        type(self).begun.set()
        type(self).go_on.wait(20)
        return super().detect(rgb)


class Endless(Nothing):
    """Leaves a file to say that it has begun, and never ends."""

    name = "endless"

    def __init__(self, *, sign: str):
        self.sign = sign

    def detect(self, rgb: Image.Image) -> list[Found]:
        with open(self.sign, "w") as file:
            file.write("begun")
        time.sleep(600)
        return []


class Needy(Nothing):
    """Needs what nobody has."""

    needs = ("no_such_module_anywhere",)


class Heavy(Nothing):
    """Too much for a process that serves pages."""

    heavy = True


class Wrong(Nothing):
    """Breaks the contract in the way that it is told."""

    def __init__(self, **facts):
        self.facts = {"x1": 1, "y1": 1, "x2": 9, "y2": 9, "kind": "face", "score": 0.5, **facts}

    def detect(self, rgb: Image.Image) -> list[Found]:
        return [Found(**self.facts)]
