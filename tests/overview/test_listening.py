"""Which socket a page listens to."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def socket_of(client, user, name, case):
    client.force_login(user)
    page = client.get(reverse(name, args=[case.reference])).content.decode()
    return page.split('data-live-url="')[1].split('"')[0]


@pytest.mark.parametrize("name", ["case", "case_people"])
def test_who_sees_only_the_cover_does_not_listen_to_the_case(client, joint_case, person, name):
    assert socket_of(client, person("ulrika"), name, joint_case) == f"/ws/cases/{joint_case.reference}/"
    assert socket_of(client, person("samira"), name, joint_case) == "/ws/"
