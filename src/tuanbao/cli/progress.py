"""The bar of long work (进度条): on a terminal's error stream, none elsewhere; it goes away when the work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tuanbao.cli.terminal import messages
from tuanbao.language import Language, Text

Tell = Callable[[Text], None]
Advance = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """What long work reports to; both are None where nobody looks."""

    advance: Advance | None = None
    """(done, of how many): the second is None where that is not known."""
    tell: Tell | None = None
    """What is being done now; counting begins again."""

    def step(self, description: Text) -> None:
        """`tell`, if somebody looks."""
        if self.tell:
            self.tell(description)


@contextmanager
def progress_bar(description: Text, language: Language) -> Iterator[Progress]:
    """A bar with what is being done, how much of it is done, and for how long."""
    console = messages()
    if not console.is_terminal:
        yield Progress()
        return
    from rich import progress as bars

    columns = (
        bars.SpinnerColumn(),
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(description.to(language), total=None)

        def advance(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        def tell(now: Text) -> None:
            nonlocal task
            bar.remove_task(task)
            task = bar.add_task(now.to(language), total=None)

        yield Progress(advance, tell)
