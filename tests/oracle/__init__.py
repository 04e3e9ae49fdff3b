"""A second opinion: the plan language's meaning in plain Python, sharing no code with the package."""
