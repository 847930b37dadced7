"""Number plates: text that looks like one, whatever country it is from.

There is no detector of European plates whose licence allows to ship it. RapidOCR reads the text
of the photo, and what is written says which of it are plates.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from wagtail_anliegen.photos.redaction import RegionKind

from . import Detector, Found
from .padding import padded


#: Around the text, as shares of its size: the blue band on the left, the frame, and what slants.
LEFT, RIGHT, HEIGHT = 0.18, 0.10, 0.30
#: Text that is higher than this share of the long side is rather a sign or the side of a van.
LARGE = 0.10
#: Below this the letters are guessed; what is shaped like a plate may be one all the same.
READ = 0.5
#: Width by height of a plate's text in one line, seen straight and from the side.
SHAPE = (2.2, 7.0)
#: What stands in the lower line of a plate; a single letter above it is easily overlooked.
_LOWER = re.compile(r"[A-Z]{1,2}[0-9]{1,4}[EH]?")
_GERMAN = re.compile(r"[A-ZÄÖÜ]{2,5}[0-9]{1,4}[EH]?")


@dataclass(frozen=True)
class Line:
    """A line of text, its box in pixels, and how well it was read (0–1)."""

    text: str
    score: float
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def signs(self) -> str:
        """Letters and digits only, in capitals."""
        return "".join(sign for sign in self.text if sign.isalnum()).upper()

    @property
    def is_like_a_plate(self) -> bool:
        """Four to ten signs, letters and digits mixed: so are those of all neighbours."""
        mixed = any(map(str.isdigit, self.signs)) and any(map(str.isalpha, self.signs))
        return 4 <= len(self.signs) <= 10 and mixed and not self._is_prose

    @property
    def is_german(self) -> bool:
        return bool(_GERMAN.fullmatch(self.signs))

    @property
    def is_shaped_like_a_plate(self) -> bool:
        return SHAPE[0] <= self.width / max(1.0, self.height) <= SHAPE[1]

    @property
    def _is_prose(self) -> bool:
        """“Haus 12” is no plate; a single small letter may be a capital that was misread."""
        return sum(map(str.islower, self.text)) > sum(map(str.isupper, self.text))

    def touches(self, other: "Line") -> bool:
        """Whether it lies right above, below or beside the other, as the halves of a plate do."""
        reach = 0.6 * min(self.height, other.height)
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.box, other.box
        return a1 - reach < c2 and c1 - reach < a2 and b1 - reach < d2 and d1 - reach < b2

    def joined(self, other: "Line") -> "Line":
        """Both as one, read from the top left."""
        first, last = sorted((self, other), key=lambda line: (line.box[1], line.box[0]))
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.box, other.box
        around = (min(a1, c1), min(b1, d1), max(a2, c2), max(b2, d2))
        return Line(first.text + last.text, min(self.score, other.score), around)


def plates_in(lines: list[Line], size: tuple[int, int]) -> list[Found]:
    """Which lines are number plates, as what has to be covered or looked at."""
    others = [line for line in lines if not line.is_like_a_plate]
    unread = [line for line in others if line.score < READ and line.is_shaped_like_a_plate]
    return [
        *(
            _found(_whole(line, lines), size, sure=_may_cover(line, size))
            for line in lines
            if line.is_like_a_plate
        ),
        *(_found(line, size, sure=True) for line in _halves(others, size)),
        *(_found(line, size, sure=False) for line in unread),
    ]


def _whole(line: Line, lines: list[Line]) -> Line:
    """With the short lines that touch it: the other half of a plate in two lines."""
    whole = line
    for other in lines:
        if other != line and 1 <= len(other.signs) <= 4 and line.touches(other):
            whole = whole.joined(other)
    if whole == line and _LOWER.fullmatch(line.signs):
        left, top, right, bottom = line.box
        above = (left, top - 1.4 * line.height, right, bottom)
        return Line(line.text, line.score, above)
    return whole


def _halves(lines: list[Line], size: tuple[int, int]) -> list[Line]:
    """Two short lines, neither a plate alone, that make one together: “KX” above “47”."""
    short = [line for line in lines if 1 <= len(line.signs) <= 5]
    pairs = [
        one.joined(other)
        for number, one in enumerate(short)
        for other in short[number + 1 :]
        if one.touches(other)
    ]
    return [pair for pair in pairs if pair.is_german and _may_cover(pair, size)]


def _may_cover(line: Line, size: tuple[int, int]) -> bool:
    return line.height <= LARGE * max(size) or line.is_german


def _found(line: Line, size: tuple[int, int], *, sure: bool) -> Found:
    corners = padded(line.box, size, left=LEFT, right=RIGHT, height=HEIGHT)
    score = min(1.0, max(0.0, line.score))
    return Found(*corners, kind=RegionKind.PLATE.value, score=score, sure=sure)


class PlateDetector(Detector):
    """Finds plates from about 64 pixels wide on; those of letters only it does not know.

    ``threads`` bounds what one photo takes of the machine; 0 takes all of it.
    """

    name = "rapidocr"
    kinds = (RegionKind.PLATE.value,)
    needs = ("rapidocr", "onnxruntime", "cv2", "numpy")
    heavy = True

    def __init__(self, *, threads: int = 0):
        self.threads = threads

    @cached_property
    def version(self) -> str:
        return version("rapidocr")

    @cached_property
    def _reader(self):
        from rapidocr import RapidOCR

        spec = find_spec("rapidocr")
        models = Path(spec.origin).parent / "models"
        # With a path for each model it has nothing left to download.
        return RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": 4096,
                "Global.text_score": 0.0,
                "Det.model_path": str(_only(models, "*_det_*.onnx")),
                "Rec.model_path": str(_only(models, "*_rec_*.onnx")),
                "EngineConfig.onnxruntime.intra_op_num_threads": self.threads or -1,
            }
        )

    def detect(self, rgb: Image.Image) -> list[Found]:
        import numpy as np

        bgr = np.ascontiguousarray(np.asarray(rgb)[:, :, ::-1])
        read = self._reader(bgr)
        if read.boxes is None or read.txts is None:
            return []
        parts = zip(read.txts, read.scores, read.boxes, strict=True)
        return plates_in([_line(*part) for part in parts], rgb.size)


def _only(folder: Path, pattern: str) -> Path:
    """The one file; more or none is another version of RapidOCR than we know."""
    (path,) = folder.glob(pattern)
    return path


def _line(text: str, score: float, corners) -> Line:
    across = [float(corner[0]) for corner in corners]
    down = [float(corner[1]) for corner in corners]
    return Line(text, float(score), (min(across), min(down), max(across), max(down)))
