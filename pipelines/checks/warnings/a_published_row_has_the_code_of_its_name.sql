-- One row per published row whose code is of another authority than it names, and which is taken by its name.
select loader, file, "row", "column", value, message
from refused_cells join loads using (load_id)
where message like 'is the code of %'
order by all
