"""What the description says holds: made-up calls, right and wrong, to every operation of the sample company."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tuanbao.platform.api.models import Token
from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.api.tokens import make_token
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.models import ProgrammeVersion

CONFIG = {
    # Content may be well-formed and wrong all the same: a check digit, a number that nobody has, a last day too early.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 412, 422, 429]}},
    "generation": {"allow-x00": False},
}
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The calls come by the server's own door, where Django closes the connection in which the test runs."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


def test_the_description_holds(company, kept_open):
    _, written = make_token(company, "schemathesis", list(SCOPES))
    Token.objects.update(calls_a_minute=10**6)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig.from_dict(CONFIG)
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    statuses: set[int] = set()
    for operation in operations:
        # Unknown parameters of an address are passed over, as they are everywhere; bodies are held to the word.
        for mode in GenerationMode if operation.body else [GenerationMode.POSITIVE]:
            _hold(operation, mode, _there(operation.path), {"Authorization": f"Bearer {written}"}, statuses)
    assert statuses >= {200, 201, 404, 422}


def _there(path: str) -> dict[str, Any]:
    """What the address may name so that something is there."""
    known: dict[str, Any] = {
        "/api/v1/people/{number}": {"number": Person.objects.filter(relation="employee").first().number},
        "/api/v1/policies/": {"id": Policy.objects.first().pk},
        "/api/v1/programmes/": {"id": ProgrammeVersion.objects.first().pk},
    }
    return next((found for begin, found in known.items() if path.startswith(begin)), {})


def _hold(operation: Any, mode: Any, there: dict[str, Any], headers: dict[str, str], statuses: set[int]) -> None:
    @FEW
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=there or None))
    def holds(case: Any) -> None:
        statuses.add(case.call_and_validate(headers=headers).status_code)

    holds()
