import type { Evaluation } from "../../trials/designs/designs.ts";
import type { Row } from "../../warehouse/row.ts";

/** The intervals of one column of a file of the kit. */
export interface KitIntervals {
  file: string;
  column: string;
  count: number;
}

/** Which of a file's intervals the script works out again; of a column not named here it does none. */
const WORKED_OUT: Record<string, string> = {
  "outcomes.csv lower": "all",
  "periods.csv lower":
    "those of years in `panels.csv`: of a description the first and the last alone",
  "authorities.csv lower": "all",
  "specifications.csv lower":
    "those on the outcome’s own scale, descriptions apart: on the other scale other authorities may be compared",
  "need-estimates.csv lower":
    "“difference in change” of all children, where no authority is hidden and each used one instrument",
};

const intervalRow = ({ file, column, count }: KitIntervals): string => {
  const name = file.split("/").at(-1);
  return `| \`${file}\` | \`${column}\` | ${count} | ${WORKED_OUT[`${name} ${column}`] ?? "none"} |`;
};

/** The first file that whoever opens the kit should read. */
export const kitReadme = (
  designs: readonly Row[],
  ofChildren: readonly Evaluation[],
  intervals: readonly KitIntervals[],
  made: { code_version: string; release_hash: string },
): string => `# Work the evaluation out again

Release ${made.release_hash}, made by version ${made.code_version} of Valuing SEND.

${
  designs.length + ofChildren.length === 0
    ? "No trial design has figures in this release, so there is nothing to work out."
    : [...designs, ...ofChildren]
        .map(
          ({ evaluation, title, registered_on, sha256 }) =>
            `- \`${evaluation}/\`: ${title}. Design of ${registered_on}, SHA-256 of \`${evaluation}/design.yaml\` ${sha256}.`,
        )
        .join("\n")
}

\`\`\`sh
node recompute.mjs     # Node 18 or later, nothing to install
\`\`\`

From each \`panels.csv\` it works out differences and their 95% intervals again, and ends with 1 if one is
off by more than 0.001. It finds the weights of every synthetic control again by the stated rule, and ends with 1
if a gap is more than 0.01 off. Of a trial of children it reads \`need-authorities.csv\`; counts and means there
are rounded so that no child can be identified, and it ends with 1 if a difference or an end of its interval is
further off than that rounding can make it. It cannot notice what is smaller than that, and says where rounding
leaves open half the interval or more. Where an authority is hidden it says so.

It does not work out every interval in the kit. These are all there are; its last lines say how many of each it did:

| file | from column | intervals | worked out again |
| --- | --- | --- | --- |
${intervals.map(intervalRow).join("\n")}

| file | one row per |
| --- | --- |
| \`panels.csv\` | outcome, comparison, authority and period: the published figure, whether the authority is in the trial, whether the period is after the start, and the file it came from (\`load_id\` of \`loads.csv\`) |
| \`outcomes.csv\` | outcome and comparison: the estimate, its interval, p-values, or the reason why there is none |
| \`periods.csv\` | outcome, comparison and period: both sides, and the gap relative to the last period before; of an outcome on the \`log\` scale in 100 × log, where the other tables have per cent |
| \`authorities.csv\` | outcome, comparison and trial authority |
| \`synthetic.csv\` | outcome, comparison, trial authority and period: the authority and its synthetic control |
| \`specifications.csv\` | outcome and way of asking, in standard deviations of the comparison authorities' own changes, so that outcomes can stand on one axis |
| \`events.csv\` | outcome, comparison and years since the start, where trial authorities start at different times |
| \`exclusions.csv\` | authority or period left out, with the reason |
| \`need-estimates.csv\` | trial of children, comparison, children, area and method: the difference in change |
| \`need-authorities.csv\` | trial of children, comparison, area and authority: how many children, and their mean change |
| \`design.yaml\` | the file of the design, byte for byte: \`sha256sum\` of it gives the digest above |
| \`design.json\` | the same as the program read it, with what the file leaves to defaults |

\`METHOD.md\` says how published figures are compared, \`METHOD-children.md\` how children are. Links in them
lead to pages of the site.

In R, for one outcome and comparison, \`change\` being each authority's mean after less its mean before
(of 100 × log(value) where the outcome's \`scale\` is \`log\`) and \`trial\` whether it is in the trial:

\`\`\`r
a <- sum(trial); b <- sum(!trial)
estimate <- mean(change[trial]) - mean(change[!trial])
error <- sqrt(var(change[trial]) / a + var(change[!trial]) / b)
df <- (1/a + 1/b)^2 / (1/(a^2 * (a - 1)) + 1/(b^2 * (b - 1)))
estimate + c(-1, 1) * qt(0.975, df) * error
\`\`\`

Of children only those read with the same instrument are compared, so each instrument is a stratum with a
level of its own. Take the rows of \`need-authorities.csv\` of one outcome and comparison where \`is_compared\`
is true: \`n\` is \`child_count\`, \`m\` \`change_mean\`, \`trial\` 1 where \`side\` is trial and 0 elsewhere,
\`s\` the instrument and version together. Errors are CR2 with authorities as clusters, the degrees of freedom
Satterthwaite's for children alike and independent (the function \`ofChildren\` of the script does the same):

\`\`\`r
z <- trial - ave(n * trial, s, FUN = sum) / ave(n, s, FUN = sum)
zz <- sum(n * z^2)
estimate <- sum(n * z * m) / zz
level <- ave(n * (m - estimate * trial), s, FUN = sum) / ave(n, s, FUN = sum)
left <- m - level - estimate * trial
h <- outer(s, s, "==") / ave(n, s, FUN = sum) + outer(z, z) / zz
w <- n * z / (zz * sqrt(1 - n * diag(h)))
error <- sqrt(sum((w * left)^2))
p <- outer(w, w) * (diag(1 / n) - h)
df <- sum(diag(p))^2 / sum(p^2)
estimate + c(-1, 1) * qt(0.975, df) * error
\`\`\`
`;
