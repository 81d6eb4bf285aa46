import type { Given } from './lab-check.ts';

/** A lab whose code makes a page: its page as a whole, to be shown and looked into. */
export function pageOf(runtime: 'html' | 'css', setup: string, code: string): string {
  const styled = (css: string) => `<style>\n${css.replaceAll(/<\/style/gi, '<\\/style')}\n</style>`;
  // Before an html page stands a style sheet, before a style sheet the page it is for.
  if (runtime === 'html') return setup.trim() ? `${code}\n${styled(setup)}` : code;
  const style = styled(code);
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
        attribute
          ? element.getAttribute(attribute)
          : (element.textContent ?? '').replace(/\s+/g, ' ').trim(),
      );
      return { ok: true, value };
    } catch {
      return { ok: false, error: expression };
    }
  });
}
