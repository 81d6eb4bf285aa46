/** One rule for one selector. What stands in @media and other at-rules is left out. */
export interface Rule {
  readonly selector: string;
  readonly declarations: readonly Declaration[];
}
interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly isImportant: boolean;
}

/** The rules of a style sheet in their order; a list of selectors is a rule for each. */
export function readStyleSheet(text: string): Rule[] {
  const rules: Rule[] = [];
  let rest = text.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  for (;;) {
    const open = rest.indexOf('{');
    if (open < 0) return rules;
    const close = closing(rest, open);
    // What ends with a semicolon before the rule is an @import or the like.
    const head = rest
      .slice(0, open)
      .replace(/^[\s\S]*;/, '')
      .trim();
    if (!head.startsWith('@')) {
      const declarations = readDeclarations(rest.slice(open + 1, close));
      for (const selector of splitSelectors(head)) rules.push({ selector, declarations });
    }
    rest = rest.slice(close + 1);
  }
}

/** The place of the bracket that closes the one at `open`, or the end. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let place = open; place < text.length; place += 1) {
    if (text[place] === '{') depth += 1;
    if (text[place] === '}') depth -= 1;
    if (depth === 0) return place;
  }
  return text.length;
}

/** At commas outside brackets. */
function splitSelectors(head: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of head) {
    if (letter === '(' || letter === '[') depth += 1;
    if (letter === ')' || letter === ']') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}

function readDeclarations(block: string): Declaration[] {
  return block.split(';').flatMap((line) => {
    const colon = line.indexOf(':');
    const property = line.slice(0, colon).trim().toLowerCase();
    const stated = line
      .slice(colon + 1)
      .trim()
      .replace(/\s+/g, ' ');
    const value = stated.replace(/\s*!\s*important$/i, '');
    if (colon < 0 || property === '' || value === '') return [];
    return [{ property, value, isImportant: value !== stated }];
  });
}

/** (ids, classes and their like, elements), as Selectors Level 4, section 17, counts them; :is() roughly. */
function specificity(selector: string): number {
  const bare = selector.replace(/"[^"]*"|'[^']*'/g, '');
  const count = (pattern: RegExp): number => bare.match(pattern)?.length ?? 0;
  const ids = count(/#[\w-]+/g);
  const classes = count(/\.[\w-]+|\[[^\]]*\]|(?<!:):(?!:|is\b|not\b|where\b|has\b)[\w-]+/g);
  const elements = count(/(?:^|[\s>+~(,])[a-z][\w-]*|::[\w-]+/gi);
  return ids * 1_000_000 + classes * 1000 + elements;
}

/**
 * What is declared for an element by the cascade: important first, then the element's own `style`, then
 * the more specific selector, then the later rule. Null where nothing is declared; nothing is inherited.
 */
export function declaredValue(
  rules: readonly Rule[],
  property: string,
  inline: string | null,
  applies: (selector: string) => boolean,
): string | null {
  const wanted = property.toLowerCase();
  let best: { value: string; weight: number } | null = null;
  const consider = (list: readonly Declaration[], base: number): void => {
    for (const { property: name, value, isImportant } of list) {
      const weight = base + (isImportant ? 1e15 : 0);
      if (name === wanted && (best === null || weight >= best.weight)) best = { value, weight };
    }
  };
  for (const { selector, declarations } of rules) {
    if (declarations.some(({ property: name }) => name === wanted) && applies(selector)) {
      consider(declarations, specificity(selector));
    }
  }
  if (inline !== null) consider(readDeclarations(inline), 1e12);
  return (best as { value: string } | null)?.value ?? null;
}
