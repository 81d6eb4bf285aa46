import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type HarfBuzz = typeof import('harfbuzzjs', { with: { 'resolution-mode': 'import' }});
export type Font = InstanceType<HarfBuzz['Font']>;

export interface Face {
  readonly name: FaceName;
  readonly font: Font;
  readonly unitsPerEm: number;
  readonly codePoints: ReadonlySet<number>;
}

const packaged = createRequire(__filename);

/** Serif where Noto has one as a package, its plainer sister elsewhere. One weight of each is used. */
export const files = {
  regular: '@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf',
  italic: '@expo-google-fonts/noto-serif/400Regular_Italic/NotoSerif_400Regular_Italic.ttf',
  semibold: '@expo-google-fonts/noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf',
  Devanagari:
    '@expo-google-fonts/noto-serif-devanagari/400Regular/NotoSerifDevanagari_400Regular.ttf',
  Bengali: '@expo-google-fonts/noto-serif-bengali/400Regular/NotoSerifBengali_400Regular.ttf',
  Telugu: '@expo-google-fonts/noto-serif-telugu/400Regular/NotoSerifTelugu_400Regular.ttf',
  Tamil: '@expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf',
  Kannada: '@expo-google-fonts/noto-sans-kannada/400Regular/NotoSansKannada_400Regular.ttf',
  Malayalam: '@expo-google-fonts/noto-sans-malayalam/400Regular/NotoSansMalayalam_400Regular.ttf',
  Gujarati: '@expo-google-fonts/noto-sans-gujarati/400Regular/NotoSansGujarati_400Regular.ttf',
  Gurmukhi: '@expo-google-fonts/noto-sans-gurmukhi/400Regular/NotoSansGurmukhi_400Regular.ttf',
  Oriya: '@expo-google-fonts/noto-sans-oriya/400Regular/NotoSansOriya_400Regular.ttf',
  Sinhala: '@expo-google-fonts/noto-sans-sinhala/400Regular/NotoSansSinhala_400Regular.ttf',
  Arabic: '@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf',
  Hebrew: '@expo-google-fonts/noto-serif-hebrew/400Regular/NotoSerifHebrew_400Regular.ttf',
  // Chinese as it is written in China; Japanese kana are in it too.
  Han: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  Hangul: '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  // Of one colour, as everything else on paper.
  Emoji: '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
} as const;

export type FaceName = keyof typeof files;
export type Style = 'regular' | 'italic' | 'semibold';

/** What is set in a face of its own; everything else is set in Noto Serif. */
const letters: Partial<Record<FaceName, RegExp>> = {
  Devanagari: /\p{scx=Devanagari}/u,
  Bengali: /\p{scx=Bengali}/u,
  Telugu: /\p{scx=Telugu}/u,
  Tamil: /\p{scx=Tamil}/u,
  Kannada: /\p{scx=Kannada}/u,
  Malayalam: /\p{scx=Malayalam}/u,
  Gujarati: /\p{scx=Gujarati}/u,
  Gurmukhi: /\p{scx=Gurmukhi}/u,
  Oriya: /\p{scx=Oriya}/u,
  Sinhala: /\p{scx=Sinhala}/u,
  Arabic: /\p{scx=Arabic}/u,
  Hebrew: /\p{scx=Hebrew}/u,
  Han: /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u,
  Hangul: /\p{scx=Hangul}/u,
  Emoji: /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u,
};
const scripts = Object.entries(letters) as [FaceName, RegExp][];

/** The face for the first letter of one of these scripts in `text`, if there is any. */
export function faceOfScript(text: string): FaceName | undefined {
  // Latin, and what all scripts share below U+0300, needs no search.
  if ((text.codePointAt(0) ?? 0) < 0x300) return undefined;
  return scripts.find(([, of]) => of.test(text))?.[0];
}

/** HarfBuzz is an ES module with WebAssembly inside, which has to be waited for once. */
let loaded: HarfBuzz | undefined;
export async function loadHarfBuzz(): Promise<void> {
  loaded ??= await import('harfbuzzjs');
}

export function harfBuzz(): HarfBuzz {
  if (loaded === undefined) throw new Error('loadHarfBuzz() comes before the first text.');
  return loaded;
}

/** Where a face's file lies; throws a sentence that names the file if it is not there. */
function fileOf(name: FaceName, resolve: (file: string) => string): string {
  try {
    const file = resolve(files[name]);
    if (existsSync(file)) return file;
  } catch {
    // The whole package is missing; the sentence is the same.
  }
  throw new Error(
    `The font file ${files[name]} is missing: run npm install in the cms and start again.`,
  );
}

/** Throws for the first face whose file is missing, so that a start fails and not a certificate. */
export function checkFaces(resolve: (file: string) => string = packaged.resolve): void {
  for (const name of Object.keys(files) as FaceName[]) fileOf(name, resolve);
}

const opened = new Map<FaceName, Face>();

/** Opens a face once for the life of the process; most certificates need three of them. */
export function openFace(name: FaceName): Face {
  let face = opened.get(name);
  if (face === undefined) {
    face = read(name);
    opened.set(name, face);
  }
  return face;
}

function read(name: FaceName): Face {
  const { Blob, Face: FontFace, Font } = harfBuzz();
  const face = new FontFace(new Blob(readFileSync(fileOf(name, packaged.resolve))));
  return {
    name,
    font: new Font(face),
    unitsPerEm: face.upem,
    codePoints: new Set(face.collectUnicodes()),
  };
}

/** The language that is most often written in a script; readers choose their voice by it. */
const languages: Partial<Record<FaceName, string>> = {
  Devanagari: 'hi',
  Bengali: 'bn',
  Telugu: 'te',
  Tamil: 'ta',
  Kannada: 'kn',
  Malayalam: 'ml',
  Gujarati: 'gu',
  Gurmukhi: 'pa',
  Oriya: 'or',
  Sinhala: 'si',
  Arabic: 'ar',
  Hebrew: 'he',
  Han: 'zh',
  Hangul: 'ko',
};

/** The language of a text in another script than Latin; undefined for all others. */
export function languageOf(text: string): string | undefined {
  const first = /[^\P{L}\p{sc=Latin}]/u.exec(text)?.[0];
  const face = first === undefined ? undefined : faceOfScript(first);
  if (face === undefined) return undefined;
  // Chinese letters are written in Japan and, in names, in Korea.
  if (face === 'Han' && kana.test(text)) return 'ja';
  if (face === 'Han' && hangul.test(text)) return 'ko';
  return languages[face];
}

const hangul = /\p{sc=Hangul}/u;
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;
