"""The private status page behind the secret link."""

from django.http import HttpResponse


def status(request, token):
    return HttpResponse()
