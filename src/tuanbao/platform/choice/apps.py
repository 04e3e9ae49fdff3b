from django.apps import AppConfig


class ChoiceConfig(AppConfig):
    name = "tuanbao.platform.choice"
    label = "choice"

    def ready(self) -> None:
        from tuanbao.platform.choice import closing, reminding  # noqa: F401  # kinds of jobs
        from tuanbao.platform.choice.reviewing import accept_papers
        from tuanbao.platform.people.signals import verified

        verified.connect(accept_papers, dispatch_uid="choice.accept_papers")
