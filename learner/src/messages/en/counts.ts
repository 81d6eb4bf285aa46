import { count } from '../../lib/format.ts';

/** How many there are of something, as words. */

export const lessons = (n: number) => count(n, { one: 'lesson', other: 'lessons' });
export const modules = (n: number) => count(n, { one: 'module', other: 'modules' });
export const questions = (n: number) => count(n, { one: 'question', other: 'questions' });
export const answers = (n: number) => count(n, { one: 'answer', other: 'answers' });
export const tests = (n: number) => count(n, { one: 'test', other: 'tests' });
export const labs = (n: number) => count(n, { one: 'lab', other: 'labs' });
export const projects = (n: number) => count(n, { one: 'project', other: 'projects' });
export const minutes = (n: number) => count(n, { one: 'minute', other: 'minutes' });
export const hours = (n: number) => count(n, { one: 'hour', other: 'hours' });

export const counts = { lessons, modules, questions, answers, tests, minutes, hours };
