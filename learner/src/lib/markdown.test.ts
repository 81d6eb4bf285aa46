import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import { ATTACKS } from '../../testing/attacks.ts';
import { renderCode, renderInline, renderMarkdown } from './markdown.ts';

/** The output as a browser sees it; no string search is trusted here. */
function dom(source: string, options = {}) {
  const { document } = new Window();
  document.body.innerHTML = renderMarkdown(source, options).html;
  return document.body;
}

const ALLOWED_PROTOCOLS = /^(?:https?:|mailto:|#|\/(?!\/)|[^:]*$)/i;

describe('what hostile texts turn into', () => {
  it.each(ATTACKS)('%s', (attack) => {
    const body = dom(attack);
    const dangerous =
      'script,style,iframe,object,embed,form,input,button,textarea,base,meta,link,svg,math,template,noscript,video,source';
    expect(body.querySelectorAll(dangerous)).toHaveLength(0);
    for (const element of body.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^style$|^srcdoc$|^name$|^is$/i);
        if (name === 'href' || name === 'src')
          expect((value ?? '').trim()).toMatch(ALLOWED_PROTOCOLS);
        if (name === 'id') expect(value ?? '').toMatch(/^n-/);
      }
    }
  });
});

describe('texts that are too much', () => {
  it('survives 3,000 nested quotes and shows them as typed', () => {
    const result = renderMarkdown(`${'>'.repeat(3000)} deep`);
    expect(result.plain).toBe(true);
    expect(result.html).toContain('&gt;&gt;');
  });

  it.each([
    [
      'nested lists',
      Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
    ],
    ['spaced quotes', '> '.repeat(3000)],
    ['open tags', '<div>'.repeat(20_000)],
    ['tags over many lines', '<div>\n\n'.repeat(20_000)],
    ['open brackets', '['.repeat(50_000)],
    ['stars', '*a_'.repeat(20_000)],
    ['backticks', '`'.repeat(50_000)],
    ['more than a megabyte', 'word '.repeat(250_000)],
  ])('answers quickly for %s', (_name, source) => {
    // Of this process's own work: how long others keep it waiting does not count.
    const began = process.cpuUsage();
    expect(renderMarkdown(source).html.length).toBeGreaterThan(0);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(5_000);
  });

  it('never leaves markup alive in a text shown as typed', () => {
    expect(
      dom(`${'>'.repeat(3000)}<img src=x onerror=harm()>`).querySelectorAll('img'),
    ).toHaveLength(0);
  });
});

describe('ordinary texts', () => {
  it('puts headings below those of the page, without gaps, each with an id', () => {
    const body = dom('# Title\n\n# One\n\n#### Deep\n\n## Two', { title: 'Title' });
    const found = [...body.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(
      (h) => `${h.tagName} ${h.id}`,
    );
    expect(found).toEqual(['H2 n-one', 'H3 n-deep', 'H3 n-two']);
  });

  it('keeps links inside a text working', () => {
    const body = dom('[there](#The-End)\n\n## The End');
    expect(body.querySelector('a')?.getAttribute('href')).toBe(`#${body.querySelector('h2')?.id}`);
  });

  it('lists the headings of the highest level', () => {
    expect(renderMarkdown('## A\n\n### B\n\n## A').headings).toEqual([
      { id: 'n-a', text: 'A' },
      { id: 'n-a-1', text: 'A' },
    ]);
  });

  it('colours code by classes alone, so that the page needs no inline styles', () => {
    const body = dom('```js\nconst a = 1;\n```');
    expect(body.querySelector('.hljs-keyword')?.textContent).toBe('const');
    expect(body.querySelectorAll('[style]')).toHaveLength(0);
    expect(renderCode('```\nnot an end', 'js')).toContain('not an end');
  });

  it('keeps tables, pictures and task lists', () => {
    const body = dom('| a |\n| - |\n| b |\n\n![alt](/uploads/x.png)\n\n- [x] done');
    expect(body.querySelector('.wide > table td')?.textContent).toBe('b');
    expect(body.querySelector('img')?.getAttribute('loading')).toBe('lazy');
    expect(body.querySelector('.task')?.textContent).toBe('☑');
  });
});

describe('a text of one line', () => {
  it.each([
    ['plain words', 'plain words'],
    ['the tag `<h1>` *only*', 'the tag <code>&#x3C;h1></code> <em>only</em>'],
    ['**two** words', '<strong>two</strong> words'],
    ['`__init__` and snake_case_name', '<code>__init__</code> and snake_case_name'],
  ])('“%s” shows its code and emphasis', (source, html) => {
    expect(renderInline(source)).toBe(html);
  });

  it.each([
    '# include',
    '- 5',
    '1. first',
    '> 3 & < 4',
    '2 * 3 * 4',
    '<header> *',
    '<b>bold</b> &amp;c',
    '[x](https://example.org) *',
    '![x](x.png) _',
    'https://example.org/a_b *',
    '***',
    '    four spaces `',
  ])('“%s” stays what it is', (source) => {
    const { document } = new Window();
    document.body.innerHTML = renderInline(source);
    expect(document.body.children).toHaveLength(0);
  });

  it.each(ATTACKS)('%s does nothing', (attack) => {
    const { document } = new Window();
    document.body.innerHTML = renderInline(`${attack} \`\` **x**`);
    const names = [...document.body.querySelectorAll('*')].map(({ tagName }) => tagName);
    expect(names.filter((name) => !['STRONG', 'CODE', 'EM'].includes(name))).toEqual([]);
  });
});
