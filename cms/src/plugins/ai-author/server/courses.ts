import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import type { CourseLine, JobState, StepState } from './wire';

/** The longest list of courses that a page shows. */
const most = 100;

interface Asked {
  /** The administrator whose courses they are; undefined for everybody's. */
  readonly author: number | undefined;
}

interface Row {
  readonly documentId: string;
  readonly name: string;
  readonly characters: number;
  readonly machineWritten: number;
  readonly unreviewed: number;
  readonly openProposals: number;
  readonly job: {
    readonly id: number;
    readonly title: string;
    readonly state: JobState;
    readonly steps: Partial<Record<StepState, number>>;
  } | null;
}

const noSteps: Record<StepState, number> = {
  waiting: 0,
  running: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
};

const lineOf = ({ documentId, name, job, ...share }: Row): CourseLine => ({
  documentId,
  name,
  share,
  job: job === null ? null : { ...job, steps: { ...noSteps, ...job.steps } },
});

// What a course without any accepted proposal holds is not counted in the list: that would read every
// text of every course for a line that says “nothing”. Which courses are shown is found out first, for the
// same reason.
const statement = `
  with chosen as materialized (
    select c.id, c.document_id, c.name, c.updated_at, open.id as job
    from cms.draft_courses c
    left join (
      select course, max(id) as id from ai.jobs
      where state in ('running', 'paused', 'stopped', 'failed') group by course
    ) open on open.course = c.document_id
    where ($1::integer is null or c.created_by_id = $1) and ($2::text is null or c.document_id = $2)
    order by open.id desc nulls last, c.updated_at desc nulls last, c.id desc
    limit ${most}
  )
  select c.document_id as "documentId", coalesce(c.name, '') as name,
    coalesce(t.characters, 0)::integer as characters,
    coalesce(w.machine, 0)::integer as "machineWritten",
    coalesce(w.unreviewed, 0)::integer as unreviewed,
    (select count(*)::integer from ai.proposals p join ai.jobs j on j.id = p.job_id
      where j.course = c.document_id and p.state = 'open') as "openProposals",
    open.job
  from chosen c
  cross join lateral (
    select $2::text is not null
      or exists (select from ai.provenance p where p.course = c.document_id) as is_counted
  ) has
  left join lateral (
    select sum(d.characters) as characters from cms.draft_texts(c.id) d
  ) t on has.is_counted
  left join lateral (
    select sum(m.characters) as machine, sum(m.characters) filter (where not m.is_reviewed) as unreviewed
    from cms.machine_written(c.id) m
  ) w on has.is_counted
  left join lateral (
    select j.id, json_build_object('id', j.id, 'title', j.title, 'state', j.state, 'steps', (
      select coalesce(json_object_agg(s.state, s.steps), '{}')
      from (select state, count(*) as steps from ai.steps where job_id = j.id group by state) s)) as job
    from ai.jobs j where j.id = c.job
  ) open on true
  order by c.job desc nulls last, c.updated_at desc nulls last, c.id desc`;

const read = (app: Core.Strapi, author: number | undefined, documentId: string | null) =>
  readAsGuru(app, async ({ rows }) =>
    (await rows<Row>(statement, [author ?? null, documentId])).map(lineOf),
  );

/** The draft courses, those with an open job first, then the latest changed; 100 at most. */
export const courseList = (app: Core.Strapi, { author }: Asked): Promise<CourseLine[]> =>
  read(app, author, null);

/** One draft course. Whether it may be seen is the route's to say. */
export async function courseLine(app: Core.Strapi, documentId: string): Promise<CourseLine> {
  const [line] = await read(app, undefined, documentId);
  if (line === undefined) throw new Refusal(404, 'publish.not-found');
  return line;
}
