import fc from "fast-check";

/** Texts that each kind of cell takes, and the nearest misses known to us. */
const SEEDS = [
  ..."0 3 5 6 9 10 05 005 3.0 3.00 5.4 3. .3 +3 -3 -0 +0 -0.0 3.0000000 1e2 1E2 5_0 0x3 3f NaN inf".split(
    " ",
  ),
  ..."-Infinity true null NULL None low c x z u k C LOW n/a 999999999 1000000000 2147483648".split(
    " ",
  ),
  ..."9007199254740993 123456789012345678901234567890 -0.004 0.005 12.345 12.3 12. -12.34".split(
    " ",
  ),
  ..."1,000 1,00 ,1 1,,000 1,000,000.00 1,000,000.01 -1000000 -1000000.01 1000000 £5 -£5 £-5 ££5 £".split(
    " ",
  ),
  ..."£1,234.56 5£ € $5 ٣ ５ ５.０ ²".split(" "),
  ..."2025-01-31 31/01/2025 01/31/2025 31/04/2025 2025-02-30 2024-02-29 2023-02-29 29/02/2024".split(
    " ",
  ),
  ..."29/02/2023 1900-02-29 2000-02-29 0000-01-01 0000-00-00 01/01/0000 9999-12-31 2000-01-01".split(
    " ",
  ),
  ..."1999-12-31 31/12/1999 2100-12-31 2101-01-01 01/01/2101 2025-1-31 2025/01/31 31-01-2025".split(
    " ",
  ),
  ..."31.01.2025 1/2/2025 20250131 31/01/25 2025-13-01 2025-00-10 +2025-01-31 -2025-01-31".split(
    " ",
  ),
  ..."2025-01-31T00:00:00 00/01/2025 infinity epoch today 45688 12025-01-31 ２０２５-01-31".split(
    " ",
  ),
  ..."2024-25 2024-26 2024/25 1999-00 2000-01 2049-50 2050-51 2024-2025 2099-00".split(" "),
  ..."mainstream Mainstream sen_unit ehc_plan ASD asd F M f 2026.1 2026.10 it's ''".split(" "),
  ..."E10000015 e10000015 X10000001 E1000001 E100000155 W06000015 E92000001 Q10000001".split(" "),
  ..."A123456789012 N-00001 S12-3 a.b:c/d_e -a .a a\\b a|b a%b É Straße 100128".split(" "),
  ..."URN100128 EY500123 SC034567 919/2001 1-123456789 10012345 10062041 2013-11-29 20131129".split(
    " ",
  ),
  ..."29112013 10112013 29-Nov-13 29Nov2013 AB12CD SW1A-1AA QQ123456C A12345678901B 4857773456".split(
    " ",
  ),
  ..."07700900123 Featherstonehaugh Smith1 jo.smith2@example.org PRU-EAST-1 ROWAN-3 -12".split(" "),
  "AB1 2CD",
  "14 Acacia Avenue",
  "2025-01-31 00:00:00",
  "2022-Sep-28 00:00:00",
  "2022-SEP-28",
  "2022-Sep-31 00:00:00",
  "2022-Sxp-28 00:00:00",
  "2022-Feb-29T23:59:59.5Z",
  "2024-Feb-29T24:00:00",
  "28/09/2022 09:30",
  "28/Sep/2022",
  "1 September 2024",
  "01-Sept-2024",
  "29Feb2024",
  "31-Sep-2024",
  "1 Sem 2024",
  "2024-09-01T23:00:00Z",
  "2024-09-01T00:00:00.000Z",
  "2024-09-01 9:30",
  "01/09/2024 00:00:00",
  "(250.00)",
  "(£1,234.565)",
  "\u2212250",
  "£-5.005",
  "-\u00a35",
  "(5",
  "33.333333333333336",
  "0.994999999999",
  "99.995",
  "-0.005",
  "FY2023/24",
  "FY 2023-2024",
  "2023 / 24",
  "2023/25",
  "2023-2124",
  "2022-Sep-8",
  "7:30",
  "36:00:00",
  "7:60",
  "1:2",
  "12345:00",
  "1080 mins",
  "100 min",
  "90m",
  "7h 30m",
  "7 hrs 30 mins",
  "2 hours, 5 minutes",
  "1 hour and 30 minutes",
  "7.5 hours",
  "7.555h",
  "1,080",
  "1 day",
  "h",
  "£7",
  "0044-03-15 (BC)",
  "31 January 2025",
  "Smith, Jo",
  "a b",
  "a\u00a0b",
  "N\u0301",
  '"',
  '""',
  '"5"',
  "'5'",
  "",
];

const STRANGE = [
  ..." \t\u00a0\n\r\v\f\u0001\u001f\u007f\u0085\u200b\u2003\u2028\u3000\ufeff",
  ..."'\"`\\$%_;,|/.-+£€eE0159xXÀɏé–’😀٣５\u0301",
];

const position = fc.double({ min: 0, max: 1, noNaN: true });

/** A seed with a character put in, taken out or replaced. */
const nearMiss = fc
  .tuple(fc.constantFrom(...SEEDS), position, fc.constantFrom(...STRANGE), fc.constantFrom(0, 1, 2))
  .map(([seed, at, strange, edit]) => {
    const characters = [...seed];
    const index = Math.floor(at * (characters.length + 1));
    if (edit === 0) characters.splice(index, 0, strange);
    if (edit === 1) characters.splice(index, 1);
    if (edit === 2) characters.splice(index, 1, strange);
    return characters.join("");
  });

const number = fc.oneof(
  fc.integer({ min: -20, max: 120 }).map(String),
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.tuple(fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.nat(9999)).map((n) => n.join(".")),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((n) => n.toLocaleString("en-GB")),
);

const two = fc.nat(40).map((n) => String(n).padStart(2, "0"));
const day = fc
  .tuple(fc.constantFrom("0000", "1994", "1999", "2000", "2023", "2024", "2100", "2101"), two, two)
  .chain(([y, m, d]) => fc.constantFrom(`${y}-${m}-${d}`, `${d}/${m}/${y}`, `${m}/${d}/${y}`));

const core = fc.oneof(
  fc.constantFrom(...SEEDS),
  nearMiss,
  number,
  day,
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...STRANGE), maxLength: 6 }),
);

const padding = fc.constantFrom(
  "",
  "",
  "",
  "",
  " ",
  "  ",
  "\t",
  "\u00a0",
  " \t\u00a0",
  "\ufeff",
  "\n",
  "\u3000",
);

/** Any text a cell could hold, most of it nearly right. Without NUL, which no CSV reader keeps. */
export const cellText = fc
  .tuple(padding, core, padding)
  .map((parts) => parts.join("").replaceAll("\0", ""));
