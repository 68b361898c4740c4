-- One row per enrolment that ends before it starts.
select setting_id, programme, enrolled_on, withdrawn_on from trial_enrolments where withdrawn_on < enrolled_on
