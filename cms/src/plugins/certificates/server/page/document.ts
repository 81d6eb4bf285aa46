import { createHash } from 'node:crypto';
import { AFRelationship, PDFDocument, PDFName, type PDFObject, type PDFRef } from '@cantoo/pdf-lib';
import { Cache } from '../cache';
import type { Attachment } from '../facts';
import type { Face } from '../type/faces';
import { HiddenText } from './hidden-text';
import { Ink, type Shared } from './ink';
import { packedStream, plainStream, raw, Words } from './objects';
import { type Box, number, numbers, outline } from './operators';
import { type Picture, pictureStream, readPicture } from './picture';
import { Structure } from './structure';
import { type Description, xmp } from './xmp';

/** How the signature's field begins in the file, where it stands uncompressed. */
export const signatureField = '<< /FT /Sig';

/** Drawings that come back in other documents, compressed: outlines of letters, frames, rosettes. */
const compressed = new Cache<Uint8Array | null>(20_000);

/** A PDF in the making: what its pages share. The same calls give the same bytes. */
export class Papers implements Shared {
  readonly structure: Structure;
  readonly hidden: HiddenText;
  readonly #document: PDFDocument;
  readonly #about: Description;
  readonly #pages: Ink[] = [];
  readonly #objects = new Map<string, string>();
  readonly #placed: string[] = [];

  private constructor(document: PDFDocument, about: Description) {
    this.#document = document;
    this.#about = about;
    this.structure = new Structure(document.context);
    this.hidden = new HiddenText(document.context);
  }

  static async begin(about: Description): Promise<Papers> {
    return new Papers(await PDFDocument.create({ updateMetadata: false }), about);
  }

  get pages(): readonly Ink[] {
    return this.#pages;
  }

  addPage(width: number, height: number): Ink {
    const { node, ref } = this.#document.addPage([width, height]);
    const key = this.structure.page();
    node.set(PDFName.of('StructParents'), this.#document.context.obj(key));
    node.set(PDFName.of('Tabs'), PDFName.of('S'));
    const ink = new Ink(this, { node, ref, key });
    this.#pages.push(ink);
    return ink;
  }

  register(object: PDFObject): PDFRef {
    return this.#document.context.register(object);
  }

  nextRef(): PDFRef {
    return this.#document.context.nextRef();
  }

  assign(ref: PDFRef, object: PDFObject): void {
    this.#document.context.assign(ref, object);
  }

  /**
   * The name of a drawing that is stored once and placed often. `key` says all that its operators
   * depend on: it is asked for again in other documents.
   */
  form(key: string, box: Box, operators: () => string): string {
    const stream = compressed.get(`form ${key}`, () =>
      packedStream(`/Type /XObject /Subtype /Form /BBox [${numbers(...box)}]`, operators()),
    );
    return this.#name(key, stream);
  }

  /** The name of a letter's outline, one em high; null for one without ink, as the space. */
  glyph(face: Face, id: number): string | null {
    const key = `${face.name} ${id}`;
    const stream = compressed.get(`glyph ${key}`, () => {
      const svgPath = face.font.glyphToPath(id);
      if (svgPath === '') return null;
      const { path, box } = outline(svgPath);
      const em = number(1 / face.unitsPerEm, 8);
      const header = `/Type /XObject /Subtype /Form /BBox [${numbers(...box)}] /Matrix [${em} 0 0 ${em} 0 0]`;
      return packedStream(header, `${path}\nf`);
    });
    return stream === null ? null : this.#name(key, stream);
  }

  #name(key: string, stream: Uint8Array | null): string {
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    const name = `/F${this.#objects.size}`;
    this.#objects.set(key, name);
    if (stream !== null) this.#placed.push(`${name} ${this.register(raw(stream))}`);
    return name;
  }

  /** The name of a PNG or JPEG, one unit wide and high. */
  async picture(bytes: Uint8Array): Promise<Picture & { readonly name: string }> {
    const picture = await readPicture(bytes);
    const mask =
      picture.mask === undefined ? undefined : this.register(raw(pictureStream(picture.mask)));
    const image = this.register(raw(pictureStream(picture.image, mask?.toString())));
    const name = `/P${this.#objects.size}`;
    this.#objects.set(`picture ${image}`, name);
    this.#placed.push(`${name} ${image}`);
    return { ...picture, name };
  }

  /** An empty field, invisible, that takes a signature up: `sign/sign-pdf.ts` finds it by these words. */
  #signatureField(): void {
    const { context, catalog } = this.#document;
    const [page] = this.#pages;
    const words = `${signatureField} /Type /Annot /Subtype /Widget /T (Signature) /F 132 /Rect [0 0 0 0] /P ${page?.ref} >>`;
    const field = this.register(raw(Buffer.from(words)));
    page?.annotate(field);
    catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [field], SigFlags: 3 }));
  }

  /** Ends the document. */
  async finish(attachment?: Attachment): Promise<Uint8Array> {
    const document = this.#document;
    const { context, catalog } = document;
    const { title, author, subject, language, created, identifier } = this.#about;
    document.setTitle(title, { showInWindowTitleBar: true });
    document.setAuthor(author);
    document.setSubject(subject);
    document.setCreator('OurShiksha');
    document.setProducer('OurShiksha');
    document.setLanguage(language);
    document.setCreationDate(created);
    document.setModificationDate(created);

    this.#signatureField();
    const fonts = this.hidden.finish().map(([name, ref]) => `/${name} ${ref}`);
    const resources = this.register(
      new Words(`<< /Font << ${fonts.join(' ')} >> /XObject << ${this.#placed.join(' ')} >> >>`),
    );
    const contents = this.#pages.map((page) => page.finish(resources));

    catalog.set(PDFName.of('StructTreeRoot'), this.structure.finish());
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    const metadata = plainStream('/Type /Metadata /Subtype /XML', Buffer.from(xmp(this.#about)));
    catalog.set(PDFName.of('Metadata'), this.register(raw(metadata)));
    if (attachment !== undefined) {
      await document.attach(attachment.bytes, attachment.fileName, {
        mimeType: 'application/json',
        description: `The credential of ${identifier}, for programs to verify`,
        creationDate: created,
        modificationDate: created,
        afRelationship: AFRelationship.Data,
      });
    }
    const hash = createHash('sha256').update(JSON.stringify(this.#about));
    for (const content of contents) hash.update(content);
    const id = `<${hash.digest('hex').slice(0, 32)}>`;
    context.trailerInfo.ID = new Words(`[${id} ${id}]`);
    return document.save({
      addDefaultPage: false,
      updateFieldAppearances: false,
      objectsPerTick: Number.POSITIVE_INFINITY,
    });
  }
}
