"""What the description says holds: hundreds of made-up calls, right and wrong, against the sample company."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.api.tokens import make_token

CONFIG = {
    # Some content is well-formed and wrong all the same: a check digit, a number that nobody has, a date before another.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 412, 422, 429]}},
    "generation": {"allow-x00": False},
}


@pytest.fixture
def described(company):
    _, written = make_token(company, "schemathesis", [scope for scope in SCOPES])
    from tuanbao.platform.api.models import Token

    Token.objects.update(calls_a_minute=10**6)
    loaded = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig.from_dict(CONFIG)
    )
    loaded.written = written
    return loaded


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_description_holds(case, described):
    case.call_and_validate(headers={"Authorization": f"Bearer {described.written}"})
