import type { Row } from "../../row.ts";

/** The first file that whoever opens the kit should read. */
export const kitReadme = (
  designs: readonly Row[],
  made: { code_version: string; release_hash: string },
): string => `# Work the evaluation out again

Release ${made.release_hash}, made by version ${made.code_version} of Valuing SEND.

${
  designs.length === 0
    ? "No trial design over authorities has figures in this release, so there is nothing to work out."
    : designs
        .map(
          ({ evaluation, title, registered_on, sha256 }) =>
            `- \`${evaluation}/\`: ${title}. Design of ${registered_on}, SHA-256 of its file ${sha256}.`,
        )
        .join("\n")
}

\`\`\`sh
node recompute.mjs     # Node 18 or later, nothing to install
\`\`\`

It reads each \`panels.csv\`, works out every difference and its 95% interval, compares them with
\`outcomes.csv\`, and ends with 1 if one differs by more than 0.001.

| file | one row per |
| --- | --- |
| \`panels.csv\` | outcome, comparison, authority and period: the published figure, whether the authority is in the trial, whether the period is after the start, and the file it came from (\`load_id\` of \`loads.csv\`) |
| \`outcomes.csv\` | outcome and comparison: the estimate, its interval, p-values, or the reason why there is none |
| \`periods.csv\` | outcome, comparison and period: both sides, and the gap relative to the last period before |
| \`authorities.csv\` | outcome, comparison and trial authority |
| \`synthetic.csv\` | outcome, comparison, trial authority and period: the authority and its synthetic control |
| \`specifications.csv\` | outcome and way of asking |
| \`exclusions.csv\` | authority or period left out, with the reason |
| \`design.json\` | the design as it was registered |

In R, for one outcome and comparison, \`change\` being each authority's mean after less its mean before
(of 100 × log(value) where the outcome's \`scale\` is \`log\`) and \`trial\` whether it is in the trial:

\`\`\`r
a <- sum(trial); b <- sum(!trial)
estimate <- mean(change[trial]) - mean(change[!trial])
error <- sqrt(var(change[trial]) / a + var(change[!trial]) / b)
df <- (1/a + 1/b)^2 / (1/(a^2 * (a - 1)) + 1/(b^2 * (b - 1)))
estimate + c(-1, 1) * qt(0.975, df) * error
\`\`\`
`;
