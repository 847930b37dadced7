from django.urls import path

from . import replies, views
from .external import views as external_views


urlpatterns = [
    path("status/<str:token>/", views.status, name="status"),
    path("status/<str:token>/reply/", replies.reply, name="status_reply"),
    path("status/<str:token>/photos/<uuid:uuid>/<slug:size>/", views.photo, name="status_photo"),
    path("external/<str:token>/", external_views.external, name="external"),
    path("external/<str:token>/reply/", external_views.external_reply, name="external_reply"),
    path(
        "external/<str:token>/photos/<uuid:uuid>/<slug:size>/",
        external_views.external_photo,
        name="external_photo",
    ),
]
