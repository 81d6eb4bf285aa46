import type { PDFContext, PDFRef } from '@cantoo/pdf-lib';
import { textString, Words } from './objects';

/** Roles of ISO 32000-1, 14.8.4, as far as our papers need them. */
export type Role = 'H1' | 'H2' | 'P' | 'Figure' | 'Link' | 'Table' | 'TR' | 'TH' | 'TD' | 'Sect';

export interface Described {
  /** BCP 47, where it is not the document's. */
  readonly lang?: string | undefined;
  /** In place of a picture. */
  readonly alt?: string;
  /** The text in reading order, where the page holds it in another. */
  readonly actualText?: string | undefined;
}

export interface Element {
  readonly role: string;
  readonly ref: PDFRef;
  readonly words: string;
  readonly kids: string[];
  page: PDFRef | undefined;
}

/**
 * The tree that a screen reader walks: what each piece of content is, in reading order. Content
 * outside every element is decoration.
 */
export class Structure {
  readonly #context: PDFContext;
  readonly #root: PDFRef;
  readonly #document: Element;
  readonly #elements: Element[] = [];
  /** By key of the parent tree: the elements of a page's marks, or the one of an annotation. */
  readonly #parents: (PDFRef[] | PDFRef)[] = [];
  #current: Element | undefined;
  #decorating = false;

  constructor(context: PDFContext) {
    this.#context = context;
    this.#root = context.nextRef();
    this.#document = this.#add('Document', this.#root, {});
  }

  get current(): Element | undefined {
    return this.#current;
  }

  #add(role: Role | 'Document', parent: PDFRef, { lang, alt, actualText }: Described): Element {
    const words = [
      `/Type /StructElem /S /${role} /P ${parent}`,
      role === 'TH' ? '/A << /O /Table /Scope /Column >>' : '',
      lang === undefined ? '' : `/Lang (${lang})`,
      alt === undefined ? '' : `/Alt ${textString(alt)}`,
      actualText === undefined ? '' : `/ActualText ${textString(actualText)}`,
    ];
    const element: Element = {
      role,
      ref: this.#context.nextRef(),
      words: words.filter((word) => word !== '').join(' '),
      kids: [],
      page: undefined,
    };
    this.#elements.push(element);
    return element;
  }

  /** What `body` draws belongs to a new element. */
  element(role: Role, described: Described, body: () => void): void {
    if (this.#decorating) {
      body();
      return;
    }
    const parent = this.#current ?? this.#document;
    const element = this.#add(role, parent.ref, described);
    parent.kids.push(String(element.ref));
    const before = this.#current;
    this.#current = element;
    body();
    this.#current = before;
  }

  /** What `body` draws is decoration, elements within it too. */
  decoration(body: () => void): void {
    const before = { current: this.#current, decorating: this.#decorating };
    this.#current = undefined;
    this.#decorating = true;
    body();
    this.#current = before.current;
    this.#decorating = before.decorating;
  }

  /** A key of the parent tree for a new page. */
  page(): number {
    return this.#parents.push([]) - 1;
  }

  /** A number within its page for a new piece of the element's content. */
  mark(element: Element, key: number, page: PDFRef): number {
    const marks = this.#parents[key];
    if (!Array.isArray(marks)) throw new Error(`${key} is not the key of a page.`);
    const id = marks.push(element.ref) - 1;
    element.page ??= page;
    element.kids.push(
      element.page === page ? String(id) : `<< /Type /MCR /Pg ${page} /MCID ${id} >>`,
    );
    return id;
  }

  /** Makes an annotation part of the current element; returns its key of the parent tree. */
  annotation(annotation: PDFRef, page: PDFRef): number {
    const element = this.#current ?? this.#document;
    element.kids.push(`<< /Type /OBJR /Obj ${annotation} /Pg ${page} >>`);
    return this.#parents.push(element.ref) - 1;
  }

  /** Writes the tree; returns its root. */
  finish(): PDFRef {
    for (const { ref, words, kids, page } of this.#elements) {
      const on = page === undefined ? '' : ` /Pg ${page}`;
      this.#context.assign(ref, new Words(`<< ${words}${on} /K [${kids.join(' ')}] >>`));
    }
    const numbers = this.#parents.map((entry, key) =>
      Array.isArray(entry) ? `${key} [${entry.join(' ')}]` : `${key} ${entry}`,
    );
    this.#context.assign(
      this.#root,
      new Words(
        `<< /Type /StructTreeRoot /K ${this.#document.ref} /ParentTreeNextKey ${numbers.length} ` +
          `/ParentTree << /Nums [${numbers.join(' ')}] >> >>`,
      ),
    );
    return this.#root;
  }
}
