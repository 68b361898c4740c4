import { quote } from "../../warehouse/sql.ts";
export const ENHANCED = "Enhanced support";
export const OTHER = "Targeted or universal support";
export const NONE = "None recorded";
export const UNKNOWN = "Not recorded";

/** SQL: what support a child had between its readings, where its authority records any. */
export const supportSql = (authority: string): string =>
  `case when ${authority} not in (select authority_code from support where child_id is not null) then ${quote(UNKNOWN)}
    when helped.is_enhanced then ${quote(ENHANCED)} when helped.first_id is not null then ${quote(OTHER)} else ${quote(NONE)} end`;

/** SQL: what `supportSql` reads, joined to a table of pairs. */
export const supportJoinsSql = (pairs: string): string => `left join (
      select pairs.first_id, bool_or(tier = 'enhanced') as is_enhanced
      from ${pairs} as pairs join support using (child_id)
      where pairs.rated_by = 'professional' and started_on <= last_on and coalesce(ended_on >= first_on, true)
      group by pairs.first_id
    ) as helped using (first_id)`;
