-- One row per score outside the scale.
select assessment_id, domain, need from assessment_scores where need not between 0 and 100
