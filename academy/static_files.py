"""Static files where pages name them by what is in them: collected before the site is served, if nobody did."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command


def collect_if_needed() -> bool:
    """Collect and compress the static files if pages need that and a file is newer; return whether it was done.

    Takes half a minute. With a storage that needs no collecting nothing is done.
    """
    if not isinstance(staticfiles_storage, ManifestFilesMixin) or not _is_old(Path(staticfiles_storage.location)):
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    return True


def _is_old(folder: Path) -> bool:
    """Return whether what was collected in a folder is older than a file that belongs there, or nothing was."""
    manifest = folder / str(ManifestFilesMixin.manifest_name)
    return not manifest.exists() or manifest.stat().st_mtime < max((one.stat().st_mtime for one in _files()), default=0)


def _files() -> Iterator[Path]:
    """Yield every static file of the site and its packages."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))
