"""The API told to people: one page drawn from the document that programs read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template

from server.web.house import g
from server.web.openapi import openapi
from server.web.roles import ROUTES

routes = Blueprint("docs", __name__)

METHODS = ("get", "post", "put", "delete")
PREFIX = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a document: its name, what it holds, whether it must be there."""

    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path: what it does, for whom, what it takes, gives and refuses."""

    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    parameters: tuple[Line, ...]
    takes: str | None
    gives: str | None
    refusals: tuple[str, ...]


@routes.get("/api/docs")
def page() -> str:
    """Every path with who may use it, and every document with its fields."""
    document = openapi()
    schemas = document["components"]["schemas"]
    return render_template(
        "docs.html",
        event=g.house.config.event,
        caller=g.caller,
        info=document["info"],
        operations=list(_operations(document)),
        told=[(what, one["post"]) for what, one in document["webhooks"].items()],
        headers=[_parameter(one) for one in _headers(document)],
        schemas={name: (_kind(one), list(lines(one))) for name, one in sorted(schemas.items())},
    )


def lines(schema: dict[str, Any]) -> Iterator[Line]:
    """Give the fields of an object, as far as it names any."""
    for name, field in schema.get("properties", {}).items():
        note = field.get("description", "")
        yield Line(name, _kind(field), name in schema.get("required", ()), note)


def _headers(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the headers of a message to others, which are the same for all."""
    message = next(iter(document["webhooks"].values()))
    headers: list[dict[str, Any]] = message["post"]["parameters"]
    return headers


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    endpoints = _endpoints()
    for path, methods in document["paths"].items():
        shared = methods.get("parameters", [])
        for method in (m for m in METHODS if m in methods):
            told = methods[method]
            yield Operation(
                method=method.upper(),
                path=path,
                summary=told["summary"],
                roles=_roles(endpoints[method.upper(), _bare(path)]),
                parameters=tuple(map(_parameter, [*shared, *told.get("parameters", [])])),
                takes=_named(told.get("requestBody", {})),
                gives=_named(told["responses"]["200"]),
                refusals=tuple(status for status in told["responses"] if status != "200"),
            )


def _endpoints() -> dict[tuple[str, str], str]:
    """Find which of our routes answers a method and a path, whatever its parameters' names."""
    return {
        (method, _bare(rule.rule)): rule.endpoint
        for rule in current_app.url_map.iter_rules()
        for method in rule.methods or ()
    }


def _bare(path: str) -> str:
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", path)


def _roles(endpoint: str) -> tuple[str, ...]:
    """Name the roles that may use a route; none named: anybody."""
    allowed = ROUTES[endpoint]
    return tuple(sorted(role.value for role in allowed)) if allowed is not None else ("anyone",)


def _parameter(told: dict[str, Any]) -> Line:
    kind = f"{_kind(told['schema'])}, {told['in']}"
    return Line(told["name"], kind, told.get("required", False), told.get("description", ""))


def _named(body: dict[str, Any]) -> str | None:
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return schema["$ref"].removeprefix(PREFIX) if "$ref" in schema else None


def _kind(schema: dict[str, Any]) -> str:
    """Say what a field holds, in the words of JSON."""
    if "$ref" in schema:
        return str(schema["$ref"].removeprefix(PREFIX))
    if "enum" in schema:
        return " | ".join("null" if word is None else str(word) for word in schema["enum"])
    if "const" in schema:
        return str(schema["const"]).lower()
    if found := schema.get("anyOf"):
        return " | ".join(dict.fromkeys(_kind(one) for one in found))
    kind = schema.get("type", "object")
    if kind == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    kinds = kind if isinstance(kind, list) else [kind]
    return " | ".join(kinds) + (f" ({schema['format']})" if "format" in schema else "")
