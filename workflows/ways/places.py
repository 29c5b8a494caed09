"""Where a page of a way of working is: the reader's municipality, the way of working and the step."""

from typing import Any

from django.http import Http404, HttpRequest

from workflows import graph
from workflows.ways import queries


def place_of(request: HttpRequest) -> Any:
    """Return the municipality of the reader's first post; without any there is nothing to show. Raises Http404."""
    posts = request.user.posts  # type: ignore[union-attr]
    if not posts:
        raise Http404
    return posts[0].agency.municipality


def flow_for(kind: str, place: Any) -> Any:
    """Return the flow of a way of working there. Raises Http404."""
    flow = queries.way(kind, place)
    if flow is None:
        raise Http404
    return flow


def node_for(flow: Any, step: str) -> Any:
    """Return the step of a flow by its kind. Raises Http404."""
    node = next((node for node in graph.steps(flow) if node.name == step), None)
    if node is None:
        raise Http404
    return node
