/**
 * Where in a cell DuckDB found a fault: its message names the line and points below the place.
 *
 * @returns characters from the beginning of the text, or null where the message has no place.
 */
export function sqlFault(message: string, text: string): { at: number; to: number } | null {
  const [, number, shownLine, pointer] = /LINE (\d+): (.*)\n( *)\^/.exec(message) ?? [];
  if (number === undefined) return null;
  const lines = text.split("\n");
  const line = lines[Number(number) - 1];
  if (line === undefined) return null;
  const start = lines.slice(0, Number(number) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const whole = { at: start, to: start + line.length };
  // A long line is shown in part, and one with inputs is not the line that was asked.
  const column = pointer!.length - `LINE ${number}: `.length;
  if (shownLine !== line || column < 0 || column > line.length) return whole;
  const word = /^\w+/.exec(line.slice(column))?.[0].length ?? 1;
  return { at: start + column, to: start + column + word };
}
