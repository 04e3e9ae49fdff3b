"""The JSON Schema of the language: valid itself, up to date in schemas/, and of one mind with the loader."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tuanbao.plan import load_file
from tuanbao.plan.schema import json_schema

from .test_refusals import FORMS, REFUSALS
from .writing import EVERY_FEATURE, EXAMPLES, MARK, as_json

SCHEMA_FILE = Path(__file__).parents[2] / "schemas" / "plan.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
STRUCTURAL = {
    "unknown_key",
    "missing_key",
    "unknown_word",
    "empty_list",
    "not_a_list",
    "not_keys_and_values",
    "not_a_whole_number",
    "not_a_grade",
    "not_a_diagnosis",
    "out_of_range",
    "no_value",
}
"""What a schema can see. The rest is arithmetic, or depends on another place of the file."""


def test_the_schema_is_itself_valid():
    of_schemas = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert list(of_schemas.iter_errors(json_schema())) == []


def test_the_schema_file_is_up_to_date():
    written = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert written == json_schema(), "write it again: uv run tuanbao schema -o schemas/plan.schema.json"


@pytest.mark.parametrize("file", [EVERY_FEATURE, *sorted(EXAMPLES.glob("p*/*.yaml"))], ids=lambda file: file.name)
def test_what_loads_is_valid(file):
    assert load_file(file)
    for document in as_json(file.read_text(encoding="utf-8")):
        VALIDATOR.validate(document)


SEEN = [refusal for refusal in REFUSALS if refusal["is"]["code"] in STRUCTURAL]


@pytest.mark.parametrize("refusal", SEEN, ids=lambda refusal: refusal["what"])
def test_what_is_refused_for_its_form_is_not_valid(refusal):
    [text] = [form(refusal[key]) for key, form in FORMS.items() if key in refusal]
    [document] = as_json(text.replace(MARK, ""))
    assert not VALIDATOR.is_valid(document)


def test_refusals_of_form_are_most_of_all():
    assert len(SEEN) > len(REFUSALS) / 3


def test_a_programme_is_told_from_a_plan():
    programme = {"programme": "x", "plans": ["p.yaml"], "tiers": [{"tier": "all", "plan": "p"}]}
    VALIDATOR.validate(programme)
    assert not VALIDATOR.is_valid({**programme, "benefits": []})
    assert not VALIDATOR.is_valid({"plan": "p"})


def test_names_may_be_chinese():
    [document] = as_json(FORMS["lump_sum"]("event: death\nsum_insured: 1"))
    VALIDATOR.validate({**document, "plan": "员工方案-2026"})
    assert not VALIDATOR.is_valid({**document, "plan": "my plan"})


def properties(schema):
    """All (model, key, property) of the schema."""
    return [
        (model, key, value)
        for model, definition in schema["$defs"].items()
        for key, value in definition["properties"].items()
    ]


@pytest.mark.parametrize(("model", "key", "value"), properties(json_schema()), ids=lambda value: str(value)[:20])
def test_every_key_is_described_in_both_languages(model, key, value):
    chinese, english = value["description"].split("\n")
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese), (model, key)
    assert english.isascii(), (model, key)


def test_no_key_of_the_schema_may_be_null():
    assert '"null"' not in json.dumps(json_schema())


def test_words_carry_their_names():
    covers = json_schema()["$defs"]["Reimbursement"]["properties"]["covers"]["items"]["oneOf"]
    assert {"const": "outpatient", "title": "门诊 outpatient"} in covers


def test_the_schema_file_ends_with_a_newline_and_shows_chinese():
    text = SCHEMA_FILE.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "保险责任" in text
    assert yaml.safe_load(text) == json.loads(text)
