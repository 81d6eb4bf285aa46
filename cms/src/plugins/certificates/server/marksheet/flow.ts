import type { Papers } from '../page/document';
import type { Ink } from '../page/ink';
import type { Structure } from '../page/structure';
import type { Size } from '../templates/sheet';

export interface Margins {
  readonly across: number;
  readonly top: number;
  readonly bottom: number;
}

/** Content that runs from page to page, from the top downwards. */
export class Flow {
  readonly #papers: Papers;
  readonly #size: Size;
  readonly #margins: Margins;
  readonly #begin: (ink: Ink) => void;
  #ink: Ink;
  #y: number;

  /** `begin` draws what stands on every page after the first, above the margin. */
  constructor(papers: Papers, size: Size, margins: Margins, begin: (ink: Ink) => void) {
    this.#papers = papers;
    this.#size = size;
    this.#margins = margins;
    this.#begin = begin;
    this.#ink = papers.addPage(size.width, size.height);
    this.#y = size.height - margins.top;
  }

  /** The pen on the page that is being filled. */
  get ink(): Ink {
    return this.#ink;
  }

  get structure(): Structure {
    return this.#papers.structure;
  }

  get left(): number {
    return this.#margins.across;
  }

  get width(): number {
    return this.#size.width - 2 * this.#margins.across;
  }

  /** The height from which downwards there is room. */
  get y(): number {
    return this.#y;
  }

  /** Turns to a new page, and says so, if this one has not as much room left. */
  reserve(height: number): boolean {
    if (this.#y - height >= this.#margins.bottom) return false;
    this.#ink = this.#papers.addPage(this.#size.width, this.#size.height);
    this.#y = this.#size.height - this.#margins.top;
    this.structure.decoration(() => this.#begin(this.#ink));
    return true;
  }

  /** Takes room; returns the height of its upper edge. */
  take(height: number): number {
    const top = this.#y;
    this.#y -= height;
    return top;
  }
}
