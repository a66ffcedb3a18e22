"""Limits hold across processes and threads, and believe no header that anybody can write."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from becode.core import clock, rate

MINUTE = timedelta(minutes=1)


def request(address="192.0.2.1", **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.django_db
def test_tries_within_the_limit_are_allowed_and_later_ones_again(at):
    for _number in range(3):
        assert rate.allow("x", request(), limit=3, per=MINUTE)
    assert not rate.allow("x", request(), limit=3, per=MINUTE)
    with clock.set_to(at + MINUTE):
        assert rate.allow("x", request(), limit=3, per=MINUTE)


@pytest.mark.django_db
def test_actions_addresses_and_keys_are_counted_apart(at):
    assert rate.allow("x", request(), limit=1, per=MINUTE)
    assert rate.allow("y", request(), limit=1, per=MINUTE)
    assert rate.allow("x", request("192.0.2.2"), limit=1, per=MINUTE)
    assert rate.allow("x", request(), limit=1, per=MINUTE, key="a@b.example")
    assert rate.allow("x", request(), limit=1, per=MINUTE, key="c@b.example")
    assert not rate.allow("x", request("192.0.2.3"), limit=1, per=MINUTE, key=" A@b.example")


@pytest.mark.django_db
def test_one_network_of_the_new_kind_is_one_client(at):
    assert rate.allow("x", request("2001:db8::1"), limit=1, per=MINUTE)
    assert not rate.allow("x", request("2001:db8::ffff"), limit=1, per=MINUTE)
    assert rate.allow("x", request("2001:db8:0:1::1"), limit=1, per=MINUTE)


@pytest.mark.django_db(transaction=True)
def test_limit_is_exact_with_twenty_at_once():
    def one_try(_number):
        try:
            return rate.allow("x", request(), limit=7, per=MINUTE)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        assert sum(pool.map(one_try, range(20))) == 7


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_comes_from_a_trusted_hop_only(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert rate.client_address(request(HTTP_X_FORWARDED_FOR=forwarded)) == expected


def test_request_without_an_address_still_counts():
    assert rate.network(request("")) == "unknown"
