"""``make bench-detectors``: what the detectors find by size, and what a photo costs.

Needs the extra ``anonymise``, and for faces scikit-image. The pictures are drawn here, so the
figures compare versions with one another; they do not say how it goes in a real street.
"""

import argparse
import io
import resource
import time
from random import Random

import django
from PIL import Image

from tests.benchmarks.scenes import Box, Scene, portraits, street, with_faces, with_plates


PLATE_WIDTHS = (32, 48, 64, 96, 128)
FACE_HEIGHTS = (12, 16, 24, 40, 80)
#: So much of what is written on a plate has to be covered for it to count.
ENOUGH = 0.95


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-detectors", description=__doc__)
    parser.add_argument("--scenes", type=int, default=5, help="of each size, with six plates each")
    parser.add_argument("--only", choices=["plates", "faces"])
    parser.add_argument("--quick", action="store_true", help="one scene of two sizes")
    options = parser.parse_args()
    django.setup()
    from wagtail_anliegen.photos.detectors.faces import FaceDetector
    from wagtail_anliegen.photos.detectors.plates import PlateDetector

    if options.quick:
        options.scenes = 1
    faces, plates = FaceDetector(), PlateDetector()
    if options.only != "faces":
        print_cost(faces, plates)
        print_plates(plates, options)
    if options.only != "plates":
        print_faces(faces, options)


def print_cost(*detectors) -> None:
    """A photo of 12 megapixels from its bytes to what others see; models are loaded once."""
    from wagtail_anliegen.photos.decoding import ORIGINAL_SIDE, decode, encode
    from wagtail_anliegen.photos.detection import WORK_SIDE
    from wagtail_anliegen.photos.findings import look
    from wagtail_anliegen.photos.redaction import cover

    out = io.BytesIO()
    scene = with_plates(Random(1), shown_width=96)
    scene.image.resize((4000, 3000)).save(out, "JPEG", quality=92)
    print(f"{'a photo of 12 MP':24} │ CPU-s  wall-s  peak MiB")
    before = _peak()
    for label in ("first, loads the models", "second", "third"):
        cpu, wall = time.process_time(), time.monotonic()
        original = encode(decode(out.getvalue()), ORIGINAL_SIDE, quality=90)
        image = Image.open(io.BytesIO(original)).convert("RGB")
        work = image.copy()
        work.thumbnail((WORK_SIDE, WORK_SIDE))
        encode(cover(image, look(work, detectors).regions), 1280)
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        print(f"{label:24} │ {cpu:5.1f} {wall:7.1f} {_peak():9}")
    print(f"{'before the first':24} │ {'':13} {before:9}", flush=True)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def print_plates(detector, options) -> None:
    print(f"\n{'plates, shown width':24} │ recall      n  precision  unsure")
    for width in PLATE_WIDTHS[1:3] if options.quick else PLATE_WIDTHS:
        dice = Random(width)
        scenes = [with_plates(dice, shown_width=width) for _scene in range(options.scenes)]
        print_line(f"{width} px", detector, scenes, "plates")
    dice = Random(7)
    print_line(
        "no plate, much writing",
        detector,
        [street(dice, signs=9) for _ in range(options.scenes)],
        "plates",
    )


def print_faces(detector, options) -> None:
    for name, people in portraits().items():
        print(f"\n{f'faces {name}':24} │ recall      n  precision  unsure")
        for height in FACE_HEIGHTS[2:4] if options.quick else FACE_HEIGHTS:
            dice = Random(height)
            scenes = [with_faces(dice, people, height=height) for _ in range(options.scenes)]
            print_line(f"{height} px", detector, scenes, "faces")


def print_line(label: str, detector, scenes: list[Scene], what: str) -> None:
    """One line of the table: over all these scenes together."""
    hit = wanted = right = found = unsure = 0
    for scene in scenes:
        boxes, places = getattr(scene, what), detect(detector, scene)
        sure = [place for place, is_sure in places if is_sure]
        unsure += len(places) - len(sure)
        wanted, found = wanted + len(boxes), found + len(sure)
        hit += sum(any(_is_hit(box, place, what) for place in sure) for box in boxes)
        right += sum(any(_share(place, box) > 0.1 for box in boxes) for place in sure)
    recall = f"{hit / wanted:6.2f} {wanted:6}" if wanted else f"{'–':>6} {0:6}"
    precision = f"{right / found:9.2f}" if found else f"{'–':>9}"
    needless = f"({found - right} needless in {len(scenes)})"
    print(f"{label:24} │ {recall}  {precision}  {unsure:6}  {needless}", flush=True)


def detect(detector, scene: Scene) -> list[tuple[Box, bool]]:
    """What it finds at the size at which it looks in earnest, in pixels of the scene."""
    from wagtail_anliegen.photos.detection import WORK_SIDE

    out = io.BytesIO()
    scene.image.save(out, "JPEG", quality=88)
    work = Image.open(out).convert("RGB")
    work.thumbnail((WORK_SIDE, WORK_SIDE))
    scale = scene.image.width / work.width
    return [
        (tuple(round(n * scale) for n in (p.x1, p.y1, p.x2, p.y2)), p.sure)
        for p in detector.detect(work)
    ]


def _is_hit(box: Box, place: Box, what: str) -> bool:
    """Of a plate all that is written has to be covered, of a face its middle."""
    if what == "plates":
        across, down = box[2] - box[0], box[3] - box[1]
        written = (
            box[0] + across * 0.1,
            box[1] + down * 0.12,
            box[2] - across * 0.03,
            box[3] - down * 0.12,
        )
        return _share(written, place) >= ENOUGH
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] < x < place[2] and place[1] < y < place[3]


def _share(inner: Box, outer: Box) -> float:
    """Which part of the first lies in the second."""
    across = min(inner[2], outer[2]) - max(inner[0], outer[0])
    down = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return max(0, across) * max(0, down) / area


if __name__ == "__main__":
    main()
