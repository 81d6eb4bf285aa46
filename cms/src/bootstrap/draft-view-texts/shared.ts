import type { Field } from './view';

/** Fields that several kinds have and that read the same everywhere. */

export const position: Field = {
  label: 'Position',
  help: 'Students see the entries in this order, the smallest number first.',
  placeholder: '1',
};

export const inCourse = (what: string): Field => ({
  label: 'Course',
  help: `The course ${what} belongs to. Without one it cannot be published.`,
  shownBy: 'name',
});

export const inModule = (help: string): Field => ({ label: 'Module', help, shownBy: 'title' });
