"""The guest list as organisers keep it, to the places it asks for; and a second list over it.

Rows come in, however they were read, and (entries, problems) go out: `read_list` understands
one workbook, `merge` says which invitations its entries are, new or known. Nothing here
knows a file, a clock or a database.
"""

from server.guestlist.awards import award_text, entry_words
from server.guestlist.entries import Entry
from server.guestlist.merge import Merge, merge
from server.guestlist.reading import read_list
from server.guestlist.sheets import Cell, Level, Problem, Sheet, Span, Workbook
from server.guestlist.summary import read_summary, takes_no_seat, update_summary

__all__ = [
    "Cell",
    "Entry",
    "Level",
    "Merge",
    "Problem",
    "Sheet",
    "Span",
    "Workbook",
    "award_text",
    "entry_words",
    "merge",
    "read_list",
    "read_summary",
    "takes_no_seat",
    "update_summary",
]
