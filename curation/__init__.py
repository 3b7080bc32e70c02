"""Curation: human-in-the-loop curation and ranking for generative AI."""

__version__ = "0.1.0"
