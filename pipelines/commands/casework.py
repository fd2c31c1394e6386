"""The other verbs of `earlyword cases`: waiting, closing, reopening, remarks and small things put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from analysis.case import SHOP, Case
from pipelines import recover
from pipelines.commands.cases import Id, Who, Words, act, app
from pipelines.commands.options import ConfigOption, JsonOption

__all__ = ["app"]
Said = Callable[..., Case]


def _simple(name: str, verb: Said, about: str, example: str) -> None:
    """A verb that takes a case, a name and words."""

    def command(
        ctx: typer.Context,
        case: Id,
        who: Who,
        words: Words = "",
        config_path: ConfigOption = None,
        as_json: JsonOption = False,
    ) -> int:
        return act(ctx, config_path, as_json, lambda desk, now: verb(desk, case, who, now, words=words))

    command.__doc__ = f"{about}\n\nExample: earlyword cases {name} {example}"
    app.command(name)(command)


_simple("wait", recover.wait, "We need something from the customer: the clocks stand still.", "12 --who Tom")
_simple("resolve", recover.resolve, "It is put right; a check-in will be due.", "12 --who Tom")
_simple("reopen", recover.reopen, "It is ours again.", '12 --who Tom --words "she called again"')
_simple("dismiss", recover.dismiss, "There is nothing to put right; say why.", '12 --who Ines --words "another shop"')
_simple("note", recover.note, "A remark for colleagues.", '12 --who Tom --words "call after five"')


@app.command("check-in")
def check_in_command(
    ctx: typer.Context,
    case: Id,
    who: Who,
    well: Annotated[bool, typer.Option("--well/--not-well", help="What the customer said.")],
    words: Words = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Was all well? If it was not, the case is reopened.

    Example: earlyword cases check-in 12 --who Ines --well
    """
    return act(
        ctx, config_path, as_json, lambda desk, now: recover.check_in(desk, case, who, now, well=well, words=words)
    )


@app.command("put-right")
def put_right_command(
    ctx: typer.Context,
    case: Id,
    who: Who,
    amount: Annotated[float, typer.Option(help="What it cost, in the shop's currency.")],
    what: Annotated[str, typer.Option(help="What was done.")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """A small thing done at once, within what your role may spend on a case.

    Example: earlyword cases put-right 12 --who Tom --amount 8.50 --what "postage back"
    """
    return act(
        ctx,
        config_path,
        as_json,
        lambda desk, now: recover.put_right(desk, case, who, now, amount=amount, what=what),
    )


@app.command("suggest")
def suggest_command(
    ctx: typer.Context,
    who: Who,
    words: Words,
    topic: Annotated[str, typer.Option(help="What it would help.")] = "",
    case: Annotated[str, typer.Option(help="Number of a case it came from.")] = SHOP,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Propose something to the owner.

    Example: earlyword cases suggest --who Tom --words "Two bags for glass jars" --topic parcels
    """
    return act(
        ctx,
        config_path,
        as_json,
        lambda desk, now: recover.suggest(desk, who, now, words=words, topic=topic, case=case),
    )


@app.command("answer-suggestion")
def answer_suggestion_command(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="Number of the suggestion, as `earlyword team` shows it.")],
    who: Who,
    verdict: Annotated[str, typer.Option(help='"taken up" or "not now".')] = "",
    why: Annotated[str, typer.Option(help="Why not now.")] = "",
    became: Annotated[str, typer.Option(help="What became of it.")] = "",
    case: Annotated[str, typer.Option(help="Number of the case it hangs on.")] = SHOP,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say what comes of a suggestion.

    Example: earlyword cases answer-suggestion 3 --who Ines --verdict "not now" --why "after Christmas"
    """
    return act(
        ctx,
        config_path,
        as_json,
        lambda desk, now: recover.answer_suggestion(
            desk, who, now, number=number, verdict=verdict, why=why, became=became, case=case
        ),
    )
