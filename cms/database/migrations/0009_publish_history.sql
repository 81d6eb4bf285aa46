-- The history holds everything that is done with a course's versions, and keeps what each action
-- needs to be understood later.

set local role ourshiksha_owner;

alter table live.course_publish_history
  drop constraint course_publish_history_action_check,
  add constraint course_publish_history_action_check check (action in ('publish', 'unpublish', 'republish',
    'rollback', 'schedule', 'unschedule', 'restore', 'undo_restore', 'import', 'export', 'prune', 'rebuild', 'move')),
  -- What only this action has: the version a rollback took, the learners moved, the time of a schedule.
  add column details jsonb not null default '{}' check (jsonb_typeof(details) = 'object');

create index course_publish_history_time on live.course_publish_history (created_at desc, id desc);

reset role;
