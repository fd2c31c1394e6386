"""`earlyword cases`: the list, one case with its history, and the team's verbs. Every change has a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from analysis.case import Case
from pipelines import casebook, config, recover
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import Desk, open_desk
from pipelines.exits import Exit
from pipelines.person import history_of
from pipelines.terminal import Complaint, Terminal
from storage import cases

app = typer.Typer(invoke_without_command=True)
COLUMNS = ("case", "state", "who", "source", "about", "with", "answer due", "promises", "words")
Id = Annotated[str, typer.Argument(metavar="CASE", help="Number of the case.")]
Who = Annotated[str, typer.Option("--who", help="Your name, as in config.yaml.")]
Words = Annotated[str, typer.Option("--words", help="In your words.")]
Number = Annotated[int, typer.Option("--promise", help="Number of the promise, as `earlyword promises` shows it.")]


def act(ctx: typer.Context, config_path: ConfigOption, as_json: bool, verb: Callable[[Desk, datetime], Case]) -> int:
    """Do one verb and say what the case is now."""
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    try:
        case = verb(desk, terminal.now())
    except recover.NotAllowed as wrong:
        raise Complaint(str(wrong)) from wrong
    except recover.Overtaken as wrong:
        raise Complaint(str(wrong), Exit.LOOK) from wrong
    if as_json:
        terminal.line({"case": case.id, "seq": case.seq, "state": case.state, "assignee": case.assignee})
    else:
        holder = f", with {case.assignee}" if case.assignee else ""
        terminal.say(f"Case {case.id} is {case.state}{holder}.")
    return Exit.FINE


@app.callback()
def list_command(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Complaints being put right, the urgent ones first; with a verb behind it, what the team does about one.

    Example: earlyword cases --all --json
    """
    if ctx.invoked_subcommand is not None:
        return Exit.FINE
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("list cases") as con:
        found = casebook.entries(con, everything=everything)
    calendar, within = recover.calendar(desk.config), desk.config.team.answer_within
    rows = [casebook.row(entry, calendar, within, terminal.now()) for entry in found]
    if as_json:
        for row in rows:
            terminal.line(row)
        return Exit.FINE
    terminal.table(
        COLUMNS,
        [
            (
                r["case"],
                f"{r['state']}{', urgent' if r['urgent'] else ''}",
                r["who"],
                r["source"],
                ", ".join(r["topics"]),
                r["assignee"] or "-",
                r["answer_due"],
                r["promises_open"],
                r["words"],
            )
            for r in rows
        ],
    )
    return Exit.FINE


