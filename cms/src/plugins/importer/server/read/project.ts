import { type Context, keyOf, shortTitle, warnAboutUnknownKeys } from './context';
import type { SourceFile, SourceFolder } from './files';
import { asText, FrontMatterReader, read } from './frontmatter';
import { codeNode, partsOf } from './lab';
import { readmeOf } from './layout';
import { type MarkdownDocument, readMarkdown } from './markdown/document';
import { rewriteMarkdown } from './markdown/rewrite';
import {
  listEntries,
  plainText,
  type Section,
  type SimpleTable,
  sectionsOf,
  tablesOf,
} from './markdown/tree';
import { isProjectFile } from './names';
import type { ChecklistEntry, ImportedProject, ImportedProjectStep } from './types';

const KEYS = ['title', 'description', 'difficulty', 'tech_stack', 'evaluation_checklist'];
const LEVEL =
  /exemplary|excellent|adequate|satisfactory|improve|poor|good|outstanding|points|meets|exceeds/i;

/** Assignments and projects of a folder: `assignment.md`, `project.md`, or folders of these names. */
export async function readProjects(
  folder: SourceFolder,
  context: Context,
): Promise<ImportedProject[]> {
  const files: SourceFile[] = folder.files.filter((file) => isProjectFile(file.name));
  for (const child of folder.folders) {
    const readme = /^(project|assignment)$/i.test(child.name) ? readmeOf(child) : null;
    if (readme !== null) files.push(readme);
  }
  const projects: ImportedProject[] = [];
  for (const file of files) {
    const project = await readProject(file, context);
    if (project !== null) projects.push(project);
  }
  return projects;
}

async function readProject(file: SourceFile, context: Context): Promise<ImportedProject | null> {
  const document = await readMarkdown(context.source, file, context.findings);
  if (document === null) return null;
  warnAboutUnknownKeys(document, KEYS, context.findings);
  const meta = new FrontMatterReader(document, context.findings);
  const key = keyOf(context, file.path);
  const parts = partsOf(document);
  const textOf = async (heading: RegExp): Promise<string | null> => {
    const part = parts.find((entry) => heading.test(entry.heading));
    return part === undefined ? null : (await rewriteMarkdown(document, context, part)) || null;
  };
  const rubric = rubricOf(document);
  const steps = await stepsOf(document, parts, key, context);
  const checklist = meta
    .entries('evaluation_checklist')
    ?.map(asCriterion)
    .filter((entry) => entry !== null);
  if (checklist === undefined && rubric === null) {
    context.findings.warning(
      'no-rubric',
      'The assignment has no table of criteria; its checklist is empty.',
      file.path,
      1,
    );
  }
  return {
    source_key: key,
    file: file.path,
    title: shortTitle(document.title, file, context.findings),
    description: meta.text('description') ?? firstParagraph(document),
    problem_statement:
      (await textOf(/^problem statement$/i)) ?? (await wholeText(document, rubric, context)),
    objectives: await textOf(/^objectives$/i),
    deliverables: await textOf(/^deliverables$/i),
    submission_instructions: await textOf(/^submission( instructions)?$/i),
    tech_stack: meta.list('tech_stack') ?? [],
    evaluation_checklist: checklist ?? (rubric === null ? [] : checklistFrom(rubric)),
    difficulty: meta.choice(['beginner', 'intermediate', 'advanced'], 'difficulty') ?? 'beginner',
    order_index: 0,
    steps,
  };
}

function asCriterion(entry: unknown): ChecklistEntry | null {
  if (typeof entry === 'string') return { criterion: entry.trim(), description: '' };
  const criterion = asText(read(entry, 'criterion'));
  return criterion ? { criterion, description: asText(read(entry, 'description')) ?? '' } : null;
}

function rubricOf(document: MarkdownDocument): SimpleTable | null {
  const tables = tablesOf(document.tree);
  return (
    tables.find(
      (table) =>
        table.header.filter((cell) => LEVEL.test(cell)).length >= 2 ||
        /^criteri/i.test(table.header[0] ?? ''),
    ) ?? null
  );
}

