import type { Lesson } from '@ourshiksha/contract/lesson';
import { Refusal } from '../../lib/refusal';
import type { Reader, Source } from '../../lib/source';

/** A lesson of one version with its notes, or the refusal. */
export async function readLesson(
  database: Reader,
  source: Source,
  courseId: number,
  lessonId: number,
  version: number,
): Promise<Lesson> {
  const [lesson] = await database.rows<Lesson>(
    `select l.id, l.version, l.course_id, l.module_id, l.title, l.objectives, l.estimated_time, l.key_concepts,
      l.video_url, l.youtube_references, l.external_links,
      (select jsonb_build_object('content', n.content, 'simplified_explanation', n.simplified_explanation,
          'bullet_notes', n.bullet_notes, 'key_takeaways', n.key_takeaways,
          'interview_questions', n.interview_questions)
        from ${source.rows('ai_notes')} n where n.lesson_id = l.id and n.version = l.version) as notes
    from ${source.rows('lessons')} l
    where l.id = $1 and l.version = $2 and l.course_id = $3`,
    [lessonId, version, courseId],
  );
  if (lesson === undefined) throw new Refusal(404, 'lesson.not-found');
  return lesson;
}
