-- PostgreSQL 18 plans a function in SQL with the values it is called with, and works out `::jsonb` of a text
-- that is no JSON before it asks whether it is: the run of a lab that expects such a text could not be judged.
-- In PL/pgSQL the second is not looked at before the first is answered.
create or replace function activity.expected_value(p_expected text) returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if pg_input_is_valid(p_expected, 'jsonb') then
    return p_expected::jsonb;
  end if;
  return to_jsonb(p_expected);
end
$$;
