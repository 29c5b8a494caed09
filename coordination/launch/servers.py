"""The servers that demo and tools work with: named in the environment, or embedded."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from coordination import embedded
from coordination.launch.console import give_up, say


def ensure(home: Path, *, keep: bool) -> None:
    """Start what the environment does not name; stop with one line if the database does not answer."""
    try:
        embedded.fill_in(os.environ, home, keep=keep)
    except embedded.EmbeddedError as error:
        give_up(str(error))
    check_database(os.environ["DATABASE_URL"])
    if not redis_answers(os.environ["REDIS_URL"]):
        say("\n  Note: REDIS_URL does not answer; everything works, but pages do not update by themselves.")


def check_database(url: str) -> None:
    """Stop with one line if the database does not answer; the address may hold a password and is not told."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        place = urlsplit(url).hostname or "its socket"
        give_up(f"the database of DATABASE_URL at {place} does not answer: {str(error).partition(chr(10))[0]}")


def redis_answers(url: str) -> bool:
    """Whether the Redis at ``url`` answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as line:
            return bool(line.ping())
    except (redis.RedisError, ValueError):
        return False
