"""Every word of the pages that we wrote ourselves. The words stand in `en.toml`; a translation is one more such file.

A page asks for what it shows by section and key, and fills in what varies:

    words.say("inbox.title")                                   a text
    words.say("inbox.found_page", mentions=..., page=2, pages=9)   {mentions}, {page} and {pages} filled in, plainly
    words.count("numbers.mentions", 3)                         "3 mentions": `one` and `other` forms, {n} with commas
    words.some("morning.needs", 2)                             "Two things need you": small numbers as words
    words.table("inbox.shows")                                 a section as a mapping, for keys known at run time
    words.listed("ages.weekdays")                              a list of texts
    words.steps("not_ready.steps")                             pairs of a sentence and a command
    words.heads("day", "mentions")                             heads of a table, keys of [columns]

The first argument is always written out, never put together: a test reads the code and fails for a key that is missing
in the file, for one that no page uses, and for {names} that do not fit. For a key known only at run time take `table`.
Values are put in as they are, in one pass: hostile words in a value stay words. Plain sentences, no markup.

What needs arithmetic has a function of its own here: ages and dates (`ago`, `clocks`, `day` ...), counts and stars
(`share`, `stars`), whole sentences (`sentence`, `silence` ...). `speak` sets the language, once for the process, since
a process serves one business.
"""

from dashboard.words.ages import ago, ahead, at_hour, clocks, day, lasting, short_day
from dashboard.words.amounts import count, share, size, some, stars
from dashboard.words.book import heads, listed, say, speak, steps, table
from dashboard.words.sentences import (
    file_state,
    found,
    nobody_collects,
    passed_on,
    sentence,
    shares_then_and_now,
    silence,
)

__all__ = [
    "ago",
    "ahead",
    "at_hour",
    "clocks",
    "count",
    "day",
    "file_state",
    "found",
    "heads",
    "lasting",
    "listed",
    "nobody_collects",
    "passed_on",
    "say",
    "sentence",
    "share",
    "shares_then_and_now",
    "short_day",
    "silence",
    "size",
    "some",
    "speak",
    "stars",
    "steps",
    "table",
]
