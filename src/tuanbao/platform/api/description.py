"""The description of the interface, OpenAPI 3.1 (接口描述): with every error that an operation may answer with."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tuanbao.platform.api.problems import MEDIA_TYPE, TITLES, TYPE

_TEXT = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": [TYPE + "not-found"]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "pointer", "code", "detail"],
                "properties": {"field": _TEXT, "pointer": _TEXT, "code": _TEXT, "detail": _TEXT},
            },
        },
    },
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "同一个键的同一个请求只执行一次，48 小时内得到同一个回答 / "
    "The same request with the same key is done once, and gets the same answer for 48 hours",
    "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
}


class Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        schema["components"]["responses"] = {f"Problem{status}": _response(status) for status in TITLES}
        scopes = self._scopes()
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(operation, method, scopes)
        return schema

    def _scopes(self) -> dict[str, str]:
        """Operation -> the scope that it asks for."""
        found = {}
        for router in self._get_bound_routers():
            for path in router.path_operations.values():
                for operation in path.operations:
                    name = operation.operation_id or self.get_openapi_operation_id(operation)
                    found[name] = next((auth.scope for auth in operation.auth_callbacks), "")  # type: ignore[attr-defined]
        return found


def _response(status: int) -> dict[str, Any]:
    title = TITLES[status]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": f"{title.zh} / {title.en}", "content": content}


def _complete(operation: dict[str, Any], method: str, scopes: dict[str, str]) -> None:
    scope = scopes[operation["operationId"]]
    if scope:
        operation["security"] = [{"Bearer": [scope]}]
        operation["description"] = f"{operation.get('description', '')}\n\n`{scope}`".strip()
    statuses = {400, 401, 403, 404, 405, 413, 422, 429, 500}
    if method != "get":
        statuses |= {409, 412}
        operation["parameters"] = [*operation.get("parameters", []), KEY]
    for status in sorted(statuses):
        operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
