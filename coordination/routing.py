"""Every socket of the product."""

from channels.security.websocket import WebsocketDenier
from django.urls import URLPattern, URLResolver, re_path

sockets: list[URLPattern | URLResolver] = [
    re_path("", WebsocketDenier.as_asgi()),  # Last: any other address is refused without a word.
]
