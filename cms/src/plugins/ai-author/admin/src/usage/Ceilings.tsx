import { Flex, Typography } from '@strapi/design-system';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { Bar } from '../../../../records/admin/src/parts/Bar';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import type { OwnUsage, Usage } from '../../../server/wire';
import { useWords } from '../words';

/** How much of this month's ceilings is used, and what is left of them. */
export function Ceilings({ usage }: { readonly usage: Usage | OwnUsage }) {
  const { say, tokens, money } = useWords();
  const { own, settings } = usage;
  const all = [
    ...('counted' in usage
      ? [
          {
            title: say('usage.ceiling.month'),
            used: usage.counted,
            tokenCeiling: usage.settings.monthTokens,
            moneyCeiling: usage.settings.monthMicrodollars,
          },
        ]
      : []),
    {
      title: say('usage.ceiling.editor'),
      used: own,
      tokenCeiling: settings.editorMonthTokens,
      moneyCeiling: settings.editorMonthMicrodollars,
    },
  ];
  return (
    <Section title={say('usage.ceilings')}>
      <Typography textColor="neutral600">{say('usage.ceilings.about')}</Typography>
      {all.map(({ title, used, tokenCeiling, moneyCeiling }) => (
        <Card key={title}>
          <Typography tag="h3" fontWeight="semiBold">
            {title}
          </Typography>
          <Meter
            label={`${title}: ${say('settings.tokens')}`}
            used={used.inputTokens + used.outputTokens}
            ceiling={tokenCeiling}
            written={tokens}
          />
          {used.microdollars === null ? null : (
            <Meter
              label={`${title}: ${say('settings.dollars')}`}
              used={used.microdollars}
              ceiling={moneyCeiling}
              written={money}
            />
          )}
        </Card>
      ))}
    </Section>
  );
}

interface MeterProps {
  readonly label: string;
  readonly used: number;
  /** Null where there is none. */
  readonly ceiling: number | null;
  readonly written: (value: number) => string;
}

function Meter({ label, used, ceiling, written }: MeterProps) {
  const { say } = useWords();
  if (ceiling === null)
    return <Typography>{say('usage.ceiling.none', { used: written(used) })}</Typography>;
  const left = Math.max(0, ceiling - used);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex gap={3} justifyContent="space-between" wrap="wrap">
        <Typography>
          {say('usage.ceiling.of', { used: written(used), ceiling: written(ceiling) })}
        </Typography>
        <Typography textColor="neutral600">
          {say('usage.ceiling.left', { left: written(left) })}
        </Typography>
      </Flex>
      <Bar label={label} value={used} most={ceiling} />
      {left === 0 ? <Notice text={say('usage.ceiling.reached')} /> : null}
    </Flex>
  );
}
