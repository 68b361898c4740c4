-- One row per figure with both a value and a symbol, or neither.
select authority_code, indicator, period from indicators where (value is null) = (symbol is null)
