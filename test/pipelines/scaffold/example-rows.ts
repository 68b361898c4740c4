import { csvLine } from "../../loaders/published.ts";

const FORENAMES = ["Amelia", "Oliver", "Zainab", "Kwame", "Niamh", "Tomasz"];
const SURNAMES = ["Featherstonehaugh", "Okonkwo", "Threlfall", "Penhaligon", "Quill"];

/** Texts of the example of which none may stand in a file that is generated. */
export const SECRETS = [
  ...SURNAMES,
  "A801200001",
  "LN4 7",
  "worried about school",
  "EP40",
  "2011-05",
];

const day = (year: number, nth: number): string =>
  new Date(Date.UTC(year, 0, 1 + nth)).toISOString().slice(0, 10);
const uk = (iso: string): string => iso.split("-").reverse().join("/");

const HEADER = [
  "Pupil Ref",
  "Child's Name",
  "D.O.B.",
  "UPN",
  "School",
  "Post Code",
  "Reason for referral",
  "Date Referred",
  "Date Seen",
  "EP Allocated",
  "Priority (RAG)",
  "Weeks waiting",
  "Cost (£)",
  "",
];

/** A waiting list as a service might keep it: titles above, local names, and much that is personal. */
export const waitingList = (rows = 60): string =>
  [
    "Psychology service waiting list",
    "",
    csvLine(HEADER),
    ...Array.from({ length: rows }, (_, i) =>
      csvLine([
        `EP40${String(i).padStart(2, "0")}`,
        `${FORENAMES[i % 6]} ${SURNAMES[i % 5]}`,
        uk(day(2010 + (i % 9), i * 3)),
        `${`A80120000${1000 + i}`.slice(0, 12)}K`,
        `St Mary's School ${i % 30}`,
        `LN${(i % 8) + 1} 7AB`,
        "mother worried about school since the summer break",
        uk(day(2025, i)),
        i % 3 ? uk(day(2025, i + 20)) : "",
        "J. Smith",
        ["Red", "Amber", "Green"][i % 3],
        i % 40,
        `£${(100 + i / 4).toFixed(2)}`,
        "",
      ]),
    ),
    "",
  ].join("\n");
