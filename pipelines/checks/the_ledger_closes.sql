-- One row per load whose rows or pounds do not add up.
select load_id, file from loads where rows_read <> rows_loaded + rows_rejected + rows_superseded + rows_out_of_scope or amount_read <> amount_loaded + amount_rejected + amount_superseded + amount_out_of_scope
