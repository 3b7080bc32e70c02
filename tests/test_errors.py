"""Every error says one sentence, in any language, with its values in it."""

import inspect
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from curation import errors
from curation.errors import BadFile, BadRow, CurationError, NotFound, NothingToDo
from curation.i18n import translator, untranslated


def all_below(parent: type[CurationError]) -> Iterator[type[CurationError]]:
    for child in parent.__subclasses__():
        yield child
        yield from all_below(child)


ERRORS = [error for error in all_below(CurationError) if error.__module__ == errors.__name__]
SPOKEN = [error for error in ERRORS if error.template]
every_error = pytest.mark.parametrize("error", SPOKEN, ids=lambda error: error.__name__)


def values_for(error: type[CurationError]) -> dict[str, object]:
    """A value of its own for each argument, with braces and a per cent sign that formatting must leave alone."""
    parameters = list(inspect.signature(error.__init__).parameters.values())[1:]
    return {
        parameter.name: 100 + number if parameter.annotation is int else f"<{parameter.name} {{x}} %s>"
        for number, parameter in enumerate(parameters)
    }


@every_error
def test_an_error_says_its_sentence_with_every_value_in_it(error):
    values = values_for(error)
    sentence = str(error(**values))
    for value in values.values():
        assert str(value) in sentence
    assert sentence == error(**values).message(untranslated)


@every_error
def test_a_template_asks_for_exactly_the_values_the_error_takes(error):
    fields = {name for _, name, _, _ in Formatter().parse(error.template) if name is not None}
    assert fields == set(values_for(error))


@every_error
def test_a_sentence_ends_like_one_unless_a_value_ends_it(error):
    assert re.search(r"(\.|\{\w+\})$", error.template)
    assert "\n" not in error.template


@every_error
def test_an_error_is_said_in_the_language_of_the_reader(error):
    values = values_for(error)
    said = error(**values).message(lambda sentence: f"¿{sentence}?")
    assert said.startswith("¿")
    assert said.endswith("?")
    for value in values.values():
        assert (f"¿{value}?" if isinstance(value, str) else str(value)) in said
    french = error(**values).message(translator("fr"))
    for value in values.values():
        assert str(value) in french


def test_values_that_are_sentences_of_curation_are_translated_too():
    words = {"{file}: found {found}, expected {expected}.": "{file} : {found} / {expected}", "an empty file": "vide"}
    error = BadFile("a.csv", "an empty file", "something")
    assert error.message(lambda sentence: words.get(sentence, sentence)) == "a.csv : vide / something"


def test_a_sentence_without_advice_ends_where_it_ends():
    assert str(NotFound("project", "Posters")) == "There is no project “Posters” here."
    assert str(NotFound("project", "Posters", "Import a file.")).endswith("here. Import a file.")


def test_a_line_number_is_said_as_a_number():
    assert str(BadRow("votes.csv", 12_345, "“maybe”", "left or right")) == (
        "votes.csv, line 12345: found “maybe”, expected left or right."
    )


def test_every_error_is_a_curation_error_and_only_those_above_others_say_nothing():
    for error in ERRORS:
        assert issubclass(error, CurationError)
        assert error.template or error.__subclasses__(), f"{error.__name__} says nothing"
        assert error.__doc__


def test_the_tree_at_the_top_of_the_module_is_the_tree_of_the_classes():
    drawn: dict[int, str] = {}
    pairs = set()
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"^([ │├└─]*)([A-Z]\w+Error|[A-Z]\w+)(?:\s{2,}|$)", line):
            depth, name = len(found[1]), found[2]
            drawn = {level: above for level, above in drawn.items() if level < depth}
            pairs.add((drawn[max(drawn)] if drawn else "Exception", name))
            drawn[depth] = name
    real = {(error.__bases__[0].__name__, error.__name__) for error in [CurationError, *ERRORS]}
    assert pairs == real


def test_an_error_is_caught_by_its_family():
    with pytest.raises(CurationError, match="no votes yet"):
        raise NothingToDo("There are no votes yet.")
