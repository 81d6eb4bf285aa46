import { Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useSearchParams } from 'react-router-dom';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import { commandNames, type OwnUsage, type Usage } from '../../../server/wire';
import { useAiStatusQuery } from '../api';
import { StartFrame } from '../Frame';
import { NotConfigured } from '../generate/NotConfigured';
import { settingsRight, usageRight, useMay } from '../rights';
import { useWords } from '../words';
import { useAiOwnUsageQuery, useAiUsageQuery } from './api';
import { Ceilings } from './Ceilings';
import { firstDay, isMonth, type Month, monthsAfter, thisMonth } from './month';
import { SettingsForm } from './SettingsForm';
import { UsageTable } from './UsageTable';

/**
 * What the model was asked in a month, how much of the ceilings is left, and the settings. Whoever may not see
 * others' usage sees the own.
 */
export function UsagePage() {
  const { say } = useWords();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month') ?? '';
  const month = isMonth(asked) ? asked : thisMonth();
  const seesAll = useMay(usageRight);
  const usage = useAiUsageQuery(month, { skip: !seesAll, refetchOnMountOrArgChange: true });
  const own = useAiOwnUsageQuery(month, { skip: seesAll, refetchOnMountOrArgChange: true });
  return (
    <StartFrame title={say('usage.title')} about={say(seesAll ? 'usage.about' : 'usage.about.own')}>
      <Flex direction="column" alignItems="stretch" gap={7}>
        <NotConfigured />
        <MonthChoice
          month={month}
          onChange={(chosen) => setSearch({ month: chosen }, { replace: true })}
        />
        <Reading<Usage | OwnUsage> asked={seesAll ? usage : own}>
          {(found) => <MonthPart usage={found} />}
        </Reading>
      </Flex>
    </StartFrame>
  );
}

interface ChoiceProps {
  readonly month: Month;
  readonly onChange: (month: Month) => void;
}

function MonthChoice({ month, onChange }: ChoiceProps) {
  const { say } = useWords();
  const { formatDate } = useIntl();
  const name = formatDate(firstDay(month), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Flex gap={4} wrap="wrap">
      <Button variant="tertiary" onClick={() => onChange(monthsAfter(month, -1))}>
        {say('usage.month.earlier')}
      </Button>
      <Typography tag="h2" variant="beta" aria-live="polite">
        {name}
      </Typography>
      <Button
        variant="tertiary"
        disabled={month >= thisMonth()}
        onClick={() => onChange(monthsAfter(month, 1))}
      >
        {say('usage.month.later')}
      </Button>
    </Flex>
  );
}

function MonthPart({ usage }: { readonly usage: Usage | OwnUsage }) {
  const { say, cost } = useWords();
  const { formatDate } = useIntl();
  const maySet = useMay(settingsRight);
  const { data: status } = useAiStatusQuery();
  const { total, month } = usage;
  const commandName = (name: string) => {
    const command = commandNames.find((known) => known === name);
    return command === undefined ? name : say(`command.${command}`);
  };
  const day = (name: string) =>
    formatDate(`${name}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <Flex direction="column" alignItems="stretch" gap={7}>
      <Card>
        <Typography>
          {say('usage.month.total', { count: total.requests, cost: cost(total) })}
        </Typography>
        {total.requests > 0 && total.microdollars === null ? (
          <Typography textColor="neutral600">{say('usage.unpriced')}</Typography>
        ) : null}
      </Card>
      {month === thisMonth() ? <Ceilings usage={usage} /> : null}
      {total.requests === 0 ? null : (
        <>
          <UsageTable part="days" lines={usage.days} nameOf={day} />
          {'editors' in usage ? <UsageTable part="editors" lines={usage.editors} /> : null}
          <UsageTable part="commands" lines={usage.commands} nameOf={commandName} />
          {'models' in usage ? <UsageTable part="models" lines={usage.models} /> : null}
        </>
      )}
      {maySet && 'counted' in usage ? (
        <Section title={say('settings.title')}>
          <SettingsForm
            // Begins anew with what was saved.
            key={JSON.stringify(usage.settings)}
            settings={usage.settings}
            model={status?.model ?? null}
            seesPictures={status?.seesPictures ?? false}
          />
        </Section>
      ) : null}
    </Flex>
  );
}
