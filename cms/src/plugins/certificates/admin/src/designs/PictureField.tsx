import { Box, Button, Field, Flex, Typography } from '@strapi/design-system';
import { useId, useRef, useState } from 'react';
import { useWords } from '../words';

interface Props {
  readonly label: string;
  readonly hint: string;
  /** MIME types that may be chosen. */
  readonly kinds: readonly string[];
  /** In bytes. */
  readonly largest: number;
  /** In base 64; null for none. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A picture's bytes begin like this in base 64. */
const mimeOf = (base64: string): string =>
  base64.startsWith('iVBOR') ? 'image/png' : 'image/jpeg';

/** Chooses a small picture, shows it, and takes it away again. The server looks at it once more. */
export function PictureField({ label, hint, kinds, largest, value, onChange }: Props) {
  const { say, size, list } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const names = kinds.map((kind) => (kind === 'image/png' ? 'PNG' : 'JPEG'));

  async function choose(file: File | undefined) {
    if (file === undefined) return;
    if (!kinds.includes(file.type)) {
      setWrong(say('designs.picture.kind', { kinds: list(names) }));
      return;
    }
    if (file.size > largest) {
      setWrong(say('designs.picture.too-large', { size: size(file.size), most: size(largest) }));
      return;
    }
    setWrong(null);
    onChange(await base64Of(file));
  }

  return (
    <Field.Root name={id} hint={hint} {...(wrong === null ? {} : { error: wrong })}>
      <Typography tag="span" variant="pi" fontWeight="bold" textColor="neutral800">
        {label}
      </Typography>
      <Flex gap={3} wrap="wrap" alignItems="center">
        {value === null ? null : (
          <Box padding={2} hasRadius borderColor="neutral200" style={{ background: '#fff' }}>
            <img
              src={`data:${mimeOf(value)};base64,${value}`}
              alt={label}
              style={{ display: 'block', maxHeight: '6rem', maxWidth: '18rem' }}
            />
          </Box>
        )}
        <input
          ref={input}
          type="file"
          accept={kinds.join(',')}
          hidden
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            // The same file may be chosen again after it was put right.
            event.target.value = '';
          }}
        />
        <Button
          variant="secondary"
          size="S"
          aria-label={say('designs.picture.of', { what: label })}
          onClick={() => input.current?.click()}
        >
          {say('designs.picture.choose')}
        </Button>
        {value === null ? null : (
          <Button
            variant="tertiary"
            size="S"
            aria-label={say('designs.picture.remove.of', { what: label })}
            onClick={() => {
              setWrong(null);
              onChange(null);
            }}
          >
            {say('designs.picture.remove')}
          </Button>
        )}
      </Flex>
      <Field.Hint />
      <Typography role="alert">
        <Field.Error />
      </Typography>
    </Field.Root>
  );
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
