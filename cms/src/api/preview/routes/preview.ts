import {
  getPreview,
  getPreviewLab,
  getPreviewLesson,
  getPreviewProject,
  getPreviewTest,
} from '@ourshiksha/contract/preview';
import { readCourse } from '../../course/course';
import { readLesson } from '../../lesson/lesson';
import { readPracticeLab } from '../../practice-lab/practice-lab';
import { readProject } from '../../project/project';
import { readQuestions, readTest } from '../../test/test';
import { previewRoute } from '../preview-route';

const course = previewRoute(getPreview, async ({ database, source, courseId, expiresAt }) => ({
  course: await readCourse(database, source, courseId),
  expires_at: expiresAt.toISOString(),
}));

const lesson = previewRoute(
  getPreviewLesson,
  async ({ database, source, courseId, version }, { lesson_id }) => ({
    lesson: await readLesson(database, source, courseId, lesson_id, version),
  }),
);

const lab = previewRoute(
  getPreviewLab,
  async ({ database, source, courseId, version }, { lab_id }) => ({
    lab: await readPracticeLab(database, source, courseId, lab_id, version),
  }),
);

const project = previewRoute(
  getPreviewProject,
  async ({ database, source, courseId, version }, { project_id }) => ({
    project: await readProject(database, source, courseId, project_id, version),
  }),
);

const test = previewRoute(
  getPreviewTest,
  async ({ database, source, courseId, version }, { test_id }) => {
    const about = await readTest(database, source, courseId, test_id, version);
    return { test: about, questions: await readQuestions(database, source, about) };
  },
);

export default { routes: [course, lesson, lab, project, test] };
