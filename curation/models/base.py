"""What every row shares: validation when made, keys, UTC times, enums by value, text both engines can hold."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, model_validator
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from curation.models.keys import new_key

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NAME_LENGTH = 200
TEXT_LENGTH = 1_000_000
JSON_DEPTH = 64

# On SQLite only a column declared INTEGER is the row itself; a BIGINT key would be a second index.
KEY_TYPE: Any = BigInteger().with_variant(Integer(), "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so they are put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(members: type[StrEnum]) -> Any:
    """A column type that stores an enum's values as text, the same on both engines."""
    return Enum(
        members,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda listed: [member.value for member in listed],
        validate_strings=True,
    )


def utc_now() -> datetime:
    """The present moment; everything that needs a time takes it as an argument, rows only default to it."""
    return datetime.now(UTC)


def _storable(value: Any, integer_bits: int) -> Any:
    """The value as both engines hold it; raises for what one of them would refuse, change or understand differently."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("the time does not say its zone")
        return value.astimezone(UTC)
    if isinstance(value, int) and value.bit_length() > integer_bits:
        raise ValueError(f"the number does not fit into {integer_bits} bits")
    _refuse_unstorable(value)
    return value


def _refuse_unstorable(value: Any, depth: int = 0) -> None:
    """Raise for what JSON cannot say and for NUL, lone surrogates and infinite numbers, at any depth."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("the text holds a NUL character, which cannot be stored")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise ValueError(
                    "the text holds half of a character (a lone surrogate), which cannot be stored"
                ) from None
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("the number is not finite")
    elif depth > JSON_DEPTH:
        raise ValueError(f"the JSON is nested more than {JSON_DEPTH} deep")
    elif isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str):
                raise ValueError("the names in JSON are text")
            _refuse_unstorable(name)
            _refuse_unstorable(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_unstorable(item, depth + 1)
    elif value is not None and not isinstance(value, int):
        raise ValueError(f"JSON cannot say a {type(value).__name__}")


class Row(SQLModel):
    """Base of all words. Unlike a plain `table=True` class, `Word(**data)` validates and refuses unknown names."""

    __table__: ClassVar[Table]
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # type: ignore[assignment]

    @model_validator(mode="after")
    def _same_on_both_engines(self) -> Self:
        for column in type(self).__table__.columns if hasattr(type(self), "__table__") else ():
            bits = 63 if isinstance(column.type, BigInteger) else 31
            self.__dict__[column.name] = _storable(self.__dict__[column.name], bits)
        return self

    def __init__(self, **data: Any) -> None:
        super().__init__(**self._validated(data) if hasattr(type(self), "__table__") else data)

    @classmethod
    def model_validate(cls, obj: Any, *, update: dict[str, Any] | None = None, **how: Any) -> Self:
        """As `Word(**data)`; `obj` is a mapping or another row."""
        if not hasattr(cls, "__table__"):
            return super().model_validate(obj, update=update, **how)
        data = dict(obj) if isinstance(obj, Mapping) else {name: getattr(obj, name) for name in cls.model_fields}
        return cls(**{**data, **(update or {})})

    @classmethod
    def _validated(cls, data: dict[str, Any]) -> dict[str, Any]:
        probe = cls.__new__(cls)
        cls.__pydantic_validator__.validate_python(data, self_instance=probe)
        return dict(probe.__dict__)


def key_field() -> Any:
    """A primary key."""
    return Field(default_factory=new_key, primary_key=True, sa_type=KEY_TYPE, ge=1)


def reference(column: str, *, index: bool = False) -> Any:
    """A required reference to another word's key."""
    return Field(foreign_key=column, sa_type=BigInteger, ge=0, index=index)


def unchecked_reference() -> Any:
    """A required reference that the database does not check, for logs that grow by millions."""
    return Field(sa_type=BigInteger, ge=0)


def optional_reference(column: str, *, index: bool = False) -> Any:
    """A reference that may be empty."""
    return Field(default=None, foreign_key=column, sa_type=BigInteger, nullable=True, ge=0, index=index)


def time_field() -> Any:
    """When the row was made, UTC."""
    return Field(default_factory=utc_now, sa_type=UTCDateTime)


def json_field() -> Any:
    """A small JSON object."""
    return Field(default_factory=dict, sa_type=JSON)
