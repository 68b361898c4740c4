/**
 * The word for a difference that has no verdict, whether councils are too few for one or nothing can
 * be compared: no time that passes brings one, so it is never called too soon.
 */
export const CANNOT_SAY = "Cannot say";
