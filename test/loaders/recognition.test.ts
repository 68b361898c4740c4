import { expect, test } from "vitest";
import { requiredColumns } from "../../loaders/contract/define-loader.ts";
import { contracts } from "../../loaders/index.ts";
import { shippedInstruments } from "../shipped.ts";

test("no loader's columns are enough for another loader that does not look further", () => {
  const known = contracts(shippedInstruments()).filter(({ isFallback }) => !isFallback);
  const swallowed = known.flatMap((file) =>
    known
      .filter((other) => other !== file && !other.recognises)
      .filter((other) => {
        const columns = new Set(Object.keys(file.columns.shape));
        return requiredColumns(other).every((column) => columns.has(column));
      })
      .map((other) => `${file.title} is also ${other.title}`),
  );
  expect(swallowed).toEqual([]);
});
