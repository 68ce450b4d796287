import pytest

from scams.checking.automaton import Ready, arrange
from scams.loading.checking import rules_of_files


@pytest.fixture(scope="session")
def of_files() -> Ready:
    """The rules of the content files, ready to read by."""
    return arrange(rules_of_files())
