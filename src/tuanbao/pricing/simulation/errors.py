"""What is raised where years cannot be simulated as asked."""

from tuanbao.language import Text


class SimulationError(ValueError):
    """``text`` says what is wrong and what to do, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh}\n{text.en}")
        self.text = text


def nobody() -> SimulationError:
    return SimulationError(
        Text("人员表里没有人，无法模拟或定价", "the roster is empty: there is nobody to simulate or price")
    )
