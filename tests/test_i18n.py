"""Every sentence has its French; a reader without a catalogue reads English."""

import gettext
import re
from string import Formatter

import pytest
from babel.messages.mofile import read_mo

from curation.i18n import CATALOGUES, LANGUAGES, N_, locale_of, translator, untranslated
from tests.catalogue import FRENCH, collected, translations

SENTENCES = sorted(str(message.id) for message in collected() if message.id)
FRENCH_OF = {str(message.id): message for message in translations() if message.id}

every_sentence = pytest.mark.parametrize("sentence", sorted(FRENCH_OF))


def placeholders(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def test_sentences_are_collected_from_the_whole_package():
    assert "{file}, line {line}: found {found}, expected {expected}." in SENTENCES


def test_the_catalogue_holds_the_sentences_of_the_package_and_no_others():
    advice = "run python -m tests.catalogue and translate what is new"
    assert sorted(set(SENTENCES) - set(FRENCH_OF)) == [], advice
    assert sorted(set(FRENCH_OF) - set(SENTENCES)) == [], advice


def test_every_sentence_has_a_french_translation_that_somebody_has_read():
    assert [sentence for sentence, message in FRENCH_OF.items() if not message.string or message.fuzzy] == []


def test_the_compiled_catalogue_is_the_written_one():
    with FRENCH.with_suffix(".mo").open("rb") as file:
        stored = {message.id: message.string for message in read_mo(file) if message.id}
    written = {message.id: message.string for message in translations() if message.id and message.string}
    assert stored == written, "run python -m tests.catalogue"


@every_sentence
def test_the_french_sentence_has_the_same_places_for_values(sentence):
    assert placeholders(FRENCH_OF[sentence].string) == placeholders(sentence)


@every_sentence
def test_french_typography_is_kept(sentence):
    # What stands between braces is a name, and what comes after two dashes an option: neither is French.
    french = re.sub(r"\{\w*\}|--[\w-]+|\w+://\S*", "x", FRENCH_OF[sentence].string)
    assert "'" not in french, "a typographic apostrophe, please"
    assert not re.search("[“”]", french), "French quotation marks, please"
    assert not re.search(r"[^\u00a0\u202f?!][?!]", french), "a non-breaking space before ? and !"
    assert not re.search(r"[^\u00a0\u202f]»|«[^\u00a0\u202f]", french), "non-breaking spaces within « »"
    assert not re.search(r"(?<![\u00a0\u202f])[:;%](\s|$)", french), "a non-breaking space before : ; and %"


@pytest.mark.parametrize("locale", ["fr", "fr-FR", "fr_CA", "fr_FR.UTF-8", "fr-BE"])
def test_every_french_locale_reads_french(locale):
    sentence = "The database {database} cannot be opened: {reason}. Nothing was changed."
    assert translator(locale)(sentence) == FRENCH_OF[sentence].string != sentence


@pytest.mark.parametrize("locale", ["en", "en-GB", "de", "C", "C.UTF-8", "POSIX", "tlh", "", None, "zz_ZZ", "../fr"])
def test_a_reader_without_a_catalogue_reads_english(locale):
    for sentence in SENTENCES:
        assert translator(locale)(sentence) == sentence


def test_a_sentence_that_nobody_translated_stays_as_it_is():
    assert translator("fr")("A sentence of the judge's own") == "A sentence of the judge's own"


def test_marking_a_sentence_changes_nothing():
    assert N_("Skip") == untranslated("Skip") == "Skip"


def test_every_language_but_english_has_a_catalogue():
    for language in LANGUAGES:
        found = gettext.find("curation", CATALOGUES, [language])
        assert (found is not None) == (language != "en")


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr_FR.UTF-8"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "de_DE"}, "de_DE"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "de_DE", "LC_ALL": "C"}, "C"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr_FR"),
    ],
)
def test_the_terminal_says_its_language_as_posix_has_it(environment, locale):
    assert locale_of(environment) == locale
