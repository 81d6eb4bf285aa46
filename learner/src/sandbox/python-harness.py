def _run(setup, code, expressions):
    """Runs the code, evaluates the expressions; everything goes back as one JSON text."""
    import io
    import json
    import math
    import sys
    import traceback

    from pyodide.code import eval_code

    def plain(value):
        """A value as JSON has it, by the rules of the server that decides."""
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 2**53 else str(value)
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        if isinstance(value, (set, frozenset)):
            return sorted((plain(item) for item in value), key=json.dumps)
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        raise TypeError(f"A {type(value).__name__} cannot be compared.")

    def told(error):
        is_syntax = isinstance(error, SyntaxError)
        line = error.lineno if is_syntax and error.filename == "code.py" else None
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == "code.py":
                line = frame.lineno
        if is_syntax:
            return {"message": f"{type(error).__name__}: {error.msg}", "line": line}
        return {"message": "".join(traceback.format_exception_only(error)).strip(), "line": line}

    space = {"__name__": "__main__", "__builtins__": __builtins__}
    try:
        eval_code(setup, space, filename="setup.py")
        eval_code(code, space, filename="code.py")
    except BaseException as error:
        sys.stdout.flush()
        return json.dumps({"error": told(error), "values": []})
    sys.stdout.flush()

    values = []
    printed, sys.stdout = sys.stdout, io.StringIO()
    for expression in json.loads(expressions):
        try:
            value = plain(eval_code(expression, space, filename="test.py"))
            values.append({"ok": True, "value": value})
        except BaseException as error:
            values.append({"ok": False, "error": told(error)["message"]})
    sys.stdout = printed
    return json.dumps({"error": None, "values": values})


_run
