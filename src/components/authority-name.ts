interface Named {
  authority_name: string;
  instrument: string;
  version: string;
}

/** Names authorities; one whose rows are of several instruments is named with each of them. */
export function authorityNames<T extends Named>(rows: readonly T[]): (row: T) => string {
  const versions = new Map<string, Set<string>>();
  for (const { authority_name: name, instrument, version } of rows) {
    versions.set(name, (versions.get(name) ?? new Set()).add(`${instrument} ${version}`));
  }
  return ({ authority_name: name, instrument, version }) =>
    (versions.get(name)?.size ?? 0) > 1 ? `${name}, ${instrument} ${version}` : name;
}
