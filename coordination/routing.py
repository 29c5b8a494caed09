"""Every socket of the product."""

from django.urls import URLPattern, URLResolver

sockets: list[URLPattern | URLResolver] = []
