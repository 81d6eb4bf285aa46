import {
  Box,
  Button,
  Field,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { styled } from 'styled-components';
import { largestLogo, largestSignature } from '../../../server/designs/limits';
import type { DesignForm } from '../../../server/wire';
import { useWords } from '../words';
import { PictureField } from './PictureField';

/** The browser's own picker. */
const Colour = styled.input`
  width: 6rem;
  height: 4rem;
  padding: 0.2rem;
  cursor: pointer;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
`;

/** One below the other on a phone, side by side where there is room. */
const Pair = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
  align-items: start;
`;

interface Props {
  readonly form: DesignForm;
  readonly onChange: (form: DesignForm) => void;
}

const mostSignatories = 3;

export function DesignFields({ form, onChange }: Props) {
  const { say } = useWords();
  const put = (changes: Partial<DesignForm>) => onChange({ ...form, ...changes });
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Pair>
        <Field.Root name="issuerName" required hint={say('designs.issuer.hint')}>
          <Field.Label>{say('designs.issuer')}</Field.Label>
          <TextInput
            value={form.issuerName}
            maxLength={120}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
              put({ issuerName: event.target.value })
            }
          />
          <Field.Hint />
        </Field.Root>
        <Field.Root name="issuerUrl" hint={say('designs.url.hint')}>
          <Field.Label>{say('designs.url')}</Field.Label>
          <TextInput
            type="url"
            value={form.issuerUrl ?? ''}
            maxLength={300}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
              put({ issuerUrl: event.target.value === '' ? null : event.target.value })
            }
          />
          <Field.Hint />
        </Field.Root>
      </Pair>
      <Pair>
        <Field.Root name="accent" hint={say('designs.accent.hint')}>
          <Field.Label>{say('designs.accent')}</Field.Label>
          <Flex gap={3}>
            <AccentPicker value={form.accent} onChange={(accent) => put({ accent })} />
            <Typography>{form.accent}</Typography>
          </Flex>
          <Field.Hint />
        </Field.Root>
        <Field.Root name="paper">
          <Field.Label>{say('designs.paper')}</Field.Label>
          <SingleSelect
            value={form.paper}
            onChange={(paper) => put({ paper: paper === 'letter' ? 'letter' : 'a4' })}
          >
            <SingleSelectOption value="a4">{say('designs.paper.a4')}</SingleSelectOption>
            <SingleSelectOption value="letter">{say('designs.paper.letter')}</SingleSelectOption>
          </SingleSelect>
        </Field.Root>
      </Pair>
      <PictureField
        label={say('designs.logo')}
        hint={say('designs.logo.hint')}
        kinds={['image/png', 'image/jpeg']}
        largest={largestLogo}
        value={form.logo}
        onChange={(logo) => put({ logo })}
      />
      <Signatories people={form.signatories} onChange={(signatories) => put({ signatories })} />
    </Flex>
  );
}

/** Named by the field around it. */
function AccentPicker({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { say } = useWords();
  return (
    <Colour
      type="color"
      aria-label={say('designs.accent')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

type People = DesignForm['signatories'];

interface SignatoriesProps {
  readonly people: People;
  readonly onChange: (people: People) => void;
}

function Signatories({ people, onChange }: SignatoriesProps) {
  const { say } = useWords();
  const put = (at: number, changes: Partial<People[number]>) =>
    onChange(people.map((person, index) => (index === at ? { ...person, ...changes } : person)));
  return (
    <Flex
      tag="section"
      direction="column"
      alignItems="stretch"
      gap={4}
      aria-label={say('designs.signatories')}
    >
      <Box>
        <Typography tag="h3" variant="pi" fontWeight="bold">
          {say('designs.signatories')}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {say('designs.signatories.hint')}
        </Typography>
      </Box>
      {people.map((person, at) => {
        const place = at + 1;
        return (
          <Box
            // A person is known by the place; nothing else stays while a name is typed.
            key={at}
            padding={4}
            hasRadius
            borderColor="neutral200"
          >
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Flex justifyContent="space-between" gap={3}>
                <Typography fontWeight="semiBold">{say('designs.person', { place })}</Typography>
                <IconButton
                  label={say('designs.person.remove', { place })}
                  variant="ghost"
                  onClick={() => onChange(people.filter((_, index) => index !== at))}
                >
                  <Trash />
                </IconButton>
              </Flex>
              <Pair>
                <Field.Root name={`person-${place}-name`} required>
                  <Field.Label>{say('designs.person.name')}</Field.Label>
                  <TextInput
                    value={person.name}
                    maxLength={120}
                    onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                      put(at, { name: event.target.value })
                    }
                  />
                </Field.Root>
                <Field.Root name={`person-${place}-title`}>
                  <Field.Label>{say('designs.person.title')}</Field.Label>
                  <TextInput
                    value={person.title}
                    maxLength={120}
                    onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                      put(at, { title: event.target.value })
                    }
                  />
                </Field.Root>
              </Pair>
              <PictureField
                label={say('designs.person.signature')}
                hint={say('designs.person.signature.hint')}
                kinds={['image/png']}
                largest={largestSignature}
                value={person.signature}
                onChange={(signature) => put(at, { signature })}
              />
            </Flex>
          </Box>
        );
      })}
      {people.length >= mostSignatories ? null : (
        <Box>
          <Button
            variant="tertiary"
            startIcon={<Plus aria-hidden />}
            onClick={() => onChange([...people, { name: '', title: '', signature: null }])}
          >
            {say('designs.person.add')}
          </Button>
        </Box>
      )}
    </Flex>
  );
}
