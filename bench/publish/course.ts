import type { Client } from 'pg';

/** A draft course of a given size, written by SQL as Strapi would have stored it. */
export interface LargeCourse {
  readonly id: number;
  readonly documentId: string;
}

export interface Size {
  readonly lessons: number;
  /** Bytes of a lesson's notes, from the smallest to the largest; spread evenly. */
  readonly notes: readonly [number, number];
  /** Tests with questions, labs and projects with steps beside the lessons. */
  readonly isComplete: boolean;
}

const words =
  'river spring mouth delta flow bank bed rain cloud snow melt valley stone sand clay fish heron reed bridge mill ferry flood drought source basin level depth speed map walk measure draw compare write learn'.split(
    ' ',
  );

/** Readable text with what notes have: headings, links, pictures, code. The same at every run. */
function prose(bytes: number): string {
  let seed = 20_261_121;
  const next = (below: number) => {
    // Park and Miller's minimal standard generator.
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const sentence = () =>
    Array.from({ length: 6 + next(10) }, () => words[next(words.length)]).join(' ');
  let text = '';
  for (let part = 0; text.length < bytes; part += 1) {
    if (part % 12 === 0) text += `\n\n## ${words[next(words.length)]} ${part}\n\n`;
    else if (part % 12 === 5)
      text += ` See [the ${words[next(words.length)]}](https://example.org/${part}). `;
    else if (part % 12 === 9)
      text += `\n\n\`\`\`js\nconst ${words[next(words.length)]} = measure(${part});\n\`\`\`\n\n`;
    else text += `${sentence()}. `;
  }
  return text;
}

const lessonsAModule = 10;

export async function makeLargeCourse(
  guru: Client,
  name: string,
  { lessons, notes: [smallest, largest], isComplete }: Size,
): Promise<LargeCourse> {
  const key = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const id = (table: string) => `'${key}-${table}-' || n`;
  const pool = prose(4 * largest);
  const { rows } = await guru.query<{ id: number; document_id: string }>(
    `insert into cms.draft_courses (document_id, name, description, level, certificate_type, overview, credit_cost,
      include_tests, include_labs, include_projects, learning_outcomes, job_roles)
    values (rpad('${key}', 24, 'x'), $1, 'A course to measure with.', 'beginner', 'completion', 'About rivers.', 0, $2, $2, $2,
      '["Read a river"]', '[]')
    returning id, document_id`,
    [name, isComplete],
  );
  const [course] = rows;
  if (course === undefined) throw new Error('The course was not made.');
  const inCourse = (kind: string) =>
    `insert into cms.draft_${kind}s_draft_course_lnk (draft_${kind}_id, draft_course_id) select id, ${course.id} from made`;
  const under = (kind: string, parent: string, parentNumber: string) =>
    `insert into cms.draft_${kind}s_draft_${parent}_lnk (draft_${kind}_id, draft_${parent}_id)
    select made.id, p.id from made join cms.draft_${parent}s p
      on p.document_id = '${key}-${parent}-' || ${parentNumber}`;
  const make = (kind: string, columns: string, values: string, count: number, link: string) =>
    guru.query(
      `with made as (
        insert into cms.draft_${kind}s (document_id, ${columns})
        select ${id(kind)}, ${values} from generate_series(1, ${count}) n
        returning id, substring(document_id from '[0-9]+$')::integer as n)
      ${link}`,
    );
  const modules = Math.ceil(lessons / lessonsAModule);
  const ofTen = `(1 + (made.n - 1) / ${lessonsAModule})`;

  await make('module', 'title, order_index', `'Module ' || n, n`, modules, inCourse('module'));
  await make(
    'lesson',
    'title, estimated_time, order_index, objectives, key_concepts',
    `'Lesson ' || n, '20 minutes', 1 + (n - 1) % ${lessonsAModule}, '["Know it", "Use it"]', '["flow"]'`,
    lessons,
    under('lesson', 'module', ofTen),
  );
  await guru.query('create temporary table pool as select $1::text as text', [pool]);
  // Sizes from the smallest to the largest in steps, each text cut from another place.
  await make(
    'ai_note',
    'content, bullet_notes, key_takeaways',
    `(select 'Lesson ' || n || '. ' || substr(text, 1 + (n * 37) % ${3 * largest}, ${smallest} + ((n * 7919) % 1000) * ${largest - smallest} / 1000) from pool), '["One", "Two"]', '["Three"]'`,
    lessons,
    under('ai_note', 'lesson', 'made.n'),
  );
  await guru.query('drop table pool');
  if (isComplete) {
    await make(
      'test',
      'title, difficulty, passing_percentage, order_index',
      `'Test ' || n, 'medium', 70, 1`,
      modules,
      under('test', 'module', 'made.n'),
    );
    await make(
      'question',
      'type, difficulty, question_text, options, correct_answer, explanation, order_index',
      `'mcq', 'easy', 'Question ' || n || '?', '["Yes", "No", "Perhaps"]', 'Yes', 'Because it flows.', 1 + (n - 1) % 5`,
      modules * 5,
      under('question', 'test', '(1 + (made.n - 1) / 5)'),
    );
    await make(
      'practice_lab',
      'slug, title, difficulty, language, estimated_time, instructions, starter_code, solution_code, expected_output, validation_type, order_index',
      `'lab-' || n, 'Lab ' || n, 'beginner', 'javascript', 15, 'Let it flow.', 'flow()', 'flow(1)', '1', 'console', 1`,
      Math.floor(lessons / 5),
      under('practice_lab', 'lesson', '(made.n * 5)'),
    );
    await make(
      'project',
      'title, difficulty, description, deliverables, order_index',
      `'Project ' || n, 'beginner', 'Map a river.', 'A map.', 1`,
      modules,
      under('project', 'module', 'made.n'),
    );
    await make(
      'project_step',
      'title, description, step_number',
      `'Step ' || n, 'Walk it.', 1 + (n - 1) % 3`,
      modules * 3,
      under('project_step', 'project', '(1 + (made.n - 1) / 3)'),
    );
    await guru.query(
      `with made as (
        insert into cms.draft_certificates (document_id, name, type, template_id, requires_test_pass, passing_percentage,
          requires_project_completion, requires_lab_completion, qr_verification)
        values ('${key}-certificate', 'River reader', 'completion', 'classic', true, 70, false, false, true) returning id)
      ${inCourse('certificate')}`,
    );
  }
  // What an autovacuum would have done by the time somebody publishes a course of this size.
  await guru.query('analyze');
  return { id: course.id, documentId: course.document_id };
}
