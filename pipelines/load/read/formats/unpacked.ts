import { Transform } from "node:stream";
import { dataError } from "../../../warehouse/errors.ts";
import { rule } from "../../../warehouse/rules.ts";

/**
 * Counts bytes that come out of a file, over all of its parts, and stops one made to fill the disk.
 *
 * @param packed Size of the file in bytes.
 * @returns what is to be told of every further so many bytes; it throws a VsendError at too many.
 */
export function unpackedCount(name: string, packed: number): (bytes: number) => void {
  const most = rule("most_unpacked_gb") * 1e9;
  const mostRatio = rule("most_unpacked_ratio");
  const unsuspected = rule("unsuspected_unpacked_mb") * 1e6;
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (total > most || (total > unsuspected && total > packed * mostRatio))
      throw tooMuch(name, packed, total, most, mostRatio);
  };
}

/** The same as streams that the parts of an archive flow through. */
export function unpackedLimit(name: string, packed: number) {
  const count = unpackedCount(name, packed);
  return () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          count(chunk.length);
        } catch (error) {
          return done(error as Error);
        }
        done(null, chunk);
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
