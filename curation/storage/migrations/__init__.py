"""Migrations, in the order of their numbers. Applied by `curation.storage.migrate`."""
