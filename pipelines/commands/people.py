"""`earlyword person` and `earlyword forget`: what is held on somebody, and that it is not held any more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.recovery import NotAllowed
from pipelines import config, dossier, forget, roles
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import audit, copies
from storage.traces import telling

WhoOption = Annotated[str, typer.Option("--who", help="Your name, which is noted. Default: the owner.")]
SourceOption = Annotated[str, typer.Option("--source", help="Only what this source brought. Default: all sources.")]


def person_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name as the source shows it, or as it was typed into a case.")],
    source: SourceOption = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write it into this file, as JSON.")] = None,
    who: WhoOption = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Everything that is held on one person, for the answer to their request.

    Example: earlyword person "Jane Doe" --out jane-doe.json
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    by = allowed(desk.config, who)
    found = dossier.dossier(desk, name, source)
    about = f"{len(found['mentions'])} mentions, {len(found['cases'])} cases"
    audit.note(desk.config.data, audit.Entry(terminal.now(), by, "looked into", about))
    if out is not None:
        try:
            out.write_text(json.dumps(found, indent=2, ensure_ascii=False, default=_text) + "\n", "utf-8")
        except OSError as wrong:
            raise Complaint(f"{out} cannot be written ({wrong.strerror}); name another file.") from wrong
        copies.note(desk.record.path, out, "export", terminal.now())
        terminal.note(f"Wrote what is held on {name} to {out}.")
    elif as_json:
        terminal.line(found)
    else:
        _show(terminal, found)
    return Exit.FINE


def forget_command(
    ctx: typer.Context,
    author: Annotated[str, typer.Argument(help="The name as the source shows it, or as it was typed into a case.")],
    source: SourceOption = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")] = False,
    who: WhoOption = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Erase a person from everything kept here, and prove it. They are not stored again when a source shows them.

    Example: earlyword forget "Jane Doe" --dry-run
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    if not forget.is_somebody(author):
        raise Complaint(
            f"{author!r} is what many people are called by a source, so it cannot be forgotten as one person. "
            "Set `keep` for that source in config.yaml instead."
        )
    by = allowed(desk.config, who)
    if dry_run:
        done = forget.Done(forget.look(desk, author, source))
    else:
        done = forget.forget(desk, author, source, terminal.now(), who=by)
    if as_json:
        terminal.line(as_record(done, dry_run=dry_run))
    else:
        for sentence in sentences(done, author, dry_run=dry_run):
            terminal.say(sentence)
    return Exit.LOOK if done.proof and done.proof.hits else Exit.FINE


def allowed(settings: config.Config, who: str) -> str:
    """Whoever looks into somebody or erases them; the owner, when no name is given. Raises `Complaint`."""
    if not who:
        owner = settings.owner()
        return owner.name if owner else "the owner"
    try:
        return roles.allow(settings, who, "people").name
    except NotAllowed as wrong:
        raise Complaint(str(wrong)) from wrong


def as_record(done: forget.Done, *, dry_run: bool) -> dict[str, object]:
    """The outcome as JSON. Names are what was asked for, so they are in it."""
    held, erased = done.held, done.erased
    return {
        "dry_run": dry_run,
        "accounts": [{"source": source, "name": name} for source, name in held.accounts],
        "mentions": len(held.mentions),
        "cases": list(held.cases),
        "erased": {name: getattr(erased, name) for name in erased.__slots__},
        "files_removed": [str(path) for path in done.files],
        "backups_cleaned": [str(path) for path in done.backups],
        "out_of_reach": [str(path) for path in done.unreached],
        "yours_to_remove": [str(path) for path in done.brought],
        "proof": None
        if done.proof is None
        else {
            "files": done.proof.files,
            "bytes": done.proof.size,
            "columns": done.proof.columns,
            "hits": done.proof.hits,
        },
    }


def sentences(done: forget.Done, author: str, *, dry_run: bool) -> list[str]:
    """The outcome in words."""
    held, erased, proof = done.held, done.erased, done.proof
    if held.nothing:
        return [f"Nothing is held on {author}."]
    who = ", ".join(f"{name} at {source}" for source, name in held.accounts) or author
    said = [f"{who}: {len(held.mentions)} mentions, {len(held.cases)} cases."]
    if held.namesakes:
        said.append(
            "Left alone, as asked: " + ", ".join(f"{name} at {source}" for source, name in held.namesakes) + "."
        )
    if not telling(author):
        said.append(f"“{author}” may be anybody's name, so it stays where other people wrote it.")
    if dry_run or proof is None:
        return [*said, "Nothing was changed. Without --dry-run all of it is erased; cases keep a stub without words."]
    said.append(
        f"Erased: {erased.mentions} mentions, {erased.snapshots} later looks, {erased.judgements} judgements, "
        f"{erased.corrections} corrections; words taken out of {erased.alerts} alerts, {erased.letters} letters, "
        f"{erased.case_events} entries of cases, {erased.others} texts of others; {len(done.files)} files removed, "
        f"{len(done.backups)} backups cleaned."
    )
    for place, what in ((done.unreached, "This backup is out of reach; connect its disk and run this again:"),
                        (done.brought, "You brought this file in; it is yours to remove:")):  # fmt: skip
        said += [f"{what} {path}" for path in place]
    said.append(
        f"Looked through {proof.columns} columns and every byte of {proof.files} files ({proof.size / 1e6:.1f} MB): "
        f"{sum(proof.hits.values())} hits."
    )
    said += [f"Still there: {place} ({count})" for place, count in proof.hits.items()]
    said.append(
        "Not in reach: letters already delivered, downloads from the page, and the old published copy where an analyst "
        "still has it open; ask them to close and delete it."
    )
    return said


def _show(terminal: Terminal, found: dict[str, Any]) -> None:
    if not found["mentions"] and not found["cases"]:
        terminal.say(f"Nothing is held on {found['name']}.")
        return
    rows = [
        (each["published"] or each["seen"], each["source"], each["author"], each["rating"], each["title"], each["text"])
        for each in found["mentions"]
    ]
    terminal.table(("when", "source", "name", "stars 0-1", "title", "words"), rows, "What was said")
    events = [
        (case["case"], event["at"], event["who"], event["kind"], json.dumps(event["payload"], ensure_ascii=False))
        for case in found["cases"]
        for event in case["events"]
    ]
    if events:
        terminal.table(("case", "when", "who", "what", "details"), events, "What was done")
    terminal.say(
        f"{len(found['mentions'])} mentions, {len(found['cases'])} cases, {len(found['alerts'])} alerts, "
        f"{len(found['letters_to_the_team'])} letters to the team. All of it, with judgements and later looks: "
        "earlyword person NAME --out FILE"
    )


def _text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