/** Each row is a criterion; the columns are its levels. A first column that is itself a level names none. */
function checklistFrom(table: SimpleTable): ChecklistEntry[] {
  const namesCriteria = !LEVEL.test(table.header[0] ?? '');
  return table.rows.flatMap((row): ChecklistEntry[] => {
    const levels = row.cells
      .map((cell, index) => ({ level: table.header[index] ?? '', text: cell.replace(/\n/g, ' ') }))
      .slice(namesCriteria ? 1 : 0)
      .filter((entry) => entry.text !== '');
    const criterion = (namesCriteria ? row.cells[0] : '')?.replace(/\n/g, ' ') || '';
    if (criterion === '' && levels.length === 0) return [];
    const description = levels
      .map((entry) => (entry.level === '' ? entry.text : `${entry.level}: ${entry.text}`))
      .join('\n');
    return [{ criterion: criterion || 'Overall', description }];
  });
}

/** The text as it is, without its title and without the part that became the checklist. */
async function wholeText(
  document: MarkdownDocument,
  rubric: SimpleTable | null,
  context: Context,
): Promise<string> {
  const start = document.titleHeading?.position?.end.offset ?? 0;
  const end = document.text.length;
  const part = sectionsOf(document.tree, end).find(
    (section) => rubric !== null && section.depth > 1 && tableIn(section, rubric.line),
  );
  if (part === undefined) return rewriteMarkdown(document, context, { start, end });
  const table = part.nodes.find(
    (node) => node.type === 'table' && node.position?.start.line === rubric?.line,
  );
  const heading = document.tree.children.find(
    (node) => node.type === 'heading' && node.position?.start.line === part.line,
  );
  // A heading above nothing but the table goes with it; other text of the part stays.
  const cut = part.nodes.length === 1 ? heading : table;
  const before = await rewriteMarkdown(document, context, {
    start,
    end: cut?.position?.start.offset ?? end,
  });
  const after = await rewriteMarkdown(document, context, {
    start: table?.position?.end.offset ?? end,
    end,
  });
  return [before, after].filter((text) => text !== '').join('\n\n');
}

function tableIn(section: Section, line: number): boolean {
  return section.nodes.some((node) => node.type === 'table' && node.position?.start.line === line);
}

async function stepsOf(
  document: MarkdownDocument,
  parts: Section[],
  key: string,
  context: Context,
): Promise<ImportedProjectStep[]> {
  const steps: ImportedProjectStep[] = [];
  for (const part of parts) {
    const title = /^step\s+\d+\s*[:.)–—-]*\s*(.*)$/i.exec(part.heading);
    if (title === null) continue;
    const number = steps.length + 1;
    const tips = sectionsOf(document.tree, document.text.length).find(
      (section) =>
        section.depth > 2 &&
        /^tips$/i.test(section.heading) &&
        section.start >= part.start &&
        section.end <= part.end,
    );
    const code = codeNode(part);
    steps.push({
      source_key: `${key}#step-${number}`,
      file: document.file.path,
      step_number: number,
      title: title[1]?.trim() || `Step ${number}`,
      description: await stepText(
        document,
        part,
        tips,
        code?.position?.start.offset,
        code?.position?.end.offset,
        context,
      ),
      code_snippet: code?.value ?? null,
      tips: tips === undefined ? [] : listEntries(tips.nodes),
    });
  }
  return steps;
}

/** What a step says besides its first code and its tips. */
async function stepText(
  document: MarkdownDocument,
  part: Section,
  tips: Section | undefined,
  codeStart: number | undefined,
  codeEnd: number | undefined,
  context: Context,
): Promise<string> {
  const cuts: [number, number][] = [];
  if (codeStart !== undefined && codeEnd !== undefined) cuts.push([codeStart, codeEnd]);
  if (tips !== undefined) {
    const heading = document.tree.children.find(
      (node) => node.type === 'heading' && node.position?.start.line === tips.line,
    );
    cuts.push([heading?.position?.start.offset ?? tips.start, tips.end]);
  }
  cuts.sort((a, b) => a[0] - b[0]);
  const texts: string[] = [];
  let at = part.start;
  for (const [start, end] of cuts) {
    if (start > at) texts.push(await rewriteMarkdown(document, context, { start: at, end: start }));
    at = Math.max(at, end);
  }
  texts.push(await rewriteMarkdown(document, context, { start: at, end: part.end }));
  return texts.filter((text) => text !== '').join('\n\n');
}

export function firstParagraph(document: MarkdownDocument): string | null {
  for (const node of document.tree.children) {
    if (node.type !== 'paragraph') continue;
    // Badges and banners are paragraphs of pictures only.
    const speaks = node.children.some(
      (child) => child.type === 'text' && child.value.trim() !== '',
    );
    const text = plainText(node);
    if (speaks && text.length > 1) return text;
  }
  return null;
}
