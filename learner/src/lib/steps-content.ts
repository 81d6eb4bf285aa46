import { getPracticeLab } from '@ourshiksha/contract/practice-lab';
import { getProject } from '@ourshiksha/contract/project';
import { ask, type Visitor } from './cms.ts';

export const loadLab = async (visitor: Visitor, course: number, lab: number) =>
  (await ask(getPracticeLab, visitor, { course_id: course, lab_id: lab })).lab;

export const loadProject = async (visitor: Visitor, course: number, project: number) =>
  (await ask(getProject, visitor, { course_id: course, project_id: project })).project;
