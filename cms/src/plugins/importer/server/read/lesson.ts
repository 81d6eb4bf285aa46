import type { Nodes } from 'mdast';
import { type Context, keyOf, shortTitle, warnAboutUnknownKeys } from './context';
import { FrontMatterReader } from './frontmatter';
import { readLabs } from './lab';
import type { LessonPlace } from './layout';
import { type MarkdownDocument, readMarkdown } from './markdown/document';
import { rewriteMarkdown } from './markdown/rewrite';
import { listEntries, plainText, sectionsOf, walk } from './markdown/tree';
import type { LessonHints } from './outline';
import type { ImportedLesson, Titled } from './types';
import { type Videos, videosOf } from './videos';

const KEYS = [
  'title',
  'estimated_time',
  'objectives',
  'key_concepts',
  'video_url',
  'youtube_references',
  'external_links',
  'simplified_explanation',
  'bullet_notes',
  'key_takeaways',
  'interview_questions',
];

/** Sections whose links lead on; links elsewhere belong to the sentence they stand in. */
const FURTHER_READING =
  /review|self.?study|further (reading|study)|additional (reading|resources)|(^| )resources|references|learn more|read more|see also/i;
const OBJECTIVES =
  /^(learning )?(objectives|goals|outcomes)\b|what you('ll| will) (learn|be able)/i;

export async function readLesson(
  place: LessonPlace,
  order: number,
  hints: LessonHints,
  context: Context,
): Promise<{ lesson: ImportedLesson; document: MarkdownDocument } | null> {
  const { source, findings } = context;
  const document = await readMarkdown(source, place.file, findings);
  if (document === null) return null;
  const isNative = Object.keys(document.frontMatter.values).length > 0;
  if (isNative) warnAboutUnknownKeys(document, KEYS, findings);
  const meta = new FrontMatterReader(document, findings);
  const key = keyOf(context, place.folder?.path ?? place.file.path);
  const title = shortTitle(document.title, place.file, findings);
  const content = await contentOf(document, context);
  if (content === '')
    findings.warning('lesson-empty', 'The lesson has no text.', place.file.path, 1);
  const videos = videosOf(document);
  const hinted = hints.get(place.file.path);
  const lesson: ImportedLesson = {
    source_key: key,
    file: place.file.path,
    title,
    objectives: meta.list('objectives') ?? hinted?.objectives ?? objectivesOf(document),
    estimated_time: meta.text('estimated_time'),
    key_concepts: meta.list('key_concepts') ?? hinted?.key_concepts ?? [],
    video_url: meta.text('video_url') ?? videos.shown,
    youtube_references: meta.links('youtube_references') ?? videos.all,
    external_links: meta.links('external_links') ?? furtherReading(document, videos),
    order_index: order,
    note: {
      source_key: `${key}#note`,
      file: place.file.path,
      content,
      simplified_explanation: meta.text('simplified_explanation'),
      bullet_notes: meta.list('bullet_notes') ?? [],
      key_takeaways: meta.list('key_takeaways') ?? [],
      interview_questions: meta.questionsAndAnswers('interview_questions') ?? [],
    },
    practice_labs: place.folder === null ? [] : await readLabs(place.folder, context),
  };
  return { lesson, document };
}

/** The text without the heading that the page shows as its title. */
async function contentOf(document: MarkdownDocument, context: Context): Promise<string> {
  const heading = document.titleHeading?.position;
  const first = document.tree.children[0]?.position;
  if (heading?.end.offset === undefined || first?.start.offset !== heading.start.offset) {
    return rewriteMarkdown(document, context);
  }
  return rewriteMarkdown(document, context, {
    start: heading.end.offset,
    end: document.text.length,
  });
}

function objectivesOf(document: MarkdownDocument): string[] {
  const section = sectionsOf(document.tree, document.text.length).find((part) =>
    OBJECTIVES.test(part.heading),
  );
  return section === undefined ? [] : listEntries(section.nodes);
}

function furtherReading(document: MarkdownDocument, videos: Videos): Titled[] {
  const found = new Map<string, Titled>();
  let depth = 0;
  for (const section of sectionsOf(document.tree, document.text.length)) {
    if (depth > 0 && section.depth <= depth) depth = 0;
    if (depth === 0 && section.depth > 1 && FURTHER_READING.test(section.heading))
      depth = section.depth;
    if (depth === 0) continue;
    for (const node of section.nodes)
      for (const link of linksIn(node)) found.set(link.url, found.get(link.url) ?? link);
  }
  for (const video of videos.all) found.delete(video.url);
  return [...found.values()].filter((link) => !/youtube\.com|youtu\.be/i.test(link.url));
}

function linksIn(tree: Nodes): Titled[] {
  const links: Titled[] = [];
  for (const { node } of walk(tree)) {
    if (node.type === 'link' && /^https?:\/\//i.test(node.url))
      links.push({ title: plainText(node) || node.url, url: node.url });
  }
  return links;
}
