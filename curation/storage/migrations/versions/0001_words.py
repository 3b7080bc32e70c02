"""The words of the design: the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "connection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("base_url", sa.String(length=2000), nullable=True),
        sa.Column("key_variable", sa.String(length=200), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("name", name=op.f("uq_connection_name")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("goal", sa.String(length=32), nullable=False),
        sa.Column("winners_per_brief", sa.Integer(), nullable=False),
        sa.Column("baseline_recipe_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
    )
    op.create_table(
        "brief",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("lineage_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=1000000), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_brief_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
        sa.UniqueConstraint("lineage_id", "version", name=op.f("uq_brief_lineage_id_version")),
        sa.UniqueConstraint("project_id", "fingerprint", name=op.f("uq_brief_project_id_fingerprint")),
    )
    op.create_index(op.f("ix_brief_key"), "brief", ["key"], unique=False)
    op.create_index(op.f("ix_brief_project_id"), "brief", ["project_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_criterion_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_criterion_project_id_name")),
    )
    op.create_table(
        "judge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("external_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_judge_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge")),
        sa.UniqueConstraint("project_id", "kind", "name", name=op.f("uq_judge_project_id_kind_name")),
    )
    op.create_table(
        "recipe",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.BigInteger(), nullable=True),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("prompt_template", sa.String(length=1000000), nullable=False),
        sa.Column("system_prompt", sa.String(length=1000000), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["connection_id"], ["connection.id"], name=op.f("fk_recipe_connection_id_connection")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_recipe_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipe")),
        sa.UniqueConstraint("project_id", "fingerprint", name=op.f("uq_recipe_project_id_fingerprint")),
        sa.UniqueConstraint("project_id", "name", "version", name=op.f("uq_recipe_project_id_name_version")),
    )
    op.create_index(op.f("ix_recipe_project_id"), "recipe", ["project_id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("label_en", sa.String(length=64), nullable=False),
        sa.Column("label_fr", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_tag_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("project_id", "slug", name=op.f("uq_tag_project_id_slug")),
    )
    op.create_table(
        "import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_import_judge_id_judge")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_import_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_index("ix_import_project_content", "import", ["project_id", "content_hash"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("budget_usd", sa.Float(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_run_judge_id_judge")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_run_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_project_id"), "run", ["project_id"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("brief_id", sa.BigInteger(), nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column("call_id", sa.String(length=128), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("prompt", sa.String(length=1000000), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=1000000), nullable=True),
        sa.Column("media_hash", sa.String(length=64), nullable=True),
        sa.Column("shown_hash", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("finish_reason", sa.String(length=64), nullable=True),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_candidate_brief_id_brief")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_candidate_import_id_import")),
        sa.ForeignKeyConstraint(["parent_id"], ["candidate.id"], name=op.f("fk_candidate_parent_id_candidate")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_candidate_project_id_project")),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe.id"], name=op.f("fk_candidate_recipe_id_recipe")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_candidate_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("call_id", name=op.f("uq_candidate_call_id")),
    )
    op.create_index(op.f("ix_candidate_brief_id"), "candidate", ["brief_id"], unique=False)
    op.create_index("ix_candidate_brief_recipe", "candidate", ["project_id", "brief_id", "recipe_id"], unique=False)
    op.create_index(op.f("ix_candidate_import_id"), "candidate", ["import_id"], unique=False)
    op.create_index(op.f("ix_candidate_recipe_id"), "candidate", ["recipe_id"], unique=False)
    op.create_index(op.f("ix_candidate_run_id"), "candidate", ["run_id"], unique=False)
    op.create_index("ix_candidate_source", "candidate", ["project_id", "source_key"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("candidate_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("into_id", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=5000), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_decision_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["into_id"], ["candidate.id"], name=op.f("fk_decision_into_id_candidate")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_decision_judge_id_judge")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_decision_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_project_candidate", "decision", ["project_id", "candidate_id"], unique=False)
    op.create_table(
        "presentation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("brief_id", sa.BigInteger(), nullable=False),
        sa.Column("criterion_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("left_id", sa.BigInteger(), nullable=False),
        sa.Column("right_id", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.String(length=64), nullable=False),
        sa.Column("repeat_of", sa.BigInteger(), nullable=True),
        sa.Column("undo_of", sa.BigInteger(), nullable=True),
        sa.Column("gold", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_presentation_brief_id_brief")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_presentation_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_presentation_judge_id_judge")),
        sa.ForeignKeyConstraint(["left_id"], ["candidate.id"], name=op.f("fk_presentation_left_id_candidate")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_presentation_project_id_project")),
        sa.ForeignKeyConstraint(
            ["repeat_of"], ["presentation.id"], name=op.f("fk_presentation_repeat_of_presentation")
        ),
        sa.ForeignKeyConstraint(["right_id"], ["candidate.id"], name=op.f("fk_presentation_right_id_candidate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation")),
        sa.UniqueConstraint("token", name=op.f("uq_presentation_token")),
    )
    op.create_index("ix_presentation_judge", "presentation", ["project_id", "judge_id", "criterion_id"], unique=False)
    op.create_index(
        "uq_presentation_open",
        "presentation",
        ["project_id", "judge_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "comparison",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("brief_id", sa.BigInteger(), nullable=False),
        sa.Column("criterion_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=False),
        sa.Column("presentation_id", sa.BigInteger(), nullable=True),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column("left_id", sa.BigInteger(), nullable=False),
        sa.Column("right_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("degree", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=5000), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("sides_known", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_comparison_presentation_id_presentation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
    )
    op.create_index(
        "ix_comparison_tally",
        "comparison",
        ["criterion_id", "left_id", "right_id", "outcome", "import_id"],
        unique=False,
    )
    op.create_index(
        "uq_comparison_judge_presentation",
        "comparison",
        ["judge_id", "presentation_id"],
        unique=True,
        sqlite_where=sa.text("presentation_id IS NOT NULL"),
        postgresql_where=sa.text("presentation_id IS NOT NULL"),
    )
    op.create_table(
        "tagging",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("candidate_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=False),
        sa.Column("presentation_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_tagging_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_tagging_judge_id_judge")),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_tagging_presentation_id_presentation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_tagging_project_id_project")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_tagging_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagging")),
    )
    op.create_index("ix_tagging_candidate", "tagging", ["candidate_id", "tag_id", "judge_id"], unique=False)
    op.create_index(op.f("ix_tagging_project_id"), "tagging", ["project_id"], unique=False)
    op.create_table(
        "retraction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("comparison_id", sa.BigInteger(), nullable=False),
        sa.Column("judge_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comparison_id"], ["comparison.id"], name=op.f("fk_retraction_comparison_id_comparison")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_retraction_judge_id_judge")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_retraction_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retraction")),
        sa.UniqueConstraint("comparison_id", name=op.f("uq_retraction_comparison_id")),
    )
    op.create_index(op.f("ix_retraction_project_id"), "retraction", ["project_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f("ix_retraction_project_id"), table_name="retraction")
    op.drop_table("retraction")
    op.drop_index(op.f("ix_tagging_project_id"), table_name="tagging")
    op.drop_index("ix_tagging_candidate", table_name="tagging")
    op.drop_table("tagging")
    op.drop_index(
        "uq_comparison_judge_presentation",
        table_name="comparison",
        sqlite_where=sa.text("presentation_id IS NOT NULL"),
        postgresql_where=sa.text("presentation_id IS NOT NULL"),
    )
    op.drop_index("ix_comparison_tally", table_name="comparison")
    op.drop_table("comparison")
    op.drop_index(
        "uq_presentation_open",
        table_name="presentation",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_presentation_judge", table_name="presentation")
    op.drop_table("presentation")
    op.drop_index("ix_decision_project_candidate", table_name="decision")
    op.drop_table("decision")
    op.drop_index("ix_candidate_source", table_name="candidate")
    op.drop_index(op.f("ix_candidate_run_id"), table_name="candidate")
    op.drop_index(op.f("ix_candidate_recipe_id"), table_name="candidate")
    op.drop_index(op.f("ix_candidate_import_id"), table_name="candidate")
    op.drop_index("ix_candidate_brief_recipe", table_name="candidate")
    op.drop_index(op.f("ix_candidate_brief_id"), table_name="candidate")
    op.drop_table("candidate")
    op.drop_index(op.f("ix_run_project_id"), table_name="run")
    op.drop_table("run")
    op.drop_index("ix_import_project_content", table_name="import")
    op.drop_table("import")
    op.drop_table("tag")
    op.drop_index(op.f("ix_recipe_project_id"), table_name="recipe")
    op.drop_table("recipe")
    op.drop_table("judge")
    op.drop_table("criterion")
    op.drop_index(op.f("ix_brief_project_id"), table_name="brief")
    op.drop_index(op.f("ix_brief_key"), table_name="brief")
    op.drop_table("brief")
    op.drop_table("project")
    op.drop_table("connection")
