import type { Value } from '../task';
import { cleanText } from './json';
import type { LoadedRuntime } from './runtime';
import { declaredValue, type Rule, readStyleSheet } from './style-sheet';

// ES modules; this file is compiled to CommonJS.
const importAdapter = () => import('parse5-htmlparser2-tree-adapter');
type Adapter = Awaited<ReturnType<typeof importAdapter>>['adapter'];
type Document = ReturnType<Adapter['createDocument']>;
type Element = ReturnType<Adapter['createElement']>;
type AnyNode = Document['children'][number];

/**
 * A page or a style sheet: read, never run. An expression is a selector; its value is the list of the
 * texts of the elements it finds, or with `@name` their attributes, or with `{property}` what the style
 * sheet declares for them.
 */
export async function loadPage(): Promise<LoadedRuntime> {
  const { parse } = await import('parse5');
  const { adapter } = await importAdapter();
  const { is, selectAll } = await import('css-select');
  const read = (html: string): Document => parse(html, { treeAdapter: adapter });
  /** A selector that is no selector styles nothing. */
  const matches = (element: Element, selector: string): boolean => {
    try {
      return is<AnyNode, Element>(element, selector);
    } catch {
      return false;
    }
  };
  let page = read('');
  let rules: readonly Rule[] = [];
  return {
    run({ runtime, setup, code }) {
      page = read(runtime === 'css' ? setup : code);
      const inPage = selectAll<AnyNode, Element>('style', page).map(textOf);
      rules = readStyleSheet(
        [
          ...(runtime === 'html' ? [setup] : []),
          ...inPage,
          ...(runtime === 'css' ? [code] : []),
        ].join('\n'),
      );
    },
    evaluate(expression): Value {
      const [, selector = '', attribute, property] =
        /^([\s\S]*?)\s*(?:@([\w-]+)|\{\s*([\w-]+)\s*\})?\s*$/.exec(expression) ?? [];
      try {
        const found = selectAll<AnyNode, Element>(selector, page);
        const values = found.map((element) => {
          if (attribute !== undefined) return attributeOf(element, attribute);
          if (property === undefined) return textOf(element).replace(/\s+/g, ' ').trim();
          return declaredValue(rules, property, attributeOf(element, 'style'), (rule) =>
            matches(element, rule),
          );
        });
        return { value: values.map((value) => (value === null ? null : cleanText(value))) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

const attributeOf = (element: Element, name: string): string | null =>
  element.attribs[name.toLowerCase()] ?? null;

function textOf(node: AnyNode): string {
  if (node.type === 'text') return node.data;
  return 'children' in node ? node.children.map((child) => textOf(child)).join('') : '';
}
