"""The document says what the server does: a property-based client tries to prove it wrong."""

from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from server.web.openapi import openapi
from tests.server.web.house import DESK, ORGANISER, OWNER

# RFC 3339 knows any year; the document names those that a clock at a door may show.
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001
        datetime.isoformat
    ),
)


# This client takes no packed answer apart.
UNPACKED = {"Accept-Encoding": "identity"}


class Stage:
    """The cases are made before any test has an application: this brings it in later."""

    app = None

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)


# A wrong body may be too large besides, and is refused for that before anybody reads it.
REFUSALS = ("400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429")
QUIETLY = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            # Who asks is ours to say (`headers=`), so no case is wrong for want of it.
            generation=GenerationConfig(
                max_examples=25, deterministic=True, with_security_parameters=False
            ),
            checks=ChecksConfig.from_dict(
                {"negative_data_rejection": {"expected-statuses": [*REFUSALS, "5xx"]}}
            ),
        )
    )
)


schema = schemathesis.openapi.from_dict(openapi(), config=QUIETLY)
stage = schema.app = Stage()


@pytest.fixture(autouse=True)
def the_app_behind_the_document(app, codes):
    stage.app = app


@schema.exclude(path="/api/board/stream").parametrize()
@settings(suppress_health_check=list(HealthCheck), max_examples=25)
def test_every_answer_is_as_the_document_says(case):
    case.call_and_validate(headers=DESK | UNPACKED)


@schema.include(
    path_regex="^/api/(places|hall|sendings|organisations|answers|mails|papers|awaited)"
).parametrize()
@settings(suppress_health_check=list(HealthCheck), max_examples=25)
def test_what_organisers_are_answered_is_as_the_document_says(case):
    case.call_and_validate(headers=ORGANISER | UNPACKED)


@schema.include(
    path_regex="^/api/(people|stations$|webhooks|backups|check|reception|personal-data)"
).parametrize()
@settings(suppress_health_check=list(HealthCheck), max_examples=25)
def test_what_an_owner_is_answered_is_as_the_document_says(case):
    case.call_and_validate(headers=OWNER | UNPACKED)
