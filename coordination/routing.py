"""Every socket of the product."""

from channels.security.websocket import WebsocketDenier
from django.urls import URLPattern, URLResolver, path, re_path

from coordination.history.consumers import Live

sockets: list[URLPattern | URLResolver] = [
    path("ws/", Live.as_asgi()),
    path("ws/cases/<str:reference>/", Live.as_asgi()),
    re_path("", WebsocketDenier.as_asgi()),  # Last: any other address is refused without a word.
]
