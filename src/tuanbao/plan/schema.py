"""The JSON Schema of the language, so that an editor completes and checks a plan while it is written."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from tuanbao.plan.model import Plan
from tuanbao.plan.programme import Programme


class _WithoutDefaults(GenerateJsonSchema):
    """Defaults are exact fractions, which JSON does not have; the reference page says them in words."""

    def default_schema(self, schema: CoreSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])


def json_schema() -> dict[str, Any]:
    """The schema of one YAML document: a plan or a programme."""
    plan = Plan.model_json_schema(schema_generator=_WithoutDefaults)
    programme = Programme.model_json_schema(schema_generator=_WithoutDefaults)
    definitions = {**plan.pop("$defs"), **programme.pop("$defs")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tuanbao plan or programme",
        "oneOf": [{"$ref": "#/$defs/Plan"}, {"$ref": "#/$defs/Programme"}],
        "$defs": {**definitions, "Plan": plan, "Programme": programme},
    }
