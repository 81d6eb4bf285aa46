-- Deleting a draft deletes what hangs on it, at any depth and whichever way the row goes. Strapi's
-- own foreign keys only empty the link tables; so this runs before the row, while the links stand.
create or replace function cms.delete_children() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  child_table constant text := tg_argv[0];
  link_table constant text := tg_argv[1];
  child_column constant text := tg_argv[2];
  parent_column constant text := tg_argv[3];
begin
  execute format('delete from cms.%I where id in (select %I from cms.%I where %I = $1)',
    child_table, child_column, link_table, parent_column) using old.id;
  return old;
end
$$;

do $$
declare
  branch record;
begin
  for branch in
    select * from (values
      ('course', 'module'), ('course', 'test'), ('course', 'practice_lab'), ('course', 'project'),
      ('course', 'certificate'), ('module', 'lesson'), ('module', 'test'), ('module', 'practice_lab'),
      ('module', 'project'), ('lesson', 'ai_note'), ('lesson', 'practice_lab'), ('test', 'question'),
      ('project', 'project_step')
    ) branches (parent, child)
  loop
    execute format(
      'create or replace trigger delete_%1$s before delete on cms.draft_%2$s for each row
        execute function cms.delete_children(%3$L, %4$L, %5$L, %6$L)',
      branch.child || 's', branch.parent || 's', 'draft_' || branch.child || 's',
      'draft_' || branch.child || 's_draft_' || branch.parent || '_lnk', 'draft_' || branch.child || '_id',
      'draft_' || branch.parent || '_id');
  end loop;
end
$$;
