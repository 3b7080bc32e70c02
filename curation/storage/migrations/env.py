"""Alembic's entry point. The connection, its transaction and its lock come from `curation.storage.migrate`."""

from alembic import context
from sqlmodel import SQLModel

import curation.models  # noqa: F401  # fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
