-- A storage that was away for a quarter of an hour made papers wait for twice as long: each try that it ended
-- counted as if the paper itself could not be drawn, which is tried again later and later.

set local role ourshiksha_owner;
-- How many of the tries came to nothing through no fault of the paper.
alter table activity.papers_to_draw add column put_back integer not null default 0;
reset role;

-- As before; what was put back does not count as a failure.
create or replace function activity.take_up_papers(p_most integer)
returns table (id integer, certificate_number text, marksheet_id integer, try integer, file text)
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with free as (
    select p.id from activity.papers_to_draw p
    where p.try_at <= clock_timestamp()
    order by (p.marksheet_id is not null), p.id
    limit p_most
    for update skip locked
  ), taken as (
    update activity.papers_to_draw p
    set tries = p.tries + 1,
        try_at = clock_timestamp()
          + least(interval '2 minutes' * 2 ^ least(p.tries - p.put_back, 5), interval '1 hour'),
        begun = p.begun || ('certificate_' || replace(gen_random_uuid()::text, '-', ''))
    from free where p.id = free.id
    returning p.*
  )
  select t.id, c.certificate_number, t.marksheet_id, t.tries, t.begun[t.tries]
  from taken t join activity.issued_certificates c on c.id = t.issued_certificate_id
  order by (t.marksheet_id is not null), t.id
$$;

-- Gives back a paper that could not be drawn through no fault of its own; it is due again in 15 seconds, and
-- where that happens again and again in up to 2 minutes. Nothing where somebody else took it up meanwhile.
create function activity.put_paper_back(p_id integer, p_try integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.papers_to_draw p
  set put_back = p.put_back + 1,
      try_at = clock_timestamp() + least(interval '15 seconds' * (p.put_back + 1), interval '2 minutes')
  where p.id = p_id and p.tries = p_try
$$;
alter function activity.put_paper_back(integer, integer) owner to referee;
grant execute on function activity.put_paper_back(integer, integer) to guru;
