import { Transform } from "node:stream";
import { dataError } from "../../../warehouse/errors.ts";
import { rule } from "../../../warehouse/rules.ts";

/**
 * Counts what comes out of an archive, over all of its parts, and stops a file made to fill the disk.
 *
 * @param packed Size of the archive in bytes.
 */
export function unpackedLimit(name: string, packed: number) {
  const most = rule("most_unpacked_gb") * 1e9;
  const mostRatio = rule("most_unpacked_ratio");
  const unsuspected = rule("unsuspected_unpacked_mb") * 1e6;
  let total = 0;
  return () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        total += chunk.length;
        const isTooMuch = total > most || (total > unsuspected && total > packed * mostRatio);
        done(isTooMuch ? tooMuch(name, packed, total, most, mostRatio) : null, chunk);
      },
    });
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;

const tooMuch = (name: string, packed: number, total: number, most: number, ratio: number) =>
  dataError({
    expected: `at most ${size(most)} when unpacked, and at most ${ratio} times the packed size`,
    came: `${size(packed)} that unpack to more than ${size(total)}`,
    where: name,
    todo: "check where the file comes from; if it is right, unpack it and load what is in it; nothing was loaded",
  });
