-- One row per child and pair of Januaries who was placed on either, with its place and age then and a year later.
-- Kept as a view.
select moves.authority_code, moves.year, moves.child_id, from_group, to_group,
  case
    when birth_month is null then 'age not known'
    when date_diff('month', birth_month, make_date(moves.year, 1, 15)) < 132 then 'under 11'
    when date_diff('month', birth_month, make_date(moves.year, 1, 15)) < 192 then '11 to 15'
    else '16 and over'
  end as from_age,
  case
    when birth_month is null then 'age not known'
    when date_diff('month', birth_month, make_date(moves.year + 1, 1, 15)) < 132 then 'under 11'
    when date_diff('month', birth_month, make_date(moves.year + 1, 1, 15)) < 192 then '11 to 15'
    else '16 and over'
  end as to_age
from placement_moves as moves left join children using (child_id)
