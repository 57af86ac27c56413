"""What a description cannot say of valid questions, for .ci/conformance."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    """A text is sent as it stands, anything else as JSON."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def filter_query(context, query):
    """Leave out what only an answer can give (a cursor), and what two parameters rule out together."""
    if not query:
        return True
    if "cursor" in query and context.operation.path != "/api/v1/facets/{field}":
        return False
    first, last = query.get("from"), query.get("to")
    if isinstance(first, str) and isinstance(last, str) and first > last:
        return False
    rows, cols = query.get("rows", "country"), query.get("cols", "topic")
    return not (context.operation.path == "/api/v1/crosstab" and rows == cols)
