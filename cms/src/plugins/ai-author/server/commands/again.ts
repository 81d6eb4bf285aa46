import { Refusal } from '../../../../lib/refusal';
import type { Block, CommandName, Fields } from '../wire';
import type { NewProposal, Reader, Work } from './command';
import { wholeQuestion } from './rewrite-fields';

/** What the keys of a list have in common: `question` of `question-3`. */
const listOfKey = (key: string): string => key.replace(/-\d+$/, '');

/** Which of a command's params says how many blocks of a list are asked for, by what their keys begin with. */
const counts: Readonly<Partial<Record<CommandName, Readonly<Record<string, string>>>>> = {
  outline: { module: 'modules', lesson: 'lessonsPerModule' },
  questions: { question: 'number' },
};

/** Which of a command's params names the fields it writes, each of which is a block under the field's name. */
const written: Readonly<Partial<Record<CommandName, string>>> = {
  notes: 'parts',
  improve: 'fields',
  shorten: 'fields',
  simplify: 'fields',
  translate: 'fields',
  describe_picture: 'fields',
};

/**
 * Params of a step with which one of its blocks is asked for again: of a list one, of several fields that one.
 * The others stand already, and nobody pays for them twice.
 */
export function paramsAgain(
  command: CommandName,
  key: string,
  params: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (command === 'outline' && key === 'course') return { ...params, modules: 0 };
  const fields = written[command];
  // A question is one block, whichever of its fields are written.
  if (fields !== undefined && key !== wholeQuestion) return { ...params, [fields]: [key] };
  const count = counts[command]?.[listOfKey(key)];
  return count === undefined ? params : { ...params, [count]: 1 };
}

/**
 * A step's work where one of its blocks is asked for again: of what comes, that block alone, under its own
 * key; of a list the first, for only one was asked for. Its proposals refuse with `ai.nothing-to-do` where it
 * did not come.
 */
export function workAgain(work: Work, key: string): Work {
  const only = <One extends Block>(blocks: readonly One[]): One[] => {
    const found = blocks.find((block) => listOfKey(block.key) === listOfKey(key));
    return found === undefined ? [] : [{ ...found, key }];
  };
  return {
    ...work,
    blocks: (partial) => only(work.blocks(partial)),
    proposals: (checked, passages): NewProposal[] => {
      const found = only(work.proposals(checked, passages));
      if (found.length === 0) throw new Refusal(422, 'ai.nothing-to-do');
      return found;
    },
  };
}

interface Beside {
  readonly fields: Fields;
  readonly children: Block['children'];
  /** It changes the same draft, or goes below the same one. */
  readonly isOfSameDraft: boolean;
}

/**
 * What is proposed in the same job beside those that are asked for again, and is still open. Nothing of it is
 * in a draft, and what comes again is not to repeat it.
 */
export const proposedBeside = async (
  reader: Reader,
  replaces: readonly number[],
): Promise<Beside[]> =>
  replaces.length === 0
    ? []
    : reader.rows(
        `select p.fields, p.children,
          (p.document_id, p.parent_document_id, p.parent_proposal)
            is not distinct from (r.document_id, r.parent_document_id, r.parent_proposal) as "isOfSameDraft"
        from ai.proposals p join ai.proposals r on r.job_id = p.job_id and r.kind = p.kind
        where r.id = any ($1::integer[]) and p.state = 'open' and p.id <> all ($1::integer[])
        order by p.id limit 300`,
        [[...replaces]],
      );
