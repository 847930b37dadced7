from django.urls import path

from . import views


urlpatterns = [path("photos/<uuid:uuid>/<slug:size>/", views.photo, name="photo")]
