/** Name of the children of one side of a trial who were apart from mainstream, or were tried there. */
export const returnedOfTrial = ({
  evaluation,
  comparison,
  side,
  stage,
}: {
  evaluation: string;
  comparison: string;
  side: string;
  stage: string;
}): string => `${evaluation}, ${comparison}, ${side}: apart from mainstream, ${stage}`;
