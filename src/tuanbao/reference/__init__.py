"""Facts with a date and a source."""

from tuanbao.reference.parameters import disability_schedules, minor_death_cap

__all__ = ["disability_schedules", "minor_death_cap"]
