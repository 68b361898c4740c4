-- One row per bridge, authority and domain: mean change of professional readings either side of the bridge, with the link's error in it.
select bridge, instrument, version, authority_code, domain, count(*) as child_count,
  avg(change) as change_mean, stddev_samp(change) as change_sd, avg(link_error) as link_error,
  -- The link's error is the same for all children, so it does not shrink with their number.
  sqrt(var_samp(change) / count(*) + avg(link_error) ** 2) as std_error,
  max(last_on) as as_of
from linked_changes
where rated_by = 'professional'
group by bridge, instrument, version, authority_code, domain
