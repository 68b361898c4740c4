-- One row per instrument version and authority with assessments made before the version was in use, or after.
select instrument, version, authority_code, count(*) as assessment_count, min(assessed_on) as first_on, max(assessed_on) as last_on
from assessments
join instruments using (instrument, version)
where assessed_on < effective_from or assessed_on > coalesce(effective_to, assessed_on)
group by instrument, version, authority_code
