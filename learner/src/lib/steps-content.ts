import { getProject } from '@ourshiksha/contract/project';
import { ask, type Visitor } from './cms.ts';

export const loadProject = async (visitor: Visitor, course: number, project: number) =>
  (await ask(getProject, visitor, { course_id: course, project_id: project })).project;
