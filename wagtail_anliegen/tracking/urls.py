from django.urls import path

from . import views


urlpatterns = [
    path("status/<str:token>/", views.status, name="status"),
    path("status/<str:token>/photos/<uuid:uuid>/<slug:size>/", views.photo, name="status_photo"),
]