@app.command("show")
def show_command(ctx: typer.Context, case: Id, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """One case: who this is and what they were promised, what they said, and everything that was done.

    Example: earlyword cases show 12
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("show a case") as con:
        found, events = casebook.entries(con, ids=[case]), cases.of(con, case)
        if not found:
            raise Complaint(f"There is no case {case}; `earlyword cases --all` lists them.")
        person = history_of(con, found[0].said[-1]) if found[0].said else None
    entry, now = found[0], terminal.now()
    about = person.sentences(now, desk.config.zone) if person else ()
    if as_json:
        terminal.line(casebook.whole(entry, events, recover.calendar(desk.config), now) | {"person": about})
        return Exit.FINE
    terminal.say(f"Case {case}, {entry.case.state}: {entry.who}")
    for sentence in about:
        terminal.say(f"  {sentence}")
    for mention in entry.said:
        terminal.say(f"{mention.source}, {mention.when:%Y-%m-%d %H:%M} UTC: {mention.text or mention.title}")
    if entry.case.words:
        terminal.say(entry.case.words)
    terminal.table(
        ("number", "when", "who", "what", "words"),
        [
            (e.seq, e.at, e.who, e.kind, e.payload.get("words") or e.payload.get("what") or e.payload.get("to") or "")
            for e in events
        ],
    )
    return Exit.FINE


@app.command("open")
def open_command(
    ctx: typer.Context,
    who: Who,
    mention: Annotated[str, typer.Option(help="Id of a mention.")] = "",
    customer: Annotated[str, typer.Option(help="Of a phone call: the customer's name.")] = "",
    words: Words = "",
    source: Annotated[str, typer.Option(help="Where it was said.")] = "phone",
    topic: Annotated[list[str] | None, typer.Option(help="What it is about; may be given several times.")] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="It cannot wait.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """A new case, from a mention or typed in after a phone call.

    Example: earlyword cases open --who Ines --customer "Rosa Vane" --words "The tin was broken" --topic parcels
    """
    return act(
        ctx,
        config_path,
        as_json,
        lambda desk, now: recover.open_case(
            desk,
            who,
            now,
            mention=mention,
            customer=customer,
            words=words,
            source=source,
            topics=topic or [],
            urgent=urgent,
        ),
    )


@app.command("assign")
def assign_command(
    ctx: typer.Context,
    case: Id,
    who: Who,
    to: Annotated[str, typer.Option(help="Who gets the case.")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hand a case to somebody; staff take one themselves.

    Example: earlyword cases assign 12 --who Ines --to Tom
    """
    return act(ctx, config_path, as_json, lambda desk, now: recover.assign(desk, case, who, now, to=to))


@app.command("take-back")
def take_back_command(
    ctx: typer.Context, case: Id, who: Who, config_path: ConfigOption = None, as_json: JsonOption = False
) -> int:
    """Take a case from whoever has it.

    Example: earlyword cases take-back 12 --who Ines
    """
    return act(ctx, config_path, as_json, lambda desk, now: recover.take_back(desk, case, who, now))


@app.command("answer")
def answer_command(
    ctx: typer.Context,
    case: Id,
    who: Who,
    words: Words,
    url: Annotated[str, typer.Option(help="Where the answer stands.")] = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """The customer was answered, with these words. Nothing is posted by this program.

    Example: earlyword cases answer 12 --who Tom --words "We are sorry; a new tin is on its way."
    """
    return act(ctx, config_path, as_json, lambda desk, now: recover.answer(desk, case, who, now, words=words, url=url))


@app.command("promise")
def promise_command(
    ctx: typer.Context,
    case: Id,
    who: Who,
    what: Annotated[str, typer.Option(help="What was promised.")],
    due: Annotated[str, typer.Option(help="By when, such as 2026-12-24 or 2026-12-24 15:00, in the shop's zone.")],
    by: Annotated[str, typer.Option(help="Who will do it. Default: you.")] = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """The customer was promised something by a date.

    Example: earlyword cases promise 12 --who Tom --what "a new tin" --due 2026-12-24
    """

    def verb(desk: Desk, now: datetime) -> Case:
        return recover.promise(desk, case, who, now, what=what, due=_due(desk, due), by=by)

    return act(ctx, config_path, as_json, verb)


@app.command("keep")
def keep_command(
    ctx: typer.Context, case: Id, who: Who, promise: Number, words: Words = "", config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:  # fmt: skip
    """A promise was kept, late perhaps.

    Example: earlyword cases keep 12 --who Tom --promise 3
    """
    return act(
        ctx, config_path, as_json, lambda desk, now: recover.keep(desk, case, who, now, number=promise, words=words)
    )


@app.command("break")
def break_command(
    ctx: typer.Context, case: Id, who: Who, promise: Number, words: Words = "", config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:  # fmt: skip
    """A promise was broken.

    Example: earlyword cases break 12 --who Tom --promise 3 --words "the courier lost it"
    """
    return act(
        ctx, config_path, as_json, lambda desk, now: recover.break_(desk, case, who, now, number=promise, words=words)
    )


def _due(desk: Desk, words: str) -> datetime:
    """A date the owner typed: an ISO date or time in the shop's zone; a date alone means closing time."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError as wrong:
        raise Complaint(f"{words!r} is no date we can read; write 2026-12-24, or 2026-12-24 15:00.") from wrong
    if len(words.strip()) <= len("2026-12-24"):
        return recover.calendar(desk.config).end_of(moment.date())
    return moment if moment.tzinfo else moment.replace(tzinfo=desk.config.zone)
