from django.apps import AppConfig


class ClerksConfig(AppConfig):
    name = "tests.clerks"
    label = "clerks"
    default_auto_field = "django.db.models.BigAutoField"
