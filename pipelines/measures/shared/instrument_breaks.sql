-- One row per authority and instrument version that came after another: where its series breaks.
with used as (
  select authority_code, instrument, version, min(assessed_on) as first_on, max(assessed_on) as last_on, count(*) as assessment_count
  from assessments
  where rated_by = 'professional'
  group by authority_code, instrument, version
), followed as (
  select *,
    lag(instrument) over earlier as from_instrument,
    lag(version) over earlier as from_version,
    lag(last_on) over earlier as from_last_on
  from used
  window earlier as (partition by authority_code order by first_on, instrument, version)
), linked as (
  select from_instrument, from_version, to_instrument, to_version, error
  from bridges
  where domain = 'total' and is_linkable
)
select authority_code, followed.from_instrument, followed.from_version,
  instrument as to_instrument, version as to_version,
  first_on as broke_on, from_last_on, assessment_count,
  linked.error is not null as is_bridged
from followed
left join linked on linked.from_instrument = followed.from_instrument and linked.from_version = followed.from_version
  and linked.to_instrument = instrument and linked.to_version = version
where followed.from_instrument is not null
