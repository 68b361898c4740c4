/**
 * SQL giving the symbol that stands in a published cell in place of a number: null where there is a
 * number, x where the cell is blank, `low` for DfE's k. A symbol is never a zero.
 */
export const symbolSql = (cell: string): string =>
  `case when ${cell} is null or ${cell} in ('NULL', 'NA', ':', '.', '..') then 'x' when try_cast(${cell} as double) is null then case ${cell} when 'k' then 'low' when '~' then 'c' else ${cell} end end`;
