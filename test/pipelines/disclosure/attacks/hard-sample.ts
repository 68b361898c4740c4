import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvFormatRows } from "d3";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { type Design, evaluationSchema } from "../../../../pipelines/trials/designs/designs.ts";

const AREAS = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"] as const;
const AUTHORITIES = ["Aa", "Bb", "Cc", "Dd", "Ee", "Ff"].map((name, i) => ({
  code: `X1000000${i + 1}`,
  name,
}));
const CHILDREN = 37;
/** The other children are in a special school; both schools are the only ones of their kind. */
const IN_SPECIAL = 25;

/** A folder of extracts, and the design of a trial of them. */
export interface HardSample {
  folder: string;
  designs: Design[];
}

/**
 * Six small authorities that an ordinary council might have, each hard to protect: two schools, of
 * 25 and of 12; one child whose package costs five times the others'; two who travel far; hardly
 * anyone whose need changed in the trial, an authority where all changed alike and one where all
 * began alike, and one child in every category that no other is in.
 */
export async function hardSample(seed = 5): Promise<HardSample> {
  const random = randomOf(seed, 13);
  const folder = await mkdtemp(join(tmpdir(), "vsend-hard-"));
  const assessments: string[][] = [
    [
      ...["authority_code", "child_id", "date_of_birth", "sex", "setting_id", "plan"],
      ...["primary_need", "assessed_on", "instrument", "version", "rated_by"],
      ...AREAS.map((area) => `${area}_need`),
    ],
  ];
  const placements = [
    [
      "authority_code",
      "child_id",
      "setting_id",
      "setting_type",
      "started_on",
      "ended_on",
      "end_reason",
    ],
  ];
  const spend = [["authority_code", "child_id", "financial_year", "category", "amount_gbp"]];
  AUTHORITIES.forEach(({ code }, k) => {
    for (let c = 0; c < CHILDREN; c++) {
      const child = `K-${c}`;
      const isSpecial = c < IN_SPECIAL;
      const setting = isSpecial ? "S05-1" : "S01-9";
      const first = AREAS.map((area) =>
        ["hi", "vi", "ms"].includes(area) ? random.weighted([2, 1]) : random.whole(1, 4),
      );
      // At Cc nobody has a physical need at first; later some have.
      if (k === 2) first[4] = 0;
      const last = [...first];
      if (k < 2) {
        // In the trial three children of one authority change, and one of the other.
        if ((k === 0 && [3, 8, 20].includes(c)) || (k === 1 && c === 5)) last[3] = first[3]! - 1;
      } else if (k === 4) {
        // At Ee every child's cognition improves by a level, and nothing else changes.
        last[0] = first[0]! - 1;
      } else {
        if (k === 2) last[4] = Number(random.chance(0.5));
        for (let area = 0; area < (k === 2 ? 4 : 5); area++) {
          if (random.chance(0.5)) last[area] = Math.max(0, first[area]! - 1);
          else if (random.chance(0.15)) last[area] = Math.min(5, first[area]! + 1);
        }
      }
      const about = [
        code,
        child,
        `${random.whole(2008, 2016)}-0${random.whole(1, 9)}-1${random.whole(0, 9)}`,
        c === 7 ? "F" : random.chance(0.5) ? "M" : "F",
        setting,
        random.chance(0.5) ? "ehc_plan" : "sen_support",
        c === 11 ? "MSI" : ["ASD", "SEMH", "SLCN"][random.whole(0, 2)]!,
      ];
      const begun = new Date(Date.UTC(2024, 0, 5 + random.whole(0, 330)));
      const again = new Date(begun.getTime() + random.whole(200, 400) * 86_400_000);
      for (const [day, levels] of [
        [begun, first],
        [again, last],
      ] as const) {
        assessments.push([
          ...about,
          ...[day.toISOString().slice(0, 10), "vsend-core", "2026.1", "professional"],
          ...levels.map(String),
        ]);
      }
      placements.push([
        ...[code, child, setting, isSpecial ? "state_special" : "mainstream"],
        ...["2023-09-01", "", ""],
      ]);
      for (const year of ["2023-24", "2024-25", "2025-26"]) {
        const ordinary = isSpecial ? random.whole(18_000, 30_000) : random.whole(4_000, 9_000);
        const dear = c === 30 || c === 2 ? 5 : 1;
        spend.push([code, child, year, "top_up", String(ordinary * dear)]);
        const travel = { 26: 9_000 + k, 27: 9_100 + k, 28: 700 }[c];
        if (travel) spend.push([code, child, year, "transport", String(travel)]);
      }
    }
  });
  const files = {
    assessments,
    placements,
    spend,
    authorities: [
      ["authority_code", "authority_name", "region"],
      ...AUTHORITIES.map(({ code, name }) => [code, name, "Invented region"]),
    ],
  };
  for (const [name, rows] of Object.entries(files))
    await writeFile(join(folder, `${name}.csv`), `${csvFormatRows(rows)}\n`);
  return { folder, designs: [design()] };
}

const design = (): Design =>
  evaluationSchema.parse({
    evaluation: "hard",
    title: "Invented trial",
    registered_on: "2023-08-01",
    primary_outcome: "total",
    minimum_important_difference: 3,
    trial: AUTHORITIES.slice(0, 2).map(({ code }) => ({
      authority_code: code,
      starts_on: "2024-01-01",
    })),
    comparisons: [
      {
        name: "named",
        title: "Named",
        authorities: AUTHORITIES.slice(2).map(({ code }) => code),
      },
    ],
    subgroups: [{ subgroup: "girls", title: "girls", sex: "F" }],
  }) as Design;
