"""Faces, by the small network YuNet that OpenCV runs; its weights come with this package."""

from functools import cached_property
from pathlib import Path

from PIL import Image

from wagtail_anliegen.photos.redaction import RegionKind

from . import Detector, Found
from .padding import padded


WEIGHTS = Path(__file__).parent / "yunet" / "face_detection_yunet_2023mar.onnx"
#: What is covered around the face, as a share of it.
MARGIN = 0.15


class FaceDetector(Detector):
    """Finds faces from about 12 pixels high on.

    OpenCV's own threshold of 0.9 overlooks half of them; at 0.5 something that is none is covered
    in one photo of nine.
    """

    name = "yunet"
    version = "2023mar"
    kinds = (RegionKind.FACE.value,)
    needs = ("cv2", "numpy")
    heavy = True

    def __init__(self, *, threshold: float = 0.5):
        self.threshold = threshold

    @cached_property
    def _network(self):
        import cv2
        import numpy as np

        weights = np.frombuffer(WEIGHTS.read_bytes(), np.uint8)
        # From memory: OpenCV cannot open every path that Python can.
        return cv2.FaceDetectorYN.create(
            "onnx", weights, np.empty(0, np.uint8), (320, 320), self.threshold, 0.3, 5000
        )

    def detect(self, rgb: Image.Image) -> list[Found]:
        import numpy as np

        self._network.setInputSize(rgb.size)
        bgr = np.ascontiguousarray(np.asarray(rgb)[:, :, ::-1])
        _done, faces = self._network.detect(bgr)
        return [self._found(face, rgb.size) for face in (faces if faces is not None else [])]

    def _found(self, face, size: tuple[int, int]) -> Found:
        x, y, width, height = (float(number) for number in face[:4])
        box = (x, y, x + width, y + height)
        corners = padded(box, size, left=MARGIN, right=MARGIN, height=MARGIN)
        return Found(*corners, kind=RegionKind.FACE.value, score=min(1.0, float(face[-1])))
