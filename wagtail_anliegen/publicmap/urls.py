from django.urls import path

from . import views


urlpatterns = [
    path("tiles/<int:z>/<int:x>/<int:y>.json", views.tile, name="tile"),
    path("reports/<str:reference>/", views.report, name="report"),
]
