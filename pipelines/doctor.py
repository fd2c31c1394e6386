"""Is everything sound? What storage finds, and what only the whole can say: rounds, clock, sources, mail."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta

from pipelines import heartbeat, unset
from pipelines.desk import Desk
from pipelines.letters.card import span
from pipelines.transports import MailServer, TransportError, transport
from storage import audit, check, copies, forgotten, outbox, polls, rewrite
from storage.check import Finding
from storage.errors import RecordError
from storage.model import Poll

AHEAD = timedelta(minutes=5)  # something noted later than now by more than this: the clock went back
SOON = timedelta(hours=26)  # a backup older than a week is worth a word
MANY_REFUSED = 20  # sign-ins in a day; people mistype, but not so often
OLD_BACKUP = timedelta(days=7)


def findings(desk: Desk, now: datetime) -> list[Finding]:
    """Looks at everything, asks the mail server, changes nothing and sends nothing."""
    found = check.findings(desk.record, desk.spool, desk.published, now)
    last: dict[str, Poll] = {}
    if desk.record.path.exists() and all(each.well for each in found if each.what == "record"):
        try:
            with desk.record.session("doctor") as con:
                last, letters, left = polls.last(con), outbox.counts(con), rewrite.is_wanted(con)
            found += [about_letters(letters.get("refused", 0), letters.get("waiting", 0)), about_words(desk, left, now)]
        except RecordError as error:
            found.append(Finding("record", False, str(error), "Try again when it is free."))
    return [
        *found,
        about_round(desk, now),
        about_clock(desk, last, now),
        *about_sources(desk, last),
        about_mail(desk),
        *about_unset(desk),
        about_door(desk, now),
        about_folder(desk),
        about_backups(desk, now),
    ]


def about_round(desk: Desk, now: datetime) -> Finding:
    last, limit = heartbeat.last(desk.config.data), 2 * desk.config.heartbeat.every
    if last is None:
        return Finding("last round", True, "none yet; `earlyword up` or `earlyword run` makes the first one")
    age = max(now - last, timedelta())
    says = f"came through {span(age)} ago"
    late = age > limit
    return Finding("last round", not late, says, "Is it running? Start `earlyword up`, or look at your cron." * late)


def about_clock(desk: Desk, last: dict[str, Poll], now: datetime) -> Finding:
    """A clock that was set back lets sources wait until it has caught up."""
    noted = [poll.at for poll in last.values()]
    if (beat := heartbeat.last(desk.config.data)) is not None:
        noted.append(beat)
    ahead = max(noted, default=now) - now
    if ahead > AHEAD:
        says = f"this computer's clock stands {span(ahead)} before the last round"
        return Finding("clock", False, says, "Set the clock right (timedatectl set-ntp true), then `earlyword run`.")
    return Finding("clock", True, f"{now:%Y-%m-%d %H:%M} UTC, not before anything that was noted")


def about_sources(desk: Desk, last: dict[str, Poll]) -> Iterator[Finding]:
    """Each source that does not answer, by itself; the others together."""
    well = 0
    for source in desk.config.sources:
        poll = last.get(source.name)
        if poll is None or poll.status in ("ok", "nothing_new"):
            well += 1
            continue
        says = f"{source.name} is {poll.status}, {poll.failures} times in a row: {poll.error}"
        yield Finding("source", False, says, poll.next_step or f"Try it: earlyword sources try {source.name}")
    yield Finding("sources", True, f"{well} of {len(desk.config.sources)} answer, or were not asked yet")


def about_mail(desk: Desk) -> Finding:
    """Can letters leave? Signs in at the mail server and says goodbye; sends nothing."""
    way = transport(desk.config, desk.env)
    if not isinstance(way, MailServer):
        folder = desk.config.outbox
        place = next(each for each in (folder, *folder.parents) if each.exists())
        fine = os.access(place, os.W_OK)
        says = f"no mail server is set; letters are written into {folder}"
        return Finding("mail", fine, says, "" if fine else f"Make {place} writable, or set mail.smtp.")
    try:
        way.greet()
    except TransportError as wrong:
        return Finding("mail", False, str(wrong), "Check mail.smtp in config.yaml and the password's variable.")
    finally:
        way.close()
    return Finding("mail", True, f"{way.smtp.host} lets us in")


def about_unset(desk: Desk) -> Iterator[Finding]:
    """Secrets and passwords that are counted on; mail's own is told by the mail server."""
    missing = [each for each in unset.unset(desk.config, desk.env) if each.what != "mail"]
    for each in missing:
        yield Finding(each.what, False, each.says, each.todo)
    if not missing:
        yield Finding("secrets", True, "everything that config.yaml counts on is set")


def about_door(desk: Desk, now: datetime) -> Finding:
    """Does somebody try to get in?"""
    day = [each for each in audit.entries(desk.config.data) if timedelta(0) <= now - each.at < timedelta(days=1)]
    refused = sum(each.what == "refused" for each in day)
    says = f"{sum(each.what == 'signed in' for each in day)} signed in and {refused} were refused in the last 24 hours"
    many = refused > MANY_REFUSED
    return Finding("door", not many, says, "See from where: earlyword audit" if many else "")


def about_letters(refused: int, waiting: int) -> Finding:
    says = f"{waiting} letters wait, {refused} were refused"
    return Finding("letters", not refused, says, "See why: earlyword outbox" if refused else "")


def about_words(desk: Desk, left: str, now: datetime) -> Finding:
    """Erasures: finished, and out of the file's bytes?"""
    try:
        unfinished = forgotten.load(desk.record.path).unfinished
    except RecordError as error:
        return Finding("erasure", False, str(error), "Put the file back, or forget these people again.")
    if unfinished:
        return Finding("erasure", False, "somebody's erasure was interrupted", "Run `earlyword run`: it finishes it.")
    if left and now - datetime.fromisoformat(left) > SOON:
        return Finding("erasure", False, f"dropped words are in the file since {left}", "Run `earlyword run`.")
    return Finding("erasure", True, "nothing is left to erase")


def about_folder(desk: Desk) -> Finding:
    """The data folder holds people's words: other accounts of this computer have no business there."""
    folder = desk.config.data
    if not folder.exists():
        return Finding("data folder", True, f"{folder} is not there yet")
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding("data folder", False, f"{folder} is not writable for this account", "Run it as its owner.")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & stat.S_IWOTH:
        return Finding("data folder", False, f"every account may write into {folder}", f"chmod 700 {folder}")
    says = f"{folder} is ours" + ("; other accounts of this computer may read it" if mode & stat.S_IROTH else "")
    return Finding("data folder", True, says, f"To keep others out: chmod 700 {folder}" if mode & stat.S_IROTH else "")


def about_backups(desk: Desk, now: datetime) -> Finding:
    made = [each.at for each in copies.known(desk.record.path) if each.what == "backup"]
    if desk.config.sample:
        return Finding("backup", True, "the sample business needs none")
    if not made:
        return Finding("backup", True, "none was made yet", "Make one: earlyword backup /media/usb/earlyword")
    age = now - max(made)
    return Finding("backup", True, f"the last one is {span(age)} old", "Time for another." if age > OLD_BACKUP else "")
