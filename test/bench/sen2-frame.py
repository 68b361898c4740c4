"""The tables that `vsend load` makes of an XML return, by ElementTree and pandas: the baseline of sen2.ts.

Written as an analyst would who knows both libraries: one pass of iterparse that frees each Person, one
frame per module, columns typed whole, children known by a keyed hash, birthdays cut to the month, one
file written per table. It checks nothing, keeps no ledger and replaces no earlier return.
"""
import hashlib
import hmac
import sys
import xml.etree.ElementTree as ET

import pandas as pd

PARENT = {
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
NEVER = {"surname", "forename", "postcode", "ethnicity", "sensettingother"}
DAYS = {"reviewmeeting", "reviewdraft", "lastreview"}
NUMBERS = {"placementrank", "sentyperank", "ceasereason"}
AUTHORITIES = {"919": "E10000015"}
KEY = bytes(32)
rows = {module: [] for module in ["person", *PARENT]}


def take(element, module, parent):
    row = {f"{module}tableid": len(rows[module]) + 1}
    if parent:
        row[f"{PARENT[module]}tableid"] = parent
    rows[module].append(row)
    for child in element:
        tag = child.tag.lower()
        if tag in rows:
            take(child, tag, row[f"{module}tableid"])
        elif tag not in NEVER:
            row[tag] = child.text


def pseudonym(number):
    if not isinstance(number, str):
        return None
    return hmac.new(KEY, f"{authority}|{number}".encode(), hashlib.sha256).hexdigest()[:32]


path, folder = sys.argv[1:]
header, persons = {}, None
events = ET.iterparse(path, events=("start", "end"))
for event, element in events:
    if event == "start" and element.tag == "Persons":
        persons = element
    elif event == "end" and element.tag == "Person":
        take(element, "person", None)
        persons.clear()
    elif event == "end" and element.tag == "Header":
        header = {child.tag.lower(): child.text for child in element.iter()}
authority = AUTHORITIES[header["lea"]]
for module, found in rows.items():
    frame = pd.DataFrame(found)
    frame.insert(0, "authority_code", authority)
    frame.insert(1, "year", int(header["year"]))
    for column in frame.columns:
        if column.endswith("date") or column in DAYS:
            frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d")
        elif column in NUMBERS:
            frame[column] = pd.to_numeric(frame[column]).astype("Int8")
    if module == "person":
        for column in {"upn", "uniquelearnernumber"} & {*frame.columns}:
            frame[column] = frame[column].map(pseudonym)
        frame["birth_month"] = frame.pop("personbirthdate").dt.to_period("M").dt.to_timestamp()
    frame.to_csv(f"{folder}/{module}.table.csv", index=False)
