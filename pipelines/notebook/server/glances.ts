import type { Engine } from "../engine/engine.ts";

/** How often the warehouse is looked at for changes, in milliseconds. */
const GLANCE = 500;

/**
 * Tells when the warehouse was written, by whatever program. What is written while somebody is being
 * told is theirs. @returns what ends it.
 */
export function glances(engine: Engine, changed: () => void | Promise<void>): () => void {
  let mark = engine.mark();
  let isTelling = false;
  const timer = setInterval(async () => {
    if (isTelling || engine.mark() === mark) return;
    isTelling = true;
    mark = engine.mark();
    await engine.letGo();
    const told = changed();
    if (told) {
      await told;
      mark = engine.mark();
    }
    isTelling = false;
  }, GLANCE);
  return () => clearInterval(timer);
}
