"""The page of one public report, and the tiles of the map."""

from django.http import HttpResponse


def report(request, reference):
    return HttpResponse()


def tile(request, z, x, y):
    return HttpResponse()
