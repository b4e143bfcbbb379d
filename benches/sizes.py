#!/usr/bin/env python3
"""What a snapshot weighs beside other ways to send the same fields.

    pip install pyarrow zstandard brotli
    python3 benches/sizes.py SNAPSHOT [--padan PATH]

First the core by column, then a table: padan's core against JSON Lines and Parquet of *the same fields*,
then everything (ids, whole records with their texts) against the same records as JSON Lines and Parquet.

The fields are those a core answers questions with, one value a row as the core holds it: title, employer,
region up to the regency, occupation and its certainty, employment type, work mode, education and whether it
is a condition, experience, least and most pay, days posted and closing, openings, kind of employer, portal,
verification, disability, study fields, requirements (must and nice), portals. Ids, links, addresses, texts and limits are
in the records, not in the core. The core carries more than those fields: code lists (regions with places
and minimum wages, occupations in two languages), courses and supply cells; what they take by themselves is given.

All in the snapshot's own row order, which helps every format alike. Snapshots of one segment only.
"""

import argparse
import datetime
import gzip
import io
import json
import pathlib
import subprocess

import brotli
import pyarrow
import pyarrow.parquet
import zstandard

EPOCH = datetime.date(1970, 1, 1)


def records(folder, manifest):
    (segment,) = manifest["segments"]
    blocks = json.loads(gzip.decompress((folder / segment["texts"]["file"]).read_bytes()))
    for block in blocks:
        yield from gzip.decompress((folder / block["file"]).read_bytes()).decode().splitlines()


def core_fields(record):
    """The values the core's columns hold of a record."""
    occupation = record.get("occupationalCategory", {})
    pay = record.get("baseSalary", {})
    education = record.get("educationRequirements", {})
    places = record.get("jobLocation", [])
    employer = record.get("hiringOrganization", {})
    asked = record.get("requirements", [])
    day = lambda key: (datetime.date.fromisoformat(record[key]) - EPOCH).days if key in record else None
    labels = lambda must: sorted({f'{one["kind"]}/{one["label"]}' for one in asked if one["must"] == must}) or None
    also = record.get("alsoAt", [])
    return {
        "title": record["title"],
        "employer": employer.get("name"),
        "region": places[0]["region"][:4] if places else None,
        "occupation": occupation.get("code"),
        "occupationReliability": occupation.get("reliability"),
        "employmentType": record.get("employmentType"),
        "workMode": record.get("jobLocationType"),
        "education": education.get("level"),
        "educationRequired": True if education.get("required") else None,
        "experience": record.get("experienceRequirements", {}).get("monthsOfExperience"),
        "payMin": pay.get("minValue"),
        "payMax": pay.get("maxValue", pay.get("minValue")),
        "posted": day("datePosted"),
        "closes": day("validThrough"),
        "openings": record["totalJobOpenings"],
        "employerKind": employer.get("kind"),
        "source": record["source"]["code"],
        "verification": record["source"]["verification"],
        "disability": True if record.get("inclusion", {}).get("openToDisability") else None,
        "studyFields": sorted(set(education.get("fields", []))) or None,
        "musts": labels(True),
        "nices": labels(False),
        "sources": sorted({record["source"]["code"], *(one["code"] for one in also)}) if also else None,
    }


def json_lines(rows):
    drop = lambda row: {key: value for key, value in row.items() if value is not None}
    lines = (json.dumps(drop(row), ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def parquet(rows):
    out = io.BytesIO()
    keys = sorted({key for row in rows for key in row})
    # pyarrow takes the columns from the first row.
    table = pyarrow.table({key: [row.get(key) for row in rows] for key in keys})
    pyarrow.parquet.write_table(table, out, compression="zstd", compression_level=19, use_dictionary=True)
    return len(out.getvalue())


def packed(data):
    return {
        "gzip -9": len(gzip.compress(data, 9, mtime=0)),
        "brotli 11": len(brotli.compress(data, quality=11, lgwin=24)),
        "zstd 19": len(zstandard.ZstdCompressor(level=19).compress(data)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=pathlib.Path)
    parser.add_argument("--padan", default="padan", help="the program")
    parser.add_argument("--json", action="store_true", help="only the core and Parquet of its fields, bytes, as JSON")
    args = parser.parse_args()
    manifest = json.loads((args.snapshot / "manifest.json").read_text())
    if args.json:
        rows = [core_fields(json.loads(line)) for line in records(args.snapshot, manifest)]
        print(json.dumps({"core": manifest["segments"][0]["core"]["bytes"], "parquet": parquet(rows)}))
        return
    sections = json.loads(subprocess.check_output([args.padan, "inspect", "--json", args.snapshot]))["columns"]
    lines = list(records(args.snapshot, manifest))
    parsed = [json.loads(line) for line in lines]
    rows = [core_fields(record) for record in parsed]
    count = len(rows)
    (segment,) = manifest["segments"]
    core = segment["core"]["bytes"]
    whole = core + segment["ids"]["bytes"] + segment["texts"]["bytes"] + segment["textBytes"]
    raw_core = gzip.decompress((args.snapshot / segment["core"]["file"]).read_bytes())

    print(f"{datetime.date.today()}, {count:,} vacancies, as of {manifest['asOf']}\n")
    print("| the core holds | entries | bytes | gzip alone | a vacancy |\n|---|--:|--:|--:|--:|")
    for one in sections:
        entries = f'{one["entries"]:,}' if one["entries"] is not None else ""
        alone = one["gzip_bytes"]
        print(f'| {one["section"]} | {entries} | {one["bytes"]:,} | {alone:,} | {alone / count:.2f} |')
    beside = sum(one["gzip_bytes"] for one in sections if one["section"] in ("about", "code lists", "courses", "supply"))

    def row(what, size, base):
        print(f"| {what} | {size:,} | {size / count:.1f} | {size / base:.2f} |")

    fields = json_lines(rows)
    print(f"\n| the core's fields ({len(fields):,} bytes as JSON Lines) | bytes | a vacancy | of padan |\n|---|--:|--:|--:|")
    row(f"padan core, gzip (of that code lists, courses, supply: {beside:,})", core, core)
    row("padan core, brotli 11", packed(raw_core)["brotli 11"], core)
    for name, size in packed(fields).items():
        row(f"JSON Lines, {name}", size, core)
    row("Parquet, zstd 19, dictionaries", parquet(rows), core)

    everything = "".join(f"{line}\n" for line in lines).encode()
    print(f"\n| whole records ({len(everything):,} bytes as JSON Lines) | bytes | a vacancy | of padan |\n|---|--:|--:|--:|")
    row("padan core + ids + texts, gzip, each record to be fetched alone", whole, whole)
    for name, size in packed(everything).items():
        row(f"JSON Lines, {name}", size, whole)
    row("Parquet, zstd 19, dictionaries", parquet(parsed), whole)


if __name__ == "__main__":
    main()
