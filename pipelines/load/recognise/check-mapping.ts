import { trimCell } from "../../../loaders/contract/cells.ts";
import { type Contract, requiredColumns } from "../../../loaders/contract/define-loader.ts";
import { columnSql } from "../cells/verdict.ts";
import { conflictingForms } from "./date-format.ts";
import { headingKey, type MappingContent } from "./mapping-schema.ts";

/**
 * What is wrong with a mapping for a loader, a sentence each; none where it can be applied.
 *
 * Required columns must each be given, values must be translated to what the loader takes, and no
 * column of the supplier may stand for two.
 */
export function faults(mapping: MappingContent, contract: Contract): string[] {
  const { columns, constants } = mapping;
  const isKnown = (column: string) => Object.hasOwn(contract.columns.shape, column);
  const named = [...Object.keys(columns), ...Object.keys(constants)];
  return [
    ...named
      .filter((column) => !isKnown(column))
      .map((column) => `"${column}" is not a column of ${contract.name}`),
    ...Object.keys(constants)
      .filter((column) => Object.hasOwn(columns, column))
      .map((column) => `"${column}" is given both as a column and as a constant`),
    ...authorityFaults(mapping, contract),
    ...requiredColumns(contract)
      .filter((column) => !named.includes(column) && !isGiven(mapping, column))
      .map((column) => `nothing is said of "${column}", which ${contract.name} must have`),
    ...Object.entries(constants)
      .filter(([column]) => isKnown(column))
      .flatMap(([column, value]) => constantFaults(contract, column, value)),
    ...Object.keys(columns)
      .filter(isKnown)
      .flatMap((column) => columnFaults(mapping, contract, column)),
    ...sharedHeadings(mapping),
    ...clashingDates(mapping),
  ];
}

function clashingDates({ date_formats }: MappingContent): string[] {
  const clash = conflictingForms(date_formats);
  return clash
    ? [
        `date_formats "${clash[0]}" and "${clash[1]}" read some texts as different days: give the columns their own date_format`,
      ]
    : [];
}

const isGiven = ({ authority_code }: MappingContent, column: string): boolean =>
  column === "authority_code" && authority_code !== undefined;

function authorityFaults(mapping: MappingContent, contract: Contract): string[] {
  const cell = contract.columns.shape.authority_code;
  if (!contract.isChildLevel || !cell) return [];
  if (mapping.authority_code === undefined)
    return ["authority_code does not say whose files they are"];
  if (Object.hasOwn(mapping.constants, "authority_code"))
    return ["authority_code stands by itself, and not among the constants"];
  return cell.safeParse(mapping.authority_code).success
    ? []
    : [`authority_code "${mapping.authority_code}" is not the ONS code of an authority`];
}

function constantFaults(contract: Contract, column: string, value: string): string[] {
  if (contract.privacy?.[column])
    return [`"${column}" tells of one child and cannot be a constant`];
  return contract.columns.shape[column]!.safeParse(trimCell(value)).success
    ? []
    : [`the constant "${value}" is not what "${column}" takes`];
}

function columnFaults({ columns }: MappingContent, contract: Contract, column: string): string[] {
  const { values = {}, date_format, strip } = columns[column]!;
  const cell = contract.columns.shape[column]!;
  const pairs = Object.entries(values);
  if (pairs.length > 0 && contract.privacy?.[column])
    return [`values of "${column}" tell of one child and cannot be translated`];
  return [
    ...(strip && contract.privacy?.[column] !== "pseudonym"
      ? [`"${column}" is no identifier of a child, and nothing is stripped from it`]
      : []),
    ...(date_format && columnSql(cell).type !== "date"
      ? [`"${column}" is not a date and has no date_format`]
      : []),
    ...pairs
      .filter(([value]) => trimCell(value) !== value)
      .map(
        ([value]) =>
          `"${column}" translates "${value}", but a blank stays a blank, and spaces around a value are not part of it`,
      ),
    ...pairs
      .filter(([, meaning]) => !cell.safeParse(trimCell(meaning)).success)
      .map(
        ([value, meaning]) =>
          `"${column}" translates "${value}" to "${meaning}", which it does not take`,
      ),
  ];
}

function sharedHeadings({ columns, untaken }: MappingContent): string[] {
  const users = new Map<string, string[]>();
  for (const [column, { from }] of Object.entries(columns)) {
    users.set(headingKey(from), [...(users.get(headingKey(from)) ?? []), column]);
  }
  return [
    ...[...users.values()]
      .filter(({ length }) => length > 1)
      .map((some) => `${some.map((column) => `"${column}"`).join(" and ")} are from one column`),
    ...untaken
      .filter((name) => users.has(headingKey(name)))
      .map((name) => `"${name}" is both taken and untaken`),
  ];
}
