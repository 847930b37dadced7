"""From what detectors found to what is covered, and to whether a person has to look closely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageStat

from .detectors import Detector, Found
from .models import Doubt
from .redaction import WHOLE, Region, RegionKind


#: So many boxes a program draws at most: a person must be able to add some of their own.
MOST_BOXES = 40
#: A find below this score is covered, but not believed.
DOUBTFUL = 0.6
MUCH = 0.25
#: Mean brightness (0–255) and long side in pixels, below which detectors miss what is there.
DARK, SMALL = 30, 480


@dataclass
class Finding:
    """All that the detectors say of one picture."""

    regions: list[Region] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)
    detectors: list[dict[str, str]] = field(default_factory=list)


def look(rgb: Image.Image, detectors: Iterable[Detector]) -> Finding:
    """Ask each detector, and cover whatever one of them found: rather too much than too little."""
    finding = Finding(doubts=_quality(rgb))
    for detector in detectors:
        places = detector.detect(rgb)
        finding.detectors.append({"name": detector.name, "version": detector.version})
        finding.regions += [
            region_of(place, rgb.size, source=detector.name) for place in places if place.sure
        ]
        finding.doubts |= {Doubt.PLACE.value for place in places if not place.sure}
        finding.doubts |= {Doubt.SCORE.value for place in places if place.score < DOUBTFUL}
    _tidy(finding)
    return finding


def region_of(place: Found, size: tuple[int, int], *, source: str) -> Region:
    """The place in thousandths, rounded outwards."""
    across, down = size
    x, y = place.x1 * WHOLE // across, place.y1 * WHOLE // down
    return Region(
        x=x,
        y=y,
        width=min(WHOLE, -(-place.x2 * WHOLE // across)) - x,
        height=min(WHOLE, -(-place.y2 * WHOLE // down)) - y,
        kind=place.kind,
        source=source,
        score=round(float(place.score), 3),
    )


def _quality(rgb: Image.Image) -> set[str]:
    doubts = set()
    if max(rgb.size) < SMALL:
        doubts.add(Doubt.SMALL.value)
    if ImageStat.Stat(rgb.convert("L")).mean[0] < DARK:
        doubts.add(Doubt.DARK.value)
    return doubts


def _tidy(finding: Finding) -> None:
    finding.regions = _without_inner(finding.regions)
    if len(finding.regions) > MOST_BOXES:
        finding.doubts.add(Doubt.MANY.value)
        finding.regions = _joined(finding.regions)
    if share_covered(finding.regions) > MUCH:
        finding.doubts.add(Doubt.MUCH.value)


def _without_inner(regions: list[Region]) -> list[Region]:
    """Leave out what lies within another box, of the same find by two detectors for example."""
    kept: list[Region] = []
    for region in sorted(regions, key=_area, reverse=True):
        if not any(_holds(other, region) for other in kept):
            kept.append(region)
    return sorted(kept, key=lambda region: (region.y, region.x))


def _joined(regions: list[Region]) -> list[Region]:
    """Few enough boxes that cover at least the same: those are joined that waste the least."""
    regions = list(regions)
    while len(regions) > MOST_BOXES:
        one, other = min(
            ((a, b) for i, a in enumerate(regions) for b in regions[i + 1 :]),
            key=lambda pair: _area(_around(*pair)) - _area(pair[0]) - _area(pair[1]),
        )
        regions = [each for each in regions if each not in (one, other)] + [_around(one, other)]
    return regions


def _around(one: Region, other: Region) -> Region:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Region(
        x=x,
        y=y,
        width=max(one.x + one.width, other.x + other.width) - x,
        height=max(one.y + one.height, other.y + other.height) - y,
        kind=one.kind if one.kind == other.kind else RegionKind.OTHER.value,
        source=one.source if one.source == other.source else f"{one.source}, {other.source}"[:80],
        score=min(one.score or 0, other.score or 0),
    )


def _area(region: Region) -> int:
    return region.width * region.height


def _holds(outer: Region, inner: Region) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and outer.x + outer.width >= inner.x + inner.width
        and outer.y + outer.height >= inner.y + inner.height
    )


def _mask(regions: Iterable[Region]) -> Image.Image:
    mask = Image.new("L", (WHOLE, WHOLE))
    for region in regions:
        mask.paste(255, region.pixels(mask.size))
    return mask


def share_covered(regions: Sequence[Region]) -> float:
    """Which part of the picture lies below boxes; what two cover counts once."""
    return _mask(regions).histogram()[255] / (WHOLE * WHOLE)


def left_open(found: Iterable[Region], boxes: Sequence[Region]) -> list[Region]:
    """Those finds of which a good part lies below no box of a person."""
    mask = _mask(boxes)
    return [region for region in found if _covered_of(region, mask) < 0.8]


def _covered_of(region: Region, mask: Image.Image) -> float:
    part = mask.crop(region.pixels(mask.size))
    return part.histogram()[255] / (part.width * part.height or 1)
