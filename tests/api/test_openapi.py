"""The description of the API: complete, public, without a page that would need scripts."""

import json

from django.urls import get_resolver

from bacha.policy.api import ROUTES


def test_schema_describes_every_operation_with_its_problems(client, db):
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    paths = response.json()["paths"]
    registers = {"/api/v1/documents", "/api/v1/documents/{pk}", "/api/v1/filings", "/api/v1/filings/{pk}"}
    assert set(paths) == {"/api/v1/units", "/api/v1/figures", "/api/v1/indicators/{key}"} | registers
    for path, operations in paths.items():
        writes = path in ("/api/v1/documents", "/api/v1/filings")
        assert set(operations) == ({"get", "post"} if writes else {"get"}), path
        for method, operation in operations.items():
            described = set(operation["responses"])
            assert {"200", "401", "403", "422"} <= described
            if path != "/api/v1/units":
                assert "404" in described
            if method == "post":
                assert {"201", "409"} <= described


def test_schema_says_what_a_document_must_have_and_that_nothing_else_may_be_sent(client, db):
    schema = client.get("/api/openapi.json").json()
    sent = schema["components"]["schemas"]["DocumentIn"]
    assert set(sent["required"]) == {"secrecy", "unit", "direction", "registered_on", "subject"}
    assert sent["additionalProperties"] is False
    assert sent["properties"]["direction"]["enum"] == ["incoming", "outgoing"]
    parameters = schema["paths"]["/api/v1/documents"]["post"]["parameters"]
    assert [(one["name"], one["in"], one["required"]) for one in parameters] == [("Idempotency-Key", "header", True)]


def test_schema_says_what_a_filing_must_have(client, db):
    schema = client.get("/api/openapi.json").json()
    sent = schema["components"]["schemas"]["FilingIn"]
    assert set(sent["required"]) == {"unit", "procedure", "received_time"}
    assert sent["additionalProperties"] is False
    assert sent["properties"]["status"]["enum"] == [1, 2, 3, 4, 7, 8, 9, 10]
    assert not {"name", "applicant", "citizen", "phone"} & set(sent["properties"])


def test_schema_names_parameters_as_they_are_sent(client, db):
    operation = client.get("/api/openapi.json").json()["paths"]["/api/v1/figures"]["get"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert {"unit", "measure", "from", "to", "structure", "kind"} == set(parameters)
    assert parameters["from"]["required"] is True
    assert parameters["structure"]["required"] is False
    assert parameters["from"]["schema"]["pattern"].startswith("^")


def test_schema_answers_by_the_names_of_the_contract(client, db):
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    contract = {"unit", "measure", "from", "to", "structure", "value", "estimated", "months", "coverage"}
    assert contract == set(schemas["FigureOut"]["properties"])


def test_there_is_no_page_of_documentation(client, db):
    for path in ("/api/docs", "/api/", "/api/v2/units", "/api/openapi.yaml"):
        response = client.get(path)
        assert (response.status_code, json.loads(response.content)) == (404, {"detail": "not found"})


def test_every_route_of_the_api_is_in_the_policy():
    names = {name for name in get_resolver("api.urls").reverse_dict if isinstance(name, str)}
    assert {f"api:{name}" for name in names} == set(ROUTES)
