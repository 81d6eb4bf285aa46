import type { List, Nodes } from 'mdast';
import type { Findings } from '../findings';
import { FrontMatterReader } from '../frontmatter';
import type { MarkdownDocument } from '../markdown/document';
import { lineOf, plainText } from '../markdown/tree';
import type { RawOption, RawQuestion, RawQuiz } from './question';

/**
 * Reads a quiz written as Markdown: a question is a heading, a paragraph or a numbered entry that
 * is followed by a list of options. The right option has a ticked box, is written bold, or is
 * named by a line "Answer: B". A quote or a line "Explanation: …" after the options explains it.
 */
export function quizFromMarkdown(document: MarkdownDocument, findings: Findings): RawQuiz {
  const meta = new FrontMatterReader(document, findings);
  return {
    key: null,
    id: meta.number('id'),
    title: document.title,
    description: meta.text('description'),
    file: document.file.path,
    line: 1,
    passingPercentage: meta.number('passing_percentage'),
    timeLimit: meta.number('time_limit'),
    difficulty: meta.text('difficulty'),
    questions: new QuestionCollector(document).collect(),
  };
}

class QuestionCollector {
  private readonly questions: RawQuestion[] = [];
  private pending: { text: string; line: number } | null = null;

  constructor(private readonly document: MarkdownDocument) {}

  collect(): RawQuestion[] {
    for (const node of this.document.tree.children) {
      if (node === this.document.titleHeading) continue;
      this.take(node);
    }
    return this.questions;
  }

  private take(node: Nodes): void {
    if (node.type === 'heading' || node.type === 'paragraph') {
      const text = plainText(node);
      if (node.type === 'paragraph' && this.takeRemark(text)) return;
      // "Question 3" alone is a label; the text below it is the question.
      const isLabel = node.type === 'heading' && /^(question|q)?\s*\d*\s*[.:)]?$/i.test(text);
      const line = this.document.linesBefore + lineOf(node);
      this.pending = isLabel ? null : { text: withoutNumber(text), line };
    } else if (node.type === 'blockquote') {
      const last = this.questions[this.questions.length - 1];
      if (last !== undefined && this.pending === null) last.explanation ??= plainText(node);
    } else if (node.type === 'list') {
      this.takeList(node);
    }
  }

  /** A list is the options of the question above it, or a numbered list of whole questions. */
  private takeList(list: List): void {
    const nested = list.children.filter((item) =>
      item.children.some((child) => child.type === 'list'),
    );
    if (nested.length > 0 && (list.ordered || this.pending === null)) {
      for (const item of list.children) {
        for (const child of item.children) this.take(child);
      }
      return;
    }
    if (this.pending === null) return;
    this.questions.push({
      key: null,
      line: this.pending.line,
      text: this.pending.text,
      options: list.children.map(readOption),
      answer: null,
      type: null,
      explanation: null,
      difficulty: null,
    });
    this.pending = null;
  }

  private takeRemark(text: string): boolean {
    const last = this.questions[this.questions.length - 1];
    if (last === undefined) return false;
    const answer = /^(?:correct )?answer\s*[:=]\s*(.+?)(?:\s+explanation\s*:\s*(.+))?$/i.exec(text);
    const explanation = /^(?:explanation|why)\s*:\s*(.+)$/i.exec(text);
    if (answer?.[1] !== undefined) {
      last.answer = answer[1].replace(/^([a-z])[.)]\s.*$/i, '$1').trim();
      last.explanation ??= answer[2] ?? null;
      return true;
    }
    if (explanation?.[1] !== undefined) {
      last.explanation ??= explanation[1];
      return true;
    }
    return false;
  }
}

function readOption(item: List['children'][number]): RawOption {
  const first = item.children.find((child) => child.type === 'paragraph');
  const text = first === undefined ? '' : plainText(first);
  const onlyBold =
    first?.type === 'paragraph' &&
    first.children.length === 1 &&
    first.children[0]?.type === 'strong';
  return { text: text.replace(/^[a-z][.)]\s+/i, ''), correct: item.checked === true || onlyBold };
}

function withoutNumber(text: string): string {
  return text.replace(/^(question\s*\d+\s*[.:)-]\s*|q?\d+\s*[.:)]\s*)/i, '') || text;
}
