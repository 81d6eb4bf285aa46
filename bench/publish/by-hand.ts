import type { Client } from 'pg';

/**
 * The same rows as a publish writes, by the statements one would write by hand for this course: no
 * checks, no identities to give, no history. The measure a publish is held against.
 */
export async function publishByHand(
  guru: Client,
  draftId: number,
  courseId: number,
  version: number,
): Promise<void> {
  const at = [draftId, version, courseId];
  await guru.query('begin isolation level repeatable read');
  for (const statement of statements) await guru.query(statement, at);
  await guru.query(snapshot, at);
  await guru.query(`update live.courses set version = $1, status = 'published' where id = $2`, [
    version,
    courseId,
  ]);
  await guru.query('commit');
}

const modules = `cms.draft_modules m join cms.draft_modules_draft_course_lnk mc on mc.draft_module_id = m.id and mc.draft_course_id = $1`;
const lessons = `${modules} join cms.draft_lessons_draft_module_lnk lm on lm.draft_module_id = m.id join cms.draft_lessons l on l.id = lm.draft_lesson_id`;
const tests = `${modules} join cms.draft_tests_draft_module_lnk tm on tm.draft_module_id = m.id join cms.draft_tests t on t.id = tm.draft_test_id`;
const projects = `${modules} join cms.draft_projects_draft_module_lnk pm on pm.draft_module_id = m.id join cms.draft_projects p on p.id = pm.draft_project_id`;

/** Live table, its columns, and the select that fills them; keys stand beside. */
const parts: readonly { table: string; names: string; cells: string; from: string }[] = [
  {
    table: 'course_contents',
    names:
      'id, version, name, level, certificate_type, description, target_audience, duration, overview, learning_outcomes, job_roles, include_projects, include_tests, include_labs, credit_cost, thumbnail_url',
    cells: `c.live_course_id, $2::integer, c.name, c.level, c.certificate_type, c.description, coalesce(c.target_audience, ''), coalesce(c.duration, ''), coalesce(c.overview, ''), c.learning_outcomes, c.job_roles, c.include_projects, c.include_tests, c.include_labs, c.credit_cost, c.thumbnail_url`,
    from: 'cms.draft_courses c where c.id = $1',
  },
  {
    table: 'modules',
    names: 'id, version, course_id, title, description, estimated_time, order_index',
    cells: `m.live_module_id, $2::integer, $3::integer, m.title, coalesce(m.description, ''), coalesce(m.estimated_time, ''), m.order_index`,
    from: modules,
  },
  {
    table: 'lessons',
    names:
      'id, version, course_id, module_id, title, estimated_time, video_url, objectives, key_concepts, youtube_references, external_links, order_index',
    cells: `l.live_lesson_id, $2::integer, $3::integer, m.live_module_id, l.title, coalesce(l.estimated_time, ''), l.video_url, coalesce(l.objectives, '[]'), coalesce(l.key_concepts, '[]'), coalesce(l.youtube_references, '[]'), coalesce(l.external_links, '[]'), l.order_index`,
    from: lessons,
  },
  {
    table: 'ai_notes',
    names:
      'id, version, course_id, lesson_id, content, simplified_explanation, bullet_notes, key_takeaways, interview_questions',
    cells: `a.live_note_id, $2::integer, $3::integer, l.live_lesson_id, a.content, coalesce(a.simplified_explanation, ''), coalesce(a.bullet_notes, '[]'), coalesce(a.key_takeaways, '[]'), coalesce(a.interview_questions, '[]')`,
    from: `${lessons} join cms.draft_ai_notes_draft_lesson_lnk al on al.draft_lesson_id = l.id join cms.draft_ai_notes a on a.id = al.draft_ai_note_id`,
  },
  {
    table: 'tests',
    names:
      'id, version, course_id, module_id, title, passing_percentage, time_limit, difficulty, description, order_index',
    cells: `t.live_test_id, $2::integer, $3::integer, m.live_module_id, t.title, t.passing_percentage, t.time_limit, t.difficulty, coalesce(t.description, ''), t.order_index`,
    from: tests,
  },
  {
    table: 'questions',
    names: 'id, version, course_id, test_id, type, difficulty, question_text, options, order_index',
    cells: `q.live_question_id, $2::integer, $3::integer, t.live_test_id, q.type, q.difficulty, q.question_text, coalesce(q.options, '[]'), q.order_index`,
    from: `${tests} join cms.draft_questions_draft_test_lnk qt on qt.draft_test_id = t.id join cms.draft_questions q on q.id = qt.draft_question_id`,
  },
  {
    table: 'practice_labs',
    names:
      'id, version, course_id, lesson_id, module_id, slug, title, difficulty, language, estimated_time, validation_type, description, instructions, starter_code, expected_output, hints, order_index',
    cells: `b.live_lab_id, $2::integer, $3::integer, l.live_lesson_id, m.live_module_id, b.slug, b.title, b.difficulty, b.language, b.estimated_time, b.validation_type, coalesce(b.description, ''), b.instructions, b.starter_code, b.expected_output, coalesce(b.hints, '[]'), b.order_index`,
    from: `${lessons} join cms.draft_practice_labs_draft_lesson_lnk bl on bl.draft_lesson_id = l.id join cms.draft_practice_labs b on b.id = bl.draft_practice_lab_id`,
  },
  {
    table: 'projects',
    names:
      'id, version, course_id, module_id, title, difficulty, description, problem_statement, objectives, deliverables, submission_instructions, tech_stack, evaluation_checklist, order_index',
    cells: `p.live_project_id, $2::integer, $3::integer, m.live_module_id, p.title, p.difficulty, p.description, coalesce(p.problem_statement, ''), coalesce(p.objectives, ''), p.deliverables, coalesce(p.submission_instructions, ''), coalesce(p.tech_stack, '[]'), coalesce(p.evaluation_checklist, '[]'), p.order_index`,
    from: projects,
  },
  {
    table: 'project_steps',
    names:
      'id, version, course_id, project_id, title, description, code_snippet, tips, step_number',
    cells: `s.live_step_id, $2::integer, $3::integer, p.live_project_id, s.title, s.description, s.code_snippet, coalesce(s.tips, '[]'), s.step_number`,
    from: `${projects} join cms.draft_project_steps_draft_project_lnk sp on sp.draft_project_id = p.id join cms.draft_project_steps s on s.id = sp.draft_project_step_id`,
  },
  {
    table: 'certificates',
    names:
      'id, version, course_id, name, template_id, type, requires_test_pass, passing_percentage, requires_project_completion, requires_lab_completion, qr_verification, description',
    cells: `k.live_certificate_id, $2::integer, $3::integer, k.name, k.template_id, k.type, k.requires_test_pass, k.passing_percentage, k.requires_project_completion, k.requires_lab_completion, k.qr_verification, coalesce(k.description, '')`,
    from: 'cms.draft_certificates k join cms.draft_certificates_draft_course_lnk kc on kc.draft_certificate_id = k.id and kc.draft_course_id = $1',
  },
];

