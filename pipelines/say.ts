/** Prints the result of a verb: as JSON where that was asked for, else in words. */
export function say(options: { json: boolean }, result: unknown, words: () => string) {
  const text = options.json ? JSON.stringify(result, null, 2) : words();
  if (text) process.stdout.write(`${text}\n`);
}
