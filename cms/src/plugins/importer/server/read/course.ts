import { templates } from '../../../certificates/server/templates';
import { type Context, shortTitle, warnAboutUnknownKeys } from './context';
import { FrontMatterReader, read } from './frontmatter';
import type { MarkdownDocument } from './markdown/document';
import { rewriteMarkdown } from './markdown/rewrite';
import { listEntries, sectionsOf } from './markdown/tree';
import { slugify, titleFromName } from './names';
import { firstParagraph } from './project';
import type {
  ImportedCertificate,
  ImportedCourse,
  ImportedModule,
  ImportedProject,
  ImportedTest,
} from './types';

const KEYS = [
  'name',
  'title',
  'key',
  'description',
  'target_audience',
  'duration',
  'level',
  'learning_outcomes',
  'job_roles',
  'credit_cost',
  'thumbnail_url',
  'include_projects',
  'include_tests',
  'include_labs',
  'certificate_type',
  'certificate',
];
const MAX_DESCRIPTION = 1000;
const TYPES = ['completion', 'assessment'] as const;

/** The course itself, from the README beside its modules and from what was found in them. */
export async function readCourse(
  document: MarkdownDocument | null,
  modules: ImportedModule[],
  tests: ImportedTest[],
  projects: ImportedProject[],
  context: Context,
): Promise<Omit<ImportedCourse, 'pictures'>> {
  const { findings, layout } = context;
  const file = document?.file.path ?? (layout.course.path || '.');
  const meta = document === null ? null : new FrontMatterReader(document, findings);
  if (document === null) {
    findings.warning(
      'course-without-text',
      'The course has no README.md; its name is taken from the folder.',
      file,
    );
  } else if (Object.keys(document.frontMatter.values).length > 0) {
    warnAboutUnknownKeys(document, KEYS, findings);
  }
  const name =
    document === null
      ? titleFromName(layout.course.name)
      : shortTitle(document.title, document.file, findings);
  const key = slugify(meta?.text('key') ?? name);
  const hasTests = tests.length > 0 || modules.some((module) => module.tests.length > 0);
  const hasProjects = projects.length > 0 || modules.some((module) => module.projects.length > 0);
  const hasLabs = modules.some(
    (module) =>
      module.practice_labs.length > 0 ||
      module.lessons.some((lesson) => lesson.practice_labs.length > 0),
  );
  const type = meta?.choice(TYPES, 'certificate_type') ?? (hasTests ? 'assessment' : 'completion');
  const whole =
    meta?.text('description') ?? (document === null ? null : firstParagraph(document)) ?? name;
  const description =
    whole.length <= MAX_DESCRIPTION ? whole : `${whole.slice(0, MAX_DESCRIPTION - 1).trimEnd()}…`;
  if (whole !== description) {
    findings.warning(
      'description-too-long',
      `The description is longer than ${MAX_DESCRIPTION} letters; it is cut.`,
      file,
      1,
    );
  }
  return {
    source_key: key,
    file,
    name,
    description,
    level: meta?.choice(['beginner', 'intermediate', 'advanced'], 'level') ?? 'beginner',
    target_audience: meta?.text('target_audience') ?? null,
    duration: meta?.text('duration') ?? durationIn(description),
    overview: document === null ? null : await overviewOf(document, context),
    learning_outcomes:
      meta?.list('learning_outcomes') ?? (document === null ? [] : outcomesOf(document)),
    job_roles: meta?.list('job_roles') ?? [],
    include_projects: meta?.boolean('include_projects') ?? hasProjects,
    include_tests: meta?.boolean('include_tests') ?? hasTests,
    include_labs: meta?.boolean('include_labs') ?? hasLabs,
    certificate_type: type,
    thumbnail_url:
      document === null || meta === null ? null : await thumbnailOf(document, meta, context),
    credit_cost: meta?.number('credit_cost') ?? 0,
    modules,
    tests,
    projects,
    certificate: certificateOf(meta, name, type, hasTests, file),
  };
}

/** In our own format the whole text is the overview; elsewhere it is what stands before the organising parts. */
async function overviewOf(document: MarkdownDocument, context: Context): Promise<string | null> {
  const { values } = document.frontMatter;
  const start = document.titleHeading?.position?.end.offset ?? 0;
  const end = document.text.length;
  if (values.name !== undefined && values.level !== undefined) {
    return (await rewriteMarkdown(document, context, { start, end })) || null;
  }
  const texts: string[] = [];
  for (const section of sectionsOf(document.tree, end)) {
    const isLead = section.depth === 1 && section.start >= start && texts.length === 0;
    const tells = /^(about|overview|introduction|pedagogy|what you('ll| will) learn)/i.test(
      section.heading,
    );
    if (!isLead && !tells) continue;
    for (const node of section.nodes) {
      if (node.type !== 'paragraph' && node.type !== 'list') continue;
      if (
        node.type === 'paragraph' &&
        !node.children.some((child) => child.type === 'text' && child.value.trim() !== '')
      )
        continue;
      texts.push(
        await rewriteMarkdown(document, context, {
          start: node.position?.start.offset ?? end,
          end: node.position?.end.offset ?? end,
        }),
      );
    }
  }
  return texts.join('\n\n') || null;
}

function outcomesOf(document: MarkdownDocument): string[] {
  const section = sectionsOf(document.tree, document.text.length).find((part) =>
    /(learning )?outcomes|learning (objectives|goals)|what you('ll| will) learn/i.test(
      part.heading,
    ),
  );
  return section === undefined ? [] : listEntries(section.nodes);
}

function durationIn(description: string): string | null {
  const weeks = /\b(\d{1,2})[- ]weeks?\b/i.exec(description)?.[1];
  return weeks === undefined ? null : `${weeks} weeks`;
}

async function thumbnailOf(
  document: MarkdownDocument,
  meta: FrontMatterReader,
  context: Context,
): Promise<string | null> {
  const given = meta.text('thumbnail_url');
  if (given === null || /^https?:\/\//i.test(given)) return given;
  return context.pictures.placeholderFor(
    given,
    '',
    document.file.path,
    document.frontMatter.lineOf('thumbnail_url'),
  );
}

function certificateOf(
  meta: FrontMatterReader | null,
  courseName: string,
  type: 'completion' | 'assessment',
  hasTests: boolean,
  file: string,
): ImportedCertificate {
  const given = meta?.value('certificate');
  const text = (key: string): string | null => {
    const value = read(given, key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const flag = (key: string): boolean | null => {
    const value = read(given, key);
    return typeof value === 'boolean' ? value : null;
  };
  const percent = (key: string, otherwise: number): number => {
    const value = read(given, key);
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100;
    return fits ? value : otherwise;
  };
  return {
    source_key: '#certificate',
    file,
    name: (text('name') ?? courseName).slice(0, 255),
    description: text('description'),
    template_id: templates.find((entry) => entry === text('template_id')) ?? 'classic',
    type: TYPES.find((entry) => entry === text('type')) ?? type,
    requires_test_pass: flag('requires_test_pass') ?? hasTests,
    passing_percentage: percent('passing_percentage', 70),
    requires_project_completion: flag('requires_project_completion') ?? false,
    requires_lab_completion: flag('requires_lab_completion') ?? false,
    test_weight: percent('test_weight', 60),
    lab_weight: percent('lab_weight', 20),
    project_weight: percent('project_weight', 20),
    qr_verification: flag('qr_verification') ?? true,
  };
}
