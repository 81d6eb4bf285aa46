import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  Grid,
  NumberInput,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { FailureNotice } from '../../../../publisher/admin/src/parts/FailureNotice';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { Card } from '../../../../records/admin/src/parts/Section';
import type { Settings } from '../../../server/wire';
import { useWords } from '../words';
import { useSaveAiSettingsMutation } from './api';

const microdollars = 1_000_000;

const rows = [
  ['job', 'jobTokens', 'jobMicrodollars'],
  ['editor', 'editorMonthTokens', 'editorMonthMicrodollars'],
  ['month', 'monthTokens', 'monthMicrodollars'],
] as const;

interface Props {
  readonly settings: Settings;
  readonly model: string | null;
  readonly seesPictures: boolean;
}

/** The ceilings, and whether machine-written text must be reviewed before it is published. */
export function SettingsForm({ settings, model, seesPictures }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [changed, setChanged] = useState(settings);
  const [save, { isLoading }] = useSaveAiSettingsMutation();
  const { failure, attempt } = useAttempt();
  const isSame = JSON.stringify(changed) === JSON.stringify(settings);
  const put = (change: Partial<Settings>) => setChanged({ ...changed, ...change });

  async function carryOut(event: React.FormEvent) {
    event.preventDefault();
    if ((await attempt(save(changed))) === null) return;
    toggleNotification({ type: 'success', message: say('settings.saved') });
  }

  return (
    <Card>
      <form onSubmit={(event) => void carryOut(event)}>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Typography textColor="neutral600">{say('settings.about')}</Typography>
          {model === null ? null : (
            <Typography>
              {say(seesPictures ? 'settings.model.pictures' : 'settings.model', { model })}
            </Typography>
          )}
          {rows.map(([row, tokens, money]) => (
            <Box key={row} tag="fieldset" style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
              <Typography tag="legend" fontWeight="semiBold">
                {say(`settings.${row}`)}
              </Typography>
              <Grid.Root gap={4} paddingTop={2}>
                <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
                  <Amount
                    name={tokens}
                    label={say('settings.tokens')}
                    value={changed[tokens]}
                    step={100_000}
                    onChange={(value) => put({ [tokens]: value && Math.round(value) })}
                  />
                </Grid.Item>
                <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
                  <Amount
                    name={money}
                    label={say('settings.dollars')}
                    value={changed[money] === null ? null : (changed[money] ?? 0) / microdollars}
                    step={1}
                    onChange={(value) =>
                      put({ [money]: value && Math.round(value * microdollars) })
                    }
                  />
                </Grid.Item>
              </Grid.Root>
            </Box>
          ))}
          <Field.Root name="requiresReview" hint={say('settings.review.about')}>
            <Checkbox
              checked={changed.requiresReview}
              onCheckedChange={(on) => put({ requiresReview: on === true })}
            >
              {say('settings.review')}
            </Checkbox>
            <Field.Hint />
          </Field.Root>
          {failure === null ? null : <FailureNotice failure={failure} />}
          <Flex gap={3} wrap="wrap">
            <Button type="submit" loading={isLoading} disabled={isSame}>
              {say('settings.save')}
            </Button>
            {isSame ? (
              <Typography variant="pi" textColor="neutral600">
                {say('settings.unchanged')}
              </Typography>
            ) : null}
          </Flex>
        </Flex>
      </form>
    </Card>
  );
}

interface AmountProps {
  readonly name: string;
  readonly label: string;
  /** Null is an empty field. */
  readonly value: number | null;
  readonly step: number;
  readonly onChange: (value: number | null) => void;
}

function Amount({ name, label, value, step, onChange }: AmountProps) {
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <NumberInput
        step={step}
        // The input empties itself only for undefined.
        {...(value === null ? {} : { value })}
        onValueChange={(typed) => onChange(typed === undefined || typed < 0 ? null : typed)}
      />
    </Field.Root>
  );
}
