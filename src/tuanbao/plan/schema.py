"""The JSON Schema of the language, so that an editor completes and checks a plan while it is written."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from tuanbao.plan.descriptions import description
from tuanbao.plan.model import Plan
from tuanbao.plan.programme import Programme

Schema = dict[str, Any]

PROGRAMME = {"required": ["programme"], "not": {"required": ["plan"]}}
"""How a programme is told from a plan."""


class _Plain(GenerateJsonSchema):
    """Without null, without titles made of the keys, and without defaults: JSON has no exact fractions."""

    def default_schema(self, schema: CoreSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: CoreSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: Any) -> Schema:
        """Only keys of the form that the language says."""
        closed = super().dict_schema(schema)
        return {**closed, "additionalProperties": False} if "patternProperties" in closed else closed

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema() -> Schema:
    """The schema of one YAML document: a plan or a programme (JSON Schema 2020-12). Keys are texts."""
    definitions = {**_definitions(Plan), **_definitions(Programme)}
    definitions["Variant"]["properties"]["add"]["items"] = definitions["Plan"]["properties"]["benefits"]["items"]
    for model, definition in definitions.items():
        for key, value in definition["properties"].items():
            text = description(model, key)
            definition["properties"][key] = {"description": f"{text.zh}\n{text.en}", **value}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "团保方案 tuanbao plan or programme",
        "if": PROGRAMME,
        "then": {"$ref": "#/$defs/Programme"},
        "else": {"$ref": "#/$defs/Plan"},
        "$defs": dict(sorted(definitions.items())),
    }


def schema_of(model: type[BaseModel], title: str) -> Schema:
    """The schema of a document of another model, written in the same way (JSON Schema 2020-12)."""
    own = model.model_json_schema(schema_generator=_Plain)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **own, "title": title}


def _definitions(model: type[BaseModel]) -> dict[str, Schema]:
    own = model.model_json_schema(schema_generator=_Plain)
    return {**own.pop("$defs"), model.__name__: own}
