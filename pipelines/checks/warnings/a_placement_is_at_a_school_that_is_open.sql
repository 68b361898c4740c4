-- One row per placement that went on after its school closed, with the school that followed.
select sen2_placements.authority_code, placement_id, urn, schools.name, closed_on, started_on, ended_on,
  (select min(linked_urn) from school_links where school_links.urn = sen2_placements.urn and direction = 'successor') as successor_urn
from sen2_placements
join schools using (urn)
where closed_on < coalesce(ended_on, make_date(return_year, 1, 15))
