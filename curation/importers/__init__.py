"""Readers: files in, records out. They see no database and no actions; what they refuse is one sentence.

One file per format (`csv_file`, `jsonl`), registered in IMPORTERS; `candidates`, `judgments` and `briefs` say what a
table's columns mean.
"""

from curation.importers.briefs import read_briefs
from curation.importers.candidates import CandidateRow, read_candidates
from curation.importers.judgments import Judgments, read_judgments, recognise
from curation.importers.tables import IMPORTERS, Importer, Table, read, read_table

__all__ = [
    "IMPORTERS",
    "CandidateRow",
    "Importer",
    "Judgments",
    "Table",
    "read",
    "read_briefs",
    "read_candidates",
    "read_judgments",
    "read_table",
    "recognise",
]
