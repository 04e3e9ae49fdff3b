"""The sections of the proposal (建议书各节): each gives its heading and blocks in one language."""
