-- One row per bridge between instrument versions and domain: how it was made, and whether it may be used.
select bridge, from_instrument, from_version, to_instrument, to_version, domain, method,
  n, r, slope, intercept, rmsd, error, is_linkable, reason
from bridge_links
