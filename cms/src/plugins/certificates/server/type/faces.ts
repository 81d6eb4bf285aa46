import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

type HarfBuzz = typeof import('harfbuzzjs', { with: { 'resolution-mode': 'import' }});
export type Font = InstanceType<HarfBuzz['Font']>;

export interface Face {
  readonly name: string;
  readonly font: Font;
  readonly unitsPerEm: number;
  readonly codePoints: ReadonlySet<number>;
}

const packaged = createRequire(__filename);

/** Serif where Noto has one as a package, its plainer sister elsewhere. */
const files = {
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
} as const;

export type FaceName = keyof typeof files;
export type Style = 'regular' | 'italic' | 'semibold';

/** The scripts that have a face of their own; everything else is set in Noto Serif. */
const scripts = (Object.keys(files) as FaceName[])
  .filter((name) => !['regular', 'italic', 'semibold'].includes(name))
  .map((name) => ({ name, letters: new RegExp(`\\p{Script_Extensions=${name}}`, 'u') }));

/** The face for the first letter of one of these scripts in `text`, if there is any. */
export function faceOfScript(text: string): FaceName | undefined {
  return scripts.find(({ letters }) => letters.test(text))?.name;
}

/** HarfBuzz is an ES module with WebAssembly inside; it is loaded with the first certificate. */
let loading: Promise<HarfBuzz> | undefined;
export function harfBuzz(): Promise<HarfBuzz> {
  loading ??= import('harfbuzzjs');
  return loading;
}

const opened = new Map<FaceName, Promise<Face>>();

/** Opens a face once for the life of the process; most certificates need three of them. */
export function openFace(name: FaceName): Promise<Face> {
  let face = opened.get(name);
  if (face === undefined) {
    face = read(name);
    opened.set(name, face);
  }
  return face;
}

async function read(name: FaceName): Promise<Face> {
  const [{ Blob, Face: FontFace, Font }, data] = await Promise.all([
    harfBuzz(),
    readFile(packaged.resolve(files[name])),
  ]);
  const face = new FontFace(new Blob(data));
  return {
    name,
    font: new Font(face),
    unitsPerEm: face.upem,
    codePoints: new Set(face.collectUnicodes()),
  };
}
