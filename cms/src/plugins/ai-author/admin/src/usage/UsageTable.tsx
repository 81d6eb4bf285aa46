import { Bar } from '../../../../records/admin/src/parts/Bar';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Section } from '../../../../records/admin/src/parts/Section';
import type { UsageLine } from '../../../server/wire';
import { useWords } from '../words';

const heads = {
  editors: 'usage.editor',
  models: 'usage.model',
  commands: 'usage.command',
  days: 'usage.day',
} as const;

interface Props {
  readonly part: keyof typeof heads;
  readonly lines: readonly UsageLine[];
  readonly nameOf?: (name: string) => string;
}

/** A month's usage, one line for each of something, with bars that only repeat the figures. */
export function UsageTable({ part, lines, nameOf = (name) => name }: Props) {
  const { say, number, money } = useWords();
  const title = say(`usage.by.${part}`);
  const most = Math.max(1, ...lines.map(tokensOf));
  return (
    <Section title={title}>
      <Listing
        label={title}
        rows={lines}
        keyOf={({ name }) => name}
        columns={[
          { head: say(heads[part]), cell: ({ name }) => nameOf(name) },
          { head: say('usage.share'), cell: (line) => <Bar value={tokensOf(line)} most={most} /> },
          { head: say('usage.requests'), cell: ({ requests }) => number(requests) },
          { head: say('usage.input'), cell: ({ inputTokens }) => number(inputTokens) },
          { head: say('usage.output'), cell: ({ outputTokens }) => number(outputTokens) },
          {
            head: say('usage.money'),
            cell: ({ microdollars }) =>
              microdollars === null ? say('usage.money.unknown') : money(microdollars),
          },
        ]}
      />
    </Section>
  );
}

const tokensOf = ({ inputTokens, outputTokens }: UsageLine): number => inputTokens + outputTokens;
