from django.urls import path

from . import views


urlpatterns = [
    path("status/<str:token>/data/", views.data, name="status_data"),
    path("status/<str:token>/data/copy/", views.copy, name="status_copy"),
    path("status/<str:token>/data/<slug:deed>/", views.deed, name="status_deed"),
]
