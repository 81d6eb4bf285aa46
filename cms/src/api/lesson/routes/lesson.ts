import { completeLesson, getLesson, type Lesson } from '@ourshiksha/contract/lesson';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import { readEnrollment, readPinnedVersion } from '../../enrollment/enrollment';

const read = route(getLesson, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  const [lesson] = await database.rows<Lesson>(
    `select l.id, l.version, l.course_id, l.module_id, l.title, l.objectives, l.estimated_time, l.key_concepts,
      l.video_url, l.youtube_references, l.external_links,
      (select jsonb_build_object('content', n.content, 'simplified_explanation', n.simplified_explanation,
          'bullet_notes', n.bullet_notes, 'key_takeaways', n.key_takeaways,
          'interview_questions', n.interview_questions)
        from live.ai_notes n where n.lesson_id = l.id and n.version = l.version) as notes
    from live.lessons l
    where l.id = $1 and l.version = $2 and l.course_id = $3`,
    [params.lesson_id, version, params.course_id],
  );
  if (lesson === undefined) throw new Refusal(404, 'lesson.not-found');
  return { lesson };
});

const complete = route(completeLesson, async ({ params, database }) => {
  await database.rows('select activity.complete_lesson($1, $2)', [
    params.course_id,
    params.lesson_id,
  ]);
  return { enrollment: await readEnrollment(database, params.course_id) };
});

export default { routes: [read, complete] };
