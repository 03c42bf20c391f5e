"""Valid files made wrong: bytes, text, JSON, archives, Parquet, SQLite, and what stands in a file's place."""

import io
import json
import os
import random
import shutil
import sqlite3
import zipfile
from pathlib import Path

OTHERS = [
    None, True, False, 0, -1, 1, 0.5, -1e308, 10**30, -(10**30), "", "x", "\x00", "../../etc/passwd", "a" * 5000, "字", [], {}, [1], {"a": 1},
    [[]], [None], "2", "NaN", 2**63, 1.5, "/", "-", "=1+1", "\ud7ff",
]  # fmt: skip


def places(value, at=()):
    """Every place in nested data, the whole first."""
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*at, key))


def changed(value, at, what):
    """A copy with something else at a place; `what` gets (holder, key)."""
    copy = json.loads(json.dumps(value))
    if not at:
        holder = [copy]
        what(holder, 0)
        return holder[0] if holder else None
    holder = copy
    for key in at[:-1]:
        holder = holder[key]
    what(holder, at[-1])
    return copy


def _put(new):
    def put(holder, key):
        holder[key] = new

    return put


def _drop(holder, key):
    del holder[key]


def _double(holder, key):
    if isinstance(holder, list):
        holder.insert(key, holder[key])
    else:
        holder[f"{key} "] = holder.pop(key)


def json_data(value, luck):
    """Other data of nearly the same shape."""
    every = list(places(value))
    at = luck.choice(every[: max(1, min(len(every), 400))]) if luck.random() < 0.7 else luck.choice(every)
    return changed(value, at, luck.choice([_put(luck.choice(OTHERS)), _put(luck.choice(OTHERS)), _drop, _double]))


def json_text(text, luck):
    """Another text of nearly the same JSON."""
    if luck.random() < 0.12:
        return luck.choice(
            ['{"a":' * 2000 + "1" + "}" * 2000, "[" * 100_000, "NaN", "1" * 5000, '{"cogov": 1, "cogov": 2}', "null", "[]", '"x"', ""]
        )  # fmt: skip
    return json.dumps(json_data(json.loads(text), luck), ensure_ascii=luck.random() < 0.5)


def octets(data, luck):
    """Bytes cut off, flipped, doubled, in another encoding, or foreign."""
    at = luck.randrange(max(1, len(data)))
    end = min(len(data), at + luck.randint(1, 60))
    ways = [
        lambda: data[:at],
        lambda: data[:at] + bytes([luck.randrange(256)]) + data[at + 1 :],
        lambda: data[:at] + data[end:],
        lambda: data[:at] + data[at:end] * 3 + data[end:],
        lambda: data[:at] + b"\x00" * luck.randint(1, 9) + data[at:],
        lambda: data[:at] + luck.choice([b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"'", b'"', b": ", b"- ", b"\t", b"&a", b"*a", b"!!python/object:os.system ", b"{", b"[", b"\r"]) + data[at:],
        lambda: b"",
        lambda: data.decode("utf-8", "replace").encode(luck.choice(["utf-16", "utf-32", "gb18030"])),
        lambda: luck.randbytes(luck.randint(1, 400)),
        lambda: b"PK\x03\x04" + data[:200],
        lambda: b"SQLite format 3\x00" + data[:200],
        lambda: b"PAR1" + data[:100] + b"PAR1",
    ]  # fmt: skip
    return luck.choice(ways)()


def yaml_text(data, luck):
    """Lines of YAML dropped, doubled, indented, with other values."""
    lines = data.decode("utf-8").splitlines(keepends=True)
    if not lines or luck.random() < 0.3:
        return octets(data, luck)
    at = luck.randrange(len(lines))
    head, colon, _ = lines[at].partition(":")
    other = luck.choice(["null", "-1", "1e400", ".nan", "[]", "{}", "[1, 2", "yes", "9" * 400, "*a", "&a [*a]", "0x1F", "2020-01-01", "'", "~", "!!int x", "\x07", "[[[[[[[[1]]]]]]]]", "1_000", "0o17", "12:30:45", "? x"])  # fmt: skip
    ways = [
        lambda: [*lines[:at], *lines[at + 1 :]],
        lambda: [*lines, lines[at]],
        lambda: [*lines[:at], "  " + lines[at], *lines[at + 1 :]],
        lambda: [*lines[:at], f"{head}{colon or ':'} {other}\n", *lines[at + 1 :]],
        lambda: [*lines[:at], f"{head}{colon or ':'} {other}\n", *lines[at + 1 :]],
        lambda: [*lines[:at], f"{head}x: {other}\n", *lines[at + 1 :]],
    ]
    return "".join(luck.choice(ways)()).encode()


