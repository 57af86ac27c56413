"""What a description cannot say of valid questions, for .ci/conformance."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    """A text is sent as it stands, anything else as JSON."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def filter_case(context, case):
    """Leave out what only an answer can give (a cursor), what two parameters rule out together, and
    what is no other text once it is sent (an object, where NDJSON is asked for)."""
    query, path = case.query or {}, case.operation.path
    if query.get("cursor") and path != "/api/v1/facets/{field}":
        return False
    first, last = query.get("from"), query.get("to")
    if isinstance(first, str) and isinstance(last, str) and first > last:
        return False
    if path == "/api/v1/crosstab" and query.get("rows", "country") == query.get("cols", "topic"):
        return False
    return case.media_type != "application/x-ndjson" or isinstance(case.body, (str, bytes))
