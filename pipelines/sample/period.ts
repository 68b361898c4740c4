import { dayOf } from "./day.ts";

/** The three academic years that the sample covers. */
export const WINDOW = { from: dayOf("2023-09-01"), to: dayOf("2026-08-31") };

/** When the trial starts, and when its last authority joins. */
export const TRIAL_STARTS = dayOf("2023-09-01");
export const LATE_START = dayOf("2024-09-01");

/** Children first assessed after this day have no time for a second reading within the window. */
export const LAST_DAY_TO_BE_FOLLOWED = dayOf("2025-06-30");
