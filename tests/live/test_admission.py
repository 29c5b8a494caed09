import pytest

from permissions import policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", list(Act))
def test_pairs_that_can_agrees_with_can(joint_case, case, cast, act):
    users = list(cast.users.values())
    found = policy.pairs_that_can(act, [u.pk for u in users], [joint_case.pk])
    assert found == {(u.pk, joint_case.pk) for u in users if policy.can(u, act, joint_case)}
