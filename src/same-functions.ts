/**
 * What pages work out in the browser, by the very functions that the pipeline publishes by. It is the
 * only door from the site to code of the pipeline: a publish bundles it (`pipelines/publish/site/same-functions.ts`).
 */
export {
  mostAlike,
  type OwnAnswer,
  type OwnChoice,
  ownChoice,
  type PublishedFigure,
  periodsOf,
  type Refusal,
} from "../pipelines/trials/authorities/own-choice.ts";
export type {
  AuthorityDesign,
  DesignedOutcome,
} from "../pipelines/trials/designs/authority-design.ts";
