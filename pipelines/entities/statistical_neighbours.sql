-- One row per authority and statistical neighbour: from the model loaded, else from data/reference.
with ranked as (
  select old_la_code, generate_subscripts(list, 1) as rank, unnest(list) as neighbour
  from (
    select old_la_code,
      [{'code': sn_1, 'closeness': sn_1p}, {'code': sn_2, 'closeness': sn_2p}, {'code': sn_3, 'closeness': sn_3p}, {'code': sn_4, 'closeness': sn_4p}, {'code': sn_5, 'closeness': sn_5p}, {'code': sn_6, 'closeness': sn_6p}, {'code': sn_7, 'closeness': sn_7p}, {'code': sn_8, 'closeness': sn_8p}, {'code': sn_9, 'closeness': sn_9p}, {'code': sn_10, 'closeness': sn_10p}] as list
    from loaded_statistical_neighbours
  )
), loaded as (
  select own.authority_code, rank, other.authority_code as neighbour_code, neighbour.closeness
  from ranked
  join authority_codes as own on own.code = old_la_code
  join authority_codes as other on other.code = neighbour.code
)
select authority_code, rank, neighbour_code, closeness from loaded
union all
select authority_code, rank, neighbour_code, closeness from reference_statistical_neighbours
where authority_code not in (select authority_code from loaded)
