"""A browser's end of a socket, without a server in between."""

import json

from asgiref.testing import ApplicationCommunicator


class Line(ApplicationCommunicator):
    """One socket to the application; channels' own needs a server we do not use."""

    def __init__(self, application, path, headers):
        scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
        super().__init__(application, scope)

    async def connect(self, seconds):
        """Open; answer whether the application accepted."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(seconds))["type"] == "websocket.accept"

    async def say(self, message):
        """Send a text, or anything else as JSON."""
        text = message if isinstance(message, str) else json.dumps(message)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def leave(self, seconds):
        """Close from the browser's side and wait for the application to end."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(seconds)
