/** What every row of one outcome and comparison begins with. */
export interface Place {
  evaluation: string;
  outcome: string;
  comparison: string;
}
