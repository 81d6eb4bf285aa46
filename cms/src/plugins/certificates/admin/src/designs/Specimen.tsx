import { Box, Button, Flex, Loader, Tabs, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { saveFile } from '../../../../publisher/admin/src/parts/save-file';
import { type Template, templates } from '../../../server/templates';
import type { DesignForm, Specimen as SpecimenAnswer } from '../../../server/wire';
import { useWords } from '../words';
import { drawPage } from './draw-page';

/** A pause in changing the design, in milliseconds, after which it is drawn anew. */
const pause = 600;

/** What the server draws of a design, template by template: the PDF itself, shown as a picture. */
export function Specimen({ design }: { readonly design: DesignForm }) {
  const { say } = useWords();
  const { post } = useFetchClient();
  const [template, setTemplate] = useState<Template>('classic');
  const [drawn, setDrawn] = useState<Blob | null>(null);
  const [isDrawing, setDrawing] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const asked = useRef(post);
  asked.current = post;

  useEffect(() => {
    // What is asked for while this one is drawn counts alone.
    let isCurrent = true;
    setDrawing(true);
    const draw = async () => {
      try {
        const { data } = await asked.current<SpecimenAnswer>('/certificates/specimen', {
          template,
          design,
        });
        const bytes = Uint8Array.from(atob(data.pdf), (letter) => letter.charCodeAt(0));
        if (!isCurrent || canvas.current === null) return;
        const file = new Blob([bytes], { type: 'application/pdf' });
        await drawPage(bytes, canvas.current);
        if (!isCurrent) return;
        setDrawn(file);
        setFailure(null);
      } catch (error) {
        if (isCurrent) setFailure(failureOf(error));
      } finally {
        if (isCurrent) setDrawing(false);
      }
    };
    const timer = setTimeout(() => void draw(), pause);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [design, template]);

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="pi" textColor="neutral600">
        {say('designs.preview.about')}
      </Typography>
      <Tabs.Root value={template} onValueChange={(chosen) => setTemplate(chosen as Template)}>
        <Tabs.List aria-label={say('designs.preview.template')}>
          {templates.map((name) => (
            <Tabs.Trigger key={name} value={name}>
              {say(`template.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {/* One canvas for all three: the last picture stays until the next is ready. */}
        <Tabs.Content value={template}>
          <Flex direction="column" alignItems="stretch" gap={3} paddingTop={3}>
            {failure === null ? null : (
              <Notice
                text={failure.kind === 'said' ? failure.text : say('designs.preview.failed')}
              />
            )}
            <Box
              position="relative"
              background="neutral150"
              hasRadius
              style={{ opacity: isDrawing ? 0.6 : 1, overflow: 'hidden' }}
            >
              <canvas
                ref={canvas}
                role="img"
                aria-label={say('designs.preview.alt', { template: say(`template.${template}`) })}
                // Of its size before the first picture, so that nothing jumps.
                style={{
                  display: 'block',
                  width: '100%',
                  aspectRatio: design.paper === 'a4' ? '842 / 595' : '792 / 612',
                }}
              />
              {isDrawing ? (
                <Flex
                  position="absolute"
                  top={0}
                  left={0}
                  width="100%"
                  height="100%"
                  justifyContent="center"
                >
                  <Loader small>{say('designs.preview.drawing')}</Loader>
                </Flex>
              ) : null}
            </Box>
            <Box>
              <Button
                variant="tertiary"
                startIcon={<Download aria-hidden />}
                disabled={drawn === null || isDrawing}
                onClick={() => {
                  if (drawn !== null) saveFile(drawn, `specimen-${template}.pdf`);
                }}
              >
                {say('designs.preview.save')}
              </Button>
            </Box>
          </Flex>
        </Tabs.Content>
      </Tabs.Root>
    </Flex>
  );
}
