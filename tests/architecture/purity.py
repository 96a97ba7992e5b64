"""What a rule may not do: ask the clock, make ids, draw lots, wait, read or write."""

import ast

IMPURE_MODULES = frozenset(
    {"random", "secrets", "os", "io", "socket", "asyncio", "subprocess", "time", "pathlib",
     "logging", "structlog", "asyncpg", "aiokafka", "httpx", "tempfile", "shutil"}
)  # fmt: skip
IMPURE_CALLS = frozenset(
    {"uuid1", "uuid4", "uuid6", "uuid7", "now", "utcnow", "today", "open", "print", "input"}
)


def impurities(source: str) -> list[str]:
    """What a module does that a rule may not, in the words of the source."""
    return [word for node in ast.walk(ast.parse(source)) for word in _of(node)]


def _of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
        return ["await"]
    if isinstance(node, ast.Import):
        return [a.name for a in node.names if a.name.split(".")[0] in IMPURE_MODULES]
    if isinstance(node, ast.ImportFrom):
        module = (node.module or "").split(".")[0]
        names = [a.name for a in node.names if a.name in IMPURE_CALLS]
        return [module] if module in IMPURE_MODULES else names
    if isinstance(node, ast.Call):
        name = _called(node.func)
        return [name] if name in IMPURE_CALLS else []
    return []


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
