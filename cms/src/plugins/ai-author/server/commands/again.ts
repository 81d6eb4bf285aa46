import type { CommandName } from '../wire';

/** Whether a model wrote a block: the test that is proposed with questions only holds them. */
export const isWritten = (command: CommandName, key: string): boolean =>
  command !== 'questions' || key !== 'test';
