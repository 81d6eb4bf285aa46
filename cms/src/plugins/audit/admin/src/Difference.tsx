import { Box, Flex, Typography } from '@strapi/design-system';
import { Listing } from '../../../records/admin/src/parts/Listing';
import { Section } from '../../../records/admin/src/parts/Section';
import { inert } from '../../server/inert';
import type { LogEntry, Value } from '../../server/wire';
import { useWords } from './words';

/** What a row was and what became of it: side by side where it changed, once where it came or went. */
export function Difference({ entry }: { readonly entry: LogEntry }) {
  const { say } = useWords();
  const { values, action } = entry;
  if (values.length === 0) return null;
  if (action !== 'update') {
    const side = action === 'delete' ? 'before' : 'after';
    const title = say(action === 'delete' ? 'entry.deleted' : 'entry.added');
    return (
      <Section title={title}>
        <OneSide title={title} values={values} side={side} />
      </Section>
    );
  }
  const changed = values.filter((value) => value.changed);
  const kept = values.filter((value) => !value.changed);
  return (
    <Flex direction="column" alignItems="stretch" gap={7}>
      {changed.length === 0 ? null : (
        <Section title={say('entry.values')}>
          <Listing
            label={say('entry.values')}
            rows={changed}
            keyOf={({ name }) => name}
            columns={[
              { head: say('entry.column'), cell: ({ name }) => inert(name) },
              {
                head: say('entry.before'),
                cell: ({ before }) => <Shown text={before} tone="danger100" />,
              },
              {
                head: say('entry.after'),
                cell: ({ after }) => <Shown text={after} tone="success100" />,
              },
            ]}
          />
        </Section>
      )}
      {kept.length === 0 ? null : (
        <Section title={say('entry.unchanged')}>
          <OneSide title={say('entry.unchanged')} values={kept} side="after" />
        </Section>
      )}
    </Flex>
  );
}

interface OneSideProps {
  readonly title: string;
  readonly values: readonly Value[];
  readonly side: 'before' | 'after';
}

function OneSide({ title, values, side }: OneSideProps) {
  const { say } = useWords();
  return (
    <Listing
      label={title}
      rows={values}
      keyOf={({ name }) => name}
      columns={[
        { head: say('entry.column'), cell: ({ name }) => inert(name) },
        { head: say('entry.value'), cell: (value) => <Shown text={value[side]} /> },
      ]}
    />
  );
}

interface ShownProps {
  readonly text: string | null;
  /** The head of its column says which side it is; the colour only repeats it. */
  readonly tone?: 'danger100' | 'success100';
}

function Shown({ text, tone }: ShownProps) {
  const { say } = useWords();
  if (text === null || text === 'null')
    return (
      <Typography variant="pi" textColor="neutral600">
        {say('entry.nothing')}
      </Typography>
    );
  return (
    <Box
      display="inline-block"
      maxWidth="100%"
      {...(tone === undefined
        ? {}
        : { background: tone, hasRadius: true, paddingLeft: 2, paddingRight: 2 })}
    >
      <Typography
        textColor="neutral800"
        style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
      >
        {inert(text)}
      </Typography>
    </Box>
  );
}
