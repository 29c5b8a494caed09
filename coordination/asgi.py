"""The entry for ASGI servers: pages by Django, sockets by channels."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
django.setup(set_prefix=False)  # Comes before anything that imports models.

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from coordination.origin import SameOrigin  # noqa: E402
from coordination.routing import sockets  # noqa: E402
from coordination.streams import Pages  # noqa: E402

application = ProtocolTypeRouter({"http": Pages(), "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(sockets)))})
