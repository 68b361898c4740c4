-- One row per school and each school that followed it, at once or later, as when it became an academy.
with recursive followed as (
  select urn, linked_urn as later_urn from school_links where direction = 'successor'
  union
  select linked_urn, urn from school_links where direction = 'predecessor'
), reached as (
  select urn, later_urn from followed
  union
  select reached.urn, followed.later_urn from reached join followed on followed.urn = reached.later_urn
)
select urn, later_urn from reached where urn <> later_urn
