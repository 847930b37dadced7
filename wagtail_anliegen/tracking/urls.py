from django.urls import path

from . import views


urlpatterns = [path("status/<str:token>/", views.status, name="status")]
