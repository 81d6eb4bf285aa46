-- What a student must not know before the time. Publishing writes it, the referee's functions read
-- it, and nobody else: guru may insert and not select, shishya has no right in this schema at all.

set local role ourshiksha_owner;

create table keys.question_keys (
  question_id integer not null,
  version integer not null,
  course_id integer not null,
  correct_answer text not null,
  explanation text not null default '',
  primary key (question_id, version),
  foreign key (question_id, version) references live.questions (id, version)
);

create table keys.lab_keys (
  lab_id integer not null,
  version integer not null,
  course_id integer not null,
  solution_code text not null default '',
  -- Checks the student never sees; filled by the lab runner's rules.
  hidden_tests jsonb not null default '[]' check (jsonb_typeof(hidden_tests) = 'array'),
  primary key (lab_id, version),
  foreign key (lab_id, version) references live.practice_labs (id, version)
);

call live.write_once_per_version('keys.question_keys');
call live.write_once_per_version('keys.lab_keys');
call live.protect('keys.question_keys', 'insert');
call live.protect('keys.lab_keys', 'insert');
grant select on keys.question_keys, keys.lab_keys to referee;

reset role;
