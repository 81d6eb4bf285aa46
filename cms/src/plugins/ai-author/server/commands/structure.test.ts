import { expect, it } from 'vitest';
import { describedText } from './describe-picture';
import { lossesOf, silentPictures, structureOf } from './structure';

const text = `## Height

A [contour](https://example.org/contour) joins points.

\`\`\`python
print('height')
\`\`\`

### How far apart

![](/uploads/map.png "A map") and ![Seen](/uploads/seen.png) and ![](https://example.org/far.png)
`;

const lost = async (now: string, isShorter = false) =>
  lossesOf(await structureOf(text), await structureOf(now), isShorter);

it('keeps a rewording that keeps headings, code, links and pictures', async () => {
  expect(await lost(text.replace('joins points', 'goes through points of one height'))).toEqual([]);
});

it.each([
  ['heading', text.replace('### How', '## How'), 'headings'],
  ['code', text.replace("print('height')", "print('hauteur')"), 'code'],
  ['link', text.replace('https://example.org/contour', 'https://example.com/'), 'links'],
  ['picture', text.replace('/uploads/seen.png', '/uploads/other.png'), 'pictures'],
])('finds a changed %s', async (_, now, word) => {
  expect((await lost(now)).join()).toContain(word);
});

it('lets a shorter text leave out parts, but bring in none', async () => {
  const [first = ''] = text.split('### How');
  expect(await lost(first, true)).toEqual([]);
  expect(await lost(first)).not.toEqual([]);
  expect(await lost('## Height\n\n[New](https://example.com/)\n', true)).not.toEqual([]);
});

it('describes pictures of the library that say nothing, and changes nothing else', async () => {
  const [silent, far] = await silentPictures(text);
  expect([silent?.address, far?.address]).toEqual([
    '/uploads/map.png',
    'https://example.org/far.png',
  ]);
  if (silent === undefined) return;
  const now = describedText(text, [{ ...silent, description: 'A map of\n[the] valley' }]);
  expect(now).toBe(text.replace('![](/uploads', '![A map of \\[the\\] valley](/uploads'));
  expect((await silentPictures(now)).map(({ address }) => address)).toEqual([far?.address]);
});

it('finds pictures at full addresses, whatever signature they end in, and none that are data', async () => {
  const signed =
    '![](https://media.example/a.png?X-Amz-Signature=1) ![](data:image/png;base64,AA==)';
  expect(await silentPictures(signed)).toMatchObject([{ address: 'https://media.example/a.png' }]);
});
