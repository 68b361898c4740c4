-- One row per need refused because of its code.
select load_id, "row", value from rejected_rows join loads using (load_id) where source_table = 'loaded_sen2_senneed' and "column" = 'sentype'