const questions = parts[5]?.from ?? '';
const labs = parts[6]?.from ?? '';
const allUsed = '$1::integer is not null and $2::integer is not null and $3::integer is not null';
const select = ({ cells, from }: { cells: string; from: string }) =>
  `select ${cells} from ${from} ${/\bwhere\b/.test(from) ? 'and' : 'where'} ${allUsed}`;

const statements: readonly string[] = [
  ...parts.map((part) => `insert into live.${part.table} (${part.names}) ${select(part)}`),
  `insert into keys.question_keys (question_id, version, course_id, correct_answer, explanation)
  ${select({ cells: 'q.live_question_id, $2::integer, $3::integer, q.correct_answer, q.explanation', from: questions })}`,
  `insert into keys.lab_keys (lab_id, version, course_id, solution_code)
  ${select({ cells: 'b.live_lab_id, $2::integer, $3::integer, b.solution_code', from: labs })}`,
];

const extra: Readonly<Record<string, { names: string; cells: string }>> = {
  questions: { names: ', correct_answer, explanation', cells: ', q.correct_answer, q.explanation' },
  practice_labs: { names: ', solution_code', cells: ', b.solution_code' },
};
const snapshot = `insert into live.course_versions (course_id, version, snapshot, checksum, published_by)
  select $3::integer, $2::integer, s.snapshot, encode(sha256(convert_to(s.snapshot::text, 'UTF8')), 'hex'), 'by hand'
  from (select jsonb_build_object(${parts
    .map(
      ({ table, names, cells, from }) =>
        `'${table}', (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') from (${select({ cells: `${cells}${extra[table]?.cells ?? ''}`, from })}) r (${names}${extra[table]?.names ?? ''}))`,
    )
    .join(', ')}) as snapshot) s`;
