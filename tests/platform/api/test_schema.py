"""What the description says holds: made-up calls, right and wrong, to every operation of the sample company."""

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tuanbao.platform.api.models import Token
from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.api.tokens import make_token

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


def test_the_description_holds(company):
    _, written = make_token(company, "schemathesis", list(SCOPES))
    Token.objects.update(calls_a_minute=10**6)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig.from_dict(CONFIG)
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:
        for mode in GenerationMode:
            _hold(operation, mode, {"Authorization": f"Bearer {written}"})


def _hold(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(headers=headers)

    holds()
