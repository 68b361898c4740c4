"""The same nine tables from an XML return with ElementTree and pandas: the baseline of sen2.ts."""
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


path, folder = sys.argv[1:]
events = ET.iterparse(path, events=("start", "end"))
_, root = next(events)
persons = None
for event, element in events:
    if event == "start" and element.tag == "Persons":
        persons = element
    elif event == "end" and element.tag == "Person":
        take(element, "person", None)
        persons.clear()
for module, found in rows.items():
    frame = pd.DataFrame(found)
    for column in frame.columns:
        if column.endswith("date"):
            frame[column] = pd.to_datetime(frame[column])
    frame.to_pickle(f"{folder}/{module}.pkl")
