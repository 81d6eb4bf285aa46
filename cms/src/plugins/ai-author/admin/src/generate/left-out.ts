import type { LeftOut } from '../../../server/wire';
import type { generateTexts } from './texts';

type LeftWord = Extract<keyof typeof generateTexts, `estimate.${'there' | 'under-way'}.${string}`>;

/** What a plan can leave out, by command and the kind of draft it is for. */
const words: Readonly<Record<LeftOut['reason'], Readonly<Record<string, LeftWord>>>> = {
  there: {
    'notes lesson': 'estimate.there.notes',
    'questions module': 'estimate.there.questions',
    'lab lesson': 'estimate.there.lab.lesson',
    'lab module': 'estimate.there.lab.module',
    'project module': 'estimate.there.project.module',
    'project course': 'estimate.there.project.course',
  },
  'under-way': {
    'notes lesson': 'estimate.under-way.notes',
    'questions module': 'estimate.under-way.questions',
    'lab lesson': 'estimate.under-way.lab.lesson',
    'lab module': 'estimate.under-way.lab.module',
    'project module': 'estimate.under-way.project.module',
    'project course': 'estimate.under-way.project.course',
  },
};

/** The text that says what a plan leaves out, with `count`. */
export const leftOutWord = ({ command, kind, reason }: Omit<LeftOut, 'places'>): LeftWord =>
  words[reason][`${command} ${kind}`] ?? `estimate.${reason}.other`;
