"""The public addresses; a city includes them under a path of its choice."""

from .photos.urls import urlpatterns as photo_patterns
from .privacy.urls import urlpatterns as privacy_patterns
from .publicmap.urls import urlpatterns as map_patterns
from .tracking.urls import urlpatterns as tracking_patterns


app_name = "wagtail_anliegen"
urlpatterns = [*photo_patterns, *map_patterns, *tracking_patterns, *privacy_patterns]