def archive(data, luck):
    """A zip with right checksums and another content, or a damaged one."""
    if luck.random() < 0.4:
        return octets(data, luck)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    name = luck.choice([*members, "state.json", "state.json"])
    if name.endswith(".json") and luck.random() < 0.8:
        members[name] = json_text(members[name].decode(), luck).encode("utf-8", "surrogatepass")
    elif luck.random() < 0.3:
        del members[name]
    else:
        members[name] = octets(members[name], luck)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for key, content in members.items():
            made.writestr(key, content)
    return sink.getvalue()


def parquet(data, luck):
    """Another table, or damaged bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if luck.random() < 0.5:
        return octets(data, luck)
    table = pq.read_table(pa.BufferReader(data))
    name = luck.choice(table.column_names)
    at = table.column_names.index(name)
    ways = [
        lambda: table.drop_columns([name]),
        lambda: table.set_column(at, name, pa.array(["x"] * len(table))),
        lambda: table.set_column(at, name, pa.nulls(len(table))),
        lambda: table.set_column(at, name, pa.array([-1] * len(table), pa.int64())),
        lambda: table.set_column(at, name, pa.array([[1]] * len(table))),
        lambda: table.slice(0, 0),
        lambda: table.rename_columns([f"{one}x" for one in table.column_names]),
    ]
    sink = io.BytesIO()
    pq.write_table(luck.choice(ways)(), sink)
    return sink.getvalue()


def database(path, luck):
    """Change a SQLite file in place: values of other kinds, tables gone, or bytes."""
    if luck.random() < 0.4:
        path.write_bytes(octets(path.read_bytes(), luck))
        return
    db = sqlite3.connect(path)
    try:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        table = luck.choice(tables)
        columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
        column = luck.choice(columns)
        other = luck.choice(["'x'", "-1", "null", "x'00'", "9223372036854775807", "1.5", "'../../x'", "randomblob(80)", "zeroblob(24)"])  # fmt: skip
        ways = [
            f"update or ignore {table} set {column} = {other}", f"update or ignore {table} set {column} = {other}",
            f"drop table {table}", f"delete from {table}", f"alter table {table} rename column {column} to q",
        ]  # fmt: skip
        try:
            db.execute(luck.choice(ways))
            db.commit()
        except sqlite3.Error:  # a column that does not take it
            db.execute(f"drop table {table}")
            db.commit()
    finally:
        db.close()


def in_place_of(path, luck):
    """Put something that is no file in a file's place: nothing, a folder, links that lead nowhere or round."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    kind = luck.choice(["none", "folder", "dangling", "loop", "long"])
    if kind == "folder":
        path.mkdir()
    elif kind in ("dangling", "loop") and hasattr(os, "symlink"):
        path.symlink_to(path.name if kind == "loop" else "gone")
    elif kind == "long":
        path.write_bytes(b"a" * 100_000)


def mutate(path: Path, how, luck: random.Random) -> None:
    """Make one file wrong, in the way of its kind or in that of any file."""
    if luck.random() < 0.06:
        in_place_of(path, luck)
    elif how == "json":
        data = path.read_bytes()
        text = (
            json_text(data.decode(), luck).encode("utf-8", "surrogatepass")
            if luck.random() < 0.75
            else octets(data, luck)
        )
        path.write_bytes(text)
    elif how == "sqlite":
        database(path, luck)
    else:
        path.write_bytes(
            {"bytes": octets, "yaml": yaml_text, "zip": archive, "parquet": parquet}[how](path.read_bytes(), luck)
        )
