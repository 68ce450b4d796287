"""What the workers in these tests do: jobs that take a while and leave a trace, and a script that asks for them."""

import sys
import time
from pathlib import Path

from django_tasks import task


@task()
def take_a_while(folder: str, name: str, seconds: float) -> None:
    """Leave `name.started`, then `name.done` with the time in it."""
    Path(folder, f"{name}.started").touch()
    time.sleep(seconds)
    done = Path(folder, f"{name}.done")
    done.with_suffix(".aside").write_text(str(time.time()))
    done.with_suffix(".aside").rename(done)


def main(folder: str, queue: str, number: str, seconds: str) -> None:
    """Enqueue jobs called `<queue>-0`, `<queue>-1` … in one transaction; print the time."""
    import django

    django.setup()
    from django.db import transaction

    sys.stdout.write(str(time.time()))
    with transaction.atomic():
        for count in range(int(number)):
            take_a_while.using(queue_name=queue).enqueue(folder, f"{queue}-{count}", float(seconds))


if __name__ == "__main__":
    # By its name, so that the job's function is not one of `__main__`.
    from tests.services import outbox

    outbox.main(*sys.argv[1:])
