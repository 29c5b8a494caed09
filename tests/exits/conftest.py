"""Kim's case of exit support with the police and probation in it, where the police have assessed the threat."""

import pytest

from coordination.cases.actions import open_case
from tests.workflows.going import Going
from workflows.demo.people import KIM


@pytest.fixture
def going(cast):
    """Kim's case at its first step."""
    case = open_case(
        by=cast.users["robert"],
        agency=cast.agencies["A2"],
        title="Samordnat stöd",
        purpose="Stöd",
        people=[KIM],
        kind="exit",
    )
    return Going(case, cast, coordinator="robert", partners={"A5": "ali", "A8": "viktor"}, elsewhere="A13")


@pytest.fixture
def met(going):
    """The case after the joint meeting: the police are to assess the threat."""
    return going.goes("refer:proceed first_contact:reached consent:given invite answer needs:proceed")
