"""The JSON Schema: shipped, up to date, and as strict as the models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import orjson
import pytest
from hypothesis import given
from pydantic import ValidationError

from semgraph.graph import TokenGraph
from semgraph.schema import SCHEMA_ID, json_schema, shipped_schema
from semgraph.schema.models import Document
from tests.graph_examples import blends, coats, offer
from tests.graph_strategies import token_graphs

GOLDEN = Path(__file__).parent / "golden" / "particle_verb.json"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_shipped_schema_is_up_to_date() -> None:
    assert shipped_schema() == json_schema()


def test_the_schema_says_what_it_is() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == SCHEMA_ID == "urn:semgraph:schema:token-graph:1.0"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_schema_is_closed() -> None:
    """No object takes unknown fields, but for those that hold what users put in."""
    schema = json_schema()
    for definition in (schema, *schema["$defs"].values()):
        assert definition["additionalProperties"] is False


@given(token_graphs())
def test_every_document_is_of_the_schema(graph: TokenGraph) -> None:
    VALIDATOR.validate(orjson.loads(graph.to_json()))


@pytest.mark.parametrize("make", [offer, coats, blends])
def test_the_models_say_the_same_as_the_schema(make: object) -> None:
    """Taking any field away, or putting null there, pleases both or neither."""
    whole = orjson.loads(make().to_json())  # type: ignore[operator]
    for tampered in _tampered(whole):
        try:
            Document.model_validate(tampered)
        except ValidationError:
            assert not VALIDATOR.is_valid(tampered)
        else:
            assert VALIDATOR.is_valid(tampered)


def _tampered(document: dict[str, object]) -> list[dict[str, object]]:
    found = []
    for name, value in document.items():
        found.append({key: item for key, item in document.items() if key != name})
        found.append(document | {name: None})
        if isinstance(value, list) and value and isinstance(value[-1], dict):
            for field in value[-1]:
                less = {key: item for key, item in value[-1].items() if key != field}
                found.append(document | {name: [*value[:-1], less]})
                found.append(document | {name: [*value[:-1], value[-1] | {field: None}]})
                found.append(document | {name: [*value[:-1], value[-1] | {field: "t1"}]})
    return found


def test_models_cannot_be_changed() -> None:
    document = Document.model_validate_json(offer().to_json())
    with pytest.raises(ValidationError, match="frozen"):
        document.text = ""


def test_the_example_is_the_golden_document() -> None:
    """The golden file was checked by hand; its layout is for people."""
    golden = GOLDEN.read_bytes()
    assert orjson.dumps(orjson.loads(golden)) == offer().to_json()
    assert TokenGraph.from_json(golden) == offer()


def test_writing_documents_does_not_load_pydantic() -> None:
    code = (
        "import sys; from tests.graph_examples import offer; offer().to_json();"
        "print(*{'pydantic', 'networkx', 'spacy'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == []
