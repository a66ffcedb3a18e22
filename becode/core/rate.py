"""Limits on how often something may be asked for, shared by all processes.

The counts are in the database cache: they hold for every worker and need no Redis. A limit per
address is generous, as a whole job centre may share one; narrow limits count what is typed.
"""

import hashlib
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from becode.core import clock


def allow(
    action: str, request: HttpRequest, *, limit: int, per: timedelta, key: str | None = None
) -> bool:
    """Count one try and say whether it is within `limit` tries in a period of `per`.

    Counted per client address, or per `key` (an e-mail address, say) where one is given; keys
    are kept as digests. Exact whatever runs at once. To be called outside the transaction of
    the work: a rolled back try would not count.
    """
    source = f"key:{key.strip().lower()}" if key is not None else f"ip:{network(request)}"
    return _count(action, source, at=clock.now().timestamp(), limit=limit, per=per)


def _count(action: str, source: str, *, at: float, limit: int, per: timedelta) -> bool:
    digest = hashlib.sha256(f"{action}|{source}".encode()).hexdigest()
    name = f"rate:{digest}"
    seconds = per.total_seconds()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The first 60 bits of the digest: one try at a time per action and source.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
        tries = [moment for moment in cache.get(name, []) if moment > at - seconds]
        if len(tries) >= limit:
            return False
        cache.set(name, [*tries, at], timeout=seconds)
    return True


def network(request: HttpRequest) -> str:
    """What counts as one client: an IPv4 address, or the /64 network of an IPv6 one."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)
    return str(parsed)


def client_address(request: HttpRequest) -> str:
    """The address of the client; `unknown` where there is none (a unix socket).

    With settings.TRUSTED_PROXIES = n, the n-th from the right in X-Forwarded-For: what stands
    left of it anybody can write. A header that is too short or no address is not believed.
    """
    direct: str = request.META.get("REMOTE_ADDR") or "unknown"
    hops = settings.TRUSTED_PROXIES
    if not hops:
        return direct
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if len(forwarded) < hops:
        return direct
    try:
        return str(ipaddress.ip_address(forwarded[-hops].strip()))
    except ValueError:
        return direct
