"""The sample event with somebody in it who signs in by password; a test's file takes one of them."""

import pytest

from tests.rig.event import staffed

ANH = "Lương Thị Ngọc Ánh"


@pytest.fixture(scope="module", name="prepared_event")
def an_organiser(prepared_event, tmp_path_factory):
    return staffed(prepared_event, tmp_path_factory.mktemp("staffed") / "data", ANH, "organiser")


@pytest.fixture(scope="module", name="prepared_event")
def a_clerk(prepared_event, tmp_path_factory):
    return staffed(prepared_event, tmp_path_factory.mktemp("staffed") / "data", ANH, "reception")
