from django.urls import path

from . import replies, views


urlpatterns = [
    path("status/<str:token>/", views.status, name="status"),
    path("status/<str:token>/reply/", replies.reply, name="status_reply"),
    path("status/<str:token>/photos/<uuid:uuid>/<slug:size>/", views.photo, name="status_photo"),
]
