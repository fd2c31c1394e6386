"""The record that `pages` is measured on, by a seeded generator: three years, a fifth of it negative, six topics."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import recover
from pipelines.config import Config, load
from pipelines.team import actor
from storage import keys, mentions, sequence
from storage.arrow import column, rows
from storage.db import Connection, Record
from storage.publish import publish

CASES = 300  # one in three answered, one in six with a promise
CONFIG = "business: {name: Bench, timezone: Europe/London}\nsources: []\n"
KEPT = timedelta(hours=12)  # then "the last day" of the record is no longer the last one


def built(folder: Path, size: int) -> tuple[Path, Config]:
    """The published copy of `size` mentions in `folder`, from before when it is recent, and its settings."""
    marker, now = folder / "made.json", datetime.now(UTC)
    settings = folder / "config.yaml"
    published = folder / "data" / "published.duckdb"
    if marker.exists():
        made = json.loads(marker.read_text("utf-8"))
        if made["size"] == size and now - datetime.fromisoformat(made["at"]) < KEPT:
            return published, load(settings, {})
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    settings.write_text(CONFIG, encoding="utf-8")
    record = Record(folder / "data" / "earlyword.duckdb", timedelta(seconds=60))
    with record.session("fill") as con:
        fill(con, size, now)
        make_cases(con, load(settings, {}), now)
    publish(record, published)
    marker.write_text(json.dumps({"size": size, "at": now.isoformat()}), encoding="utf-8")
    return published, load(settings, {})


def fill(con: Connection, size: int, now: datetime) -> None:
    """Mentions, assessments, stories and looks straight in SQL; everything follows from the number of the mention."""
    con.execute("CREATE TEMP TABLE topic AS SELECT ['parcels','bags','staff','price','choice','freshness'] AS names")
    con.execute(
        """
        INSERT INTO mention SELECT i, hash(i), hash(i * 3), substr(md5(i::VARCHAR), 1, 24), 'Bench',
            'source ' || (hash(i * 5) % 40), 'review', 'https://example.org/' || i,
            'author ' || (hash(i * 11) % 200000), 'Visit ' || i,
            repeat('the parcel was late and a bag was torn but the staff were kind ', 1 + (i % 5)::INT) || i,
            made - INTERVAL 10 MINUTE, made, (hash(i * 13) % 5) / 4.0, '1-5', 'en', NULL
        FROM (SELECT i, $now::TIMESTAMP - to_seconds(($size - i) * $apart) AS made FROM range(1, $size + 1) n(i))
        """,
        {"now": now.replace(tzinfo=None), "size": size, "apart": 3 * 365 * 86400 / size},
    )
    con.execute(
        """
        INSERT INTO assessment SELECT no, id, 'v1', seen, true, 'en', 0, 0.5,
            CASE WHEN hash(no * 17) % 5 = 0 THEN 'negative' ELSE 'positive' END,
            CASE WHEN hash(no * 17) % 5 = 0 THEN 'flag' ELSE 'none' END,
            [{'topic': names[1 + CAST(hash(no * 19) % 6 AS BIGINT)],
              'polarity': CASE WHEN hash(no * 17) % 5 = 0 THEN -0.5 ELSE 0.5 END,
              'quote': 'the parcel was late'}], '', 'none', ['long waiting: "late"'], false
        FROM mention, topic
        """
    )
    con.execute("INSERT INTO story_link SELECT no, id, substr(md5((no // 3)::VARCHAR), 1, 24) FROM mention")
    con.execute(
        """
        INSERT INTO snapshot (no, mention, "at", likes, shares, deleted)
        SELECT no, id, seen + INTERVAL 1 HOUR, 5, 2, false FROM mention WHERE no % 3 = 0
        """
    )
    con.execute(
        """
        INSERT INTO alert SELECT 'story:' || no, 'story', 'Bench', seen, 'A story is being passed on', [id],
            ['told often'], 'one a week', true, 0.1, NULL FROM mention ORDER BY no DESC LIMIT 6
        """
    )
    fill_looks(con, now)
    con.execute("UPDATE meta SET value = ? WHERE name = 'arrivals'", [str(size)])
    found_by_id(con, size)
    sequence.changed(con)


def fill_looks(con: Connection, now: datetime) -> None:
    """Two hundred looks at each of forty sources."""
    con.execute(  # every quarter of an hour; straight in SQL, because 8,000 looks one by one take a minute
        """
        INSERT INTO poll SELECT 'source ' || source, made, 'ok', 0, 0, 0, 0, '', '', 0, NULL,
            made + INTERVAL 15 MINUTE, '{}'
        FROM (
            SELECT source, $now::TIMESTAMP - INTERVAL 1 MINUTE - to_minutes(15 * back) AS made
            FROM range(40) s(source), range(200) b(back)
        )
        """,
        {"now": now.replace(tzinfo=None)},
    )


def found_by_id(con: Connection, size: int) -> None:
    """The keys by which verbs find a mention; SQL has no such digest."""
    ids = [mention for (mention,) in con.execute("SELECT id FROM mention ORDER BY no").fetchall()]
    made = rows(no=column("BIGINT", list(range(1, size + 1))), key=column("UBIGINT", [keys.key(each) for each in ids]))
    con.register("made_key", made)
    con.execute("UPDATE mention SET key = made_key.key FROM made_key WHERE mention.no = made_key.no")
    con.unregister("made_key")
    keys.sort_again(con, size)


def make_cases(con: Connection, config: Config, now: datetime) -> None:
    """Cases of the newest mentions, through the verbs."""
    newest = con.execute(
        "SELECT id FROM mention WHERE no > (SELECT max(no) - ? FROM mention) ORDER BY no", [CASES]
    ).fetchall()
    said = mentions.by_ids(con, [mention for (mention,) in newest])
    by = actor(config, "Ada")
    for number, mention in enumerate(said.values(), 1):
        case = recover.write(con, str(number), by, now, "open", recover.told(mention, None))
        if number % 3 == 0:
            case = recover.write(con, case.id, by, now, "answer", {"words": f"Sorry for number {number}"})
        if number % 6 == 0:
            due = (now + timedelta(days=1 + number % 9)).isoformat()
            recover.write(con, case.id, by, now, "promise", {"what": f"a new tin {number}", "due": due})
