"""Hold back what changes ask for, while somebody makes many of them and sees to it afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Hold:
    """Is true within its `with` blocks, for the thread or task that is in one."""

    def __init__(self, name: str) -> None:
        """Begin with nothing held; the name is for who debugs."""
        self._held: ContextVar[bool] = ContextVar(name, default=False)

    def __bool__(self) -> bool:
        return self._held.get()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Hold within."""
        token = self._held.set(True)
        try:
            yield
        finally:
            self._held.reset(token)
