import type { Given } from './lab-check.ts';

/** A lab whose code makes a page: its page as a whole, to be shown and looked into. */
export function pageOf(runtime: 'html' | 'css', setup: string, code: string): string {
  if (runtime === 'html') return setup.trim() ? `${setup}\n${code}` : code;
  const style = `<style>\n${code.replaceAll(/<\/style/gi, '<\\/style')}\n</style>`;
  return /<\/head>/i.test(setup)
    ? setup.replace(/<\/head>/i, () => `${style}</head>`)
    : style + setup;
}

/** What only the server looks into: what a style sheet declares. */
export const isForServer = (expression: string): boolean => /\}\s*$/.test(expression);

/**
 * What selectors find in a page that is read and never shown or run: the texts of elements, or with
 * `@name` at the selector's end their attributes.
 */
export function look(page: Document, expressions: readonly string[]): Given[] {
  return expressions.map((expression) => {
    const [, selector = expression, attribute] = /^(.*)@([\w-]+)\s*$/s.exec(expression) ?? [];
    try {
      const found = [...page.querySelectorAll(selector.trim())];
      const value = found.map((element) =>
        attribute ? element.getAttribute(attribute) : (element.textContent ?? '').trim(),
      );
      return { ok: true, value };
    } catch {
      return { ok: false, error: expression };
    }
  });
}
