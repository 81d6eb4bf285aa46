-- The course tree of a version. Rows are keyed (id, version), carry their course, and never change.

set local role ourshiksha_owner;

create table live.modules (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  title text not null,
  description text not null default '',
  order_index integer not null,
  estimated_time text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version)
);

create table live.lessons (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  module_id integer not null,
  title text not null,
  objectives jsonb not null default '[]' check (jsonb_typeof(objectives) = 'array'),
  estimated_time text not null default '',
  key_concepts jsonb not null default '[]' check (jsonb_typeof(key_concepts) = 'array'),
  video_url text,
  youtube_references jsonb not null default '[]' check (jsonb_typeof(youtube_references) = 'array'),
  external_links jsonb not null default '[]' check (jsonb_typeof(external_links) = 'array'),
  order_index integer not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (module_id, version) references live.modules (id, version)
);

create table live.ai_notes (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  lesson_id integer not null,
  content text not null,
  simplified_explanation text not null default '',
  bullet_notes jsonb not null default '[]' check (jsonb_typeof(bullet_notes) = 'array'),
  key_takeaways jsonb not null default '[]' check (jsonb_typeof(key_takeaways) = 'array'),
  interview_questions jsonb not null default '[]' check (jsonb_typeof(interview_questions) = 'array'),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  -- A lesson has one text; which of two would be read, nobody could say.
  unique (lesson_id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (lesson_id, version) references live.lessons (id, version)
);

create table live.tests (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  module_id integer,
  title text not null,
  description text not null default '',
  passing_percentage integer not null default 70 check (passing_percentage between 0 and 100),
  time_limit integer check (time_limit > 0),
  difficulty text not null default 'medium' check (difficulty in ('easy', 'medium', 'hard')),
  status text not null default 'published' check (status = 'published'),
  order_index integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (module_id, version) references live.modules (id, version)
);

create table live.questions (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  test_id integer not null,
  type text not null check (type in ('mcq', 'true_false', 'fill_blank')),
  difficulty text not null default 'medium' check (difficulty in ('easy', 'medium', 'hard')),
  question_text text not null,
  options jsonb not null default '[]' check (jsonb_typeof(options) = 'array'),
  order_index integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (test_id, version) references live.tests (id, version)
);

create table live.practice_labs (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  module_id integer,
  lesson_id integer,
  slug text not null,
  title text not null,
  description text not null default '',
  difficulty text not null default 'beginner' check (difficulty in ('beginner', 'intermediate', 'advanced')),
  language text not null,
  estimated_time integer check (estimated_time > 0),
  instructions text not null,
  starter_code text not null default '',
  expected_output text,
  validation_type text not null default 'console' check (validation_type in ('console', 'test', 'visual')),
  hints jsonb not null default '[]' check (jsonb_typeof(hints) = 'array'),
  order_index integer not null default 0,
  status text not null default 'published' check (status = 'published'),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  unique (course_id, version, slug),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (module_id, version) references live.modules (id, version),
  foreign key (lesson_id, version) references live.lessons (id, version)
);

create table live.projects (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  module_id integer,
  title text not null,
  description text not null default '',
  problem_statement text not null default '',
  objectives text not null default '',
  deliverables text not null default '',
  submission_instructions text not null default '',
  tech_stack jsonb not null default '[]' check (jsonb_typeof(tech_stack) = 'array'),
  evaluation_checklist jsonb not null default '[]' check (jsonb_typeof(evaluation_checklist) = 'array'),
  difficulty text not null default 'beginner' check (difficulty in ('beginner', 'intermediate', 'advanced')),
  order_index integer not null default 0,
  status text not null default 'published' check (status = 'published'),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (module_id, version) references live.modules (id, version)
);

create table live.project_steps (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  project_id integer not null,
  step_number integer not null,
  title text not null,
  description text not null default '',
  code_snippet text,
  tips jsonb not null default '[]' check (jsonb_typeof(tips) = 'array'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  foreign key (course_id, version) references live.course_contents (id, version),
  foreign key (project_id, version) references live.projects (id, version)
);

create table live.certificates (
  id integer not null references live.nodes (id),
  version integer not null,
  course_id integer not null,
  name text not null,
  description text not null default '',
  template_id text not null default 'classic',
  type text not null check (type in ('completion', 'assessment')),
  requires_test_pass boolean not null default false,
  passing_percentage integer not null default 70 check (passing_percentage between 0 and 100),
  requires_project_completion boolean not null default false,
  requires_lab_completion boolean not null default false,
  qr_verification boolean not null default true,
  status text not null default 'published' check (status = 'published'),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (id, version),
  -- A course has one certificate; the choice among several would be somebody's, not the rule's.
  unique (course_id, version),
  foreign key (course_id, version) references live.course_contents (id, version)
);

-- A page reads one version of one course, in order; a foreign key's other side is found by index.
create index modules_version on live.modules (course_id, version, order_index);
create index lessons_version on live.lessons (course_id, version, order_index);
create index lessons_module on live.lessons (module_id, version);
create index ai_notes_version on live.ai_notes (course_id, version);
create index tests_version on live.tests (course_id, version, order_index);
create index tests_module on live.tests (module_id, version);
create index questions_version on live.questions (course_id, version);
create index questions_test on live.questions (test_id, version, order_index);
create index practice_labs_module on live.practice_labs (module_id, version);
create index practice_labs_lesson on live.practice_labs (lesson_id, version);
create index projects_version on live.projects (course_id, version, order_index);
create index projects_module on live.projects (module_id, version);
create index project_steps_version on live.project_steps (course_id, version);
create index project_steps_project on live.project_steps (project_id, version, step_number);

do $$
declare
  kind text;
begin
  foreach kind in array array['modules', 'lessons', 'ai_notes', 'tests', 'questions', 'practice_labs',
    'projects', 'project_steps', 'certificates']
  loop
    call live.write_once_per_version(('live.' || kind)::regclass);
    call live.protect(('live.' || kind)::regclass, 'select, insert');
    execute format('grant select on live.%I to shishya, referee', kind);
  end loop;
end
$$;

reset role;
