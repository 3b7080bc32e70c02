"""The judging screen in its parts: what is before the judge, how it looks, and the keys."""
