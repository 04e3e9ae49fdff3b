"""The platform (平台): the Django project on top of the engine. docs/platform.md is the map."""
