"""The entry for ASGI servers: pages by Django, sockets by channels."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
pages = get_asgi_application()  # Sets Django up, so it comes before anything that imports models.

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from coordination.origin import SameOrigin  # noqa: E402
from coordination.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(sockets)))})
