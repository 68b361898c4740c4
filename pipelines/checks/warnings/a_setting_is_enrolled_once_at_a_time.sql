-- One row per enrolment during another of the same setting in the same programme.
select later.setting_id, later.programme, later.enrolled_on
from trial_enrolments as later
join trial_enrolments as earlier
  on earlier.setting_id = later.setting_id and earlier.programme = later.programme
  and earlier.enrolled_on < later.enrolled_on
  and coalesce(earlier.withdrawn_on, date '9999-12-31') >= later.enrolled_on
