-- One row per support episode with fewer than no hours, or that cost less than nothing.
select support_id, hours, cost_gbp from support where hours < 0 or cost_gbp < 0
