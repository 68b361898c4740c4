/** Told as each case of an experiment ends. */
export type Ended = () => void;

export const silently: Ended = () => {};
