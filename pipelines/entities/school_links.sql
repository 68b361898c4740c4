-- One row per school, linked school and kind of link.
select urn, linkurn as linked_urn, linktype as link_type,
  case
    when linktype like 'Successor%' then 'successor'
    when linktype like 'Predecessor%' then 'predecessor'
    else 'other'
  end as direction,
  try_strptime(replace(linkestablisheddate, '-', '/'), '%d/%m/%Y')::date as linked_on,
  load_id
from loaded_gias_links
