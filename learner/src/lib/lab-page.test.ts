import { Window } from 'happy-dom';
import { expect, it } from 'vitest';
import { isForServer, look, pageOf } from './lab-page.ts';

const pageWith = (html: string) => {
  const { document } = new Window();
  document.write(html);
  return document as unknown as Document;
};

it('a style sheet is put into the page of the lab, and cannot end itself', () => {
  const page = pageOf('css', '<html><head></head><body></body></html>', 'p {} </style><b>');
  expect(page).toBe('<html><head><style>\np {} <\\/style><b>\n</style></head><body></body></html>');
  expect(pageOf('css', '<p>', 'p {}')).toBe('<style>\np {}\n</style><p>');
  expect(pageOf('html', '', '<p>')).toBe('<p>');
});

it('selectors find texts and attributes; what is no selector says so', () => {
  const page = pageWith('<p title="x"> a\n b </p><p>c</p>');
  expect(look(page, ['p', 'p@title', 'i', '>>'])).toEqual([
    { ok: true, value: ['a b', 'c'] },
    { ok: true, value: ['x', null] },
    { ok: true, value: [] },
    { ok: false, error: '>>' },
  ]);
});

it('what a style sheet declares is for the server', () => {
  expect(isForServer('p {color}')).toBe(true);
  expect(isForServer('p@title')).toBe(false);
});
