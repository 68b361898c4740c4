-- One row per programme, setting and day it joined.
select
  authority_code,
  authority_code || '|' || setting_id as setting_id,
  programme,
  enrolled_on,
  withdrawn_on
from loaded_enrolments
