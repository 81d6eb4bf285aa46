-- What an editor may ask of a test and how a lab is checked.

set local role ourshiksha_owner;

alter table live.tests
  add column attempts_limit integer check (attempts_limit > 0),
  -- Hours between the end of an attempt and the start of the next.
  add column attempt_pause_hours integer check (attempt_pause_hours > 0),
  add column shuffle_questions boolean not null default false,
  add column shuffle_options boolean not null default false,
  -- Right answers are shown when the attempt's time is over, however early it was handed in.
  add column results_after_deadline boolean not null default false;

alter table live.questions
  drop constraint questions_type_check,
  add constraint questions_type_check check (type in ('mcq', 'true_false', 'fill_blank', 'multiple_select'));

-- What is right is `correct_answer` and every one of `further_answers`.
alter table keys.question_keys
  add column further_answers jsonb not null default '[]' check (jsonb_typeof(further_answers) = 'array'),
  add column case_sensitive boolean not null default false,
  add column exact_spaces boolean not null default false;

-- A test of a lab is an expression with the value it has in a right program: {name, expression, expected}.
alter table live.practice_labs
  -- Runs before the student's code.
  add column setup_code text not null default '',
  add column tests jsonb not null default '[]' check (jsonb_typeof(tests) = 'array');

reset role;
