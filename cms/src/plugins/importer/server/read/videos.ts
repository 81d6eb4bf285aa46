import type { Nodes } from 'mdast';
import type { MarkdownDocument } from './markdown/document';
import { plainText, walk } from './markdown/tree';
import type { Titled } from './types';

/** YouTube videos a text shows or mentions, in its order, each once. */

export interface Videos {
  /** The first video the text shows (a thumbnail, a player, a line of its own), not one it only mentions. */
  shown: string | null;
  all: Titled[];
}

export function videosOf(document: MarkdownDocument): Videos {
  const all = new Map<string, Titled>();
  let shown: string | null = null;
  const add = (url: string, title: string, isShown: boolean): void => {
    const id = youtubeId(url);
    if (id === null) return;
    const address = `https://www.youtube.com/watch?v=${id}`;
    if (!all.has(id)) all.set(id, { title: title || address, url: address });
    if (isShown) shown ??= address;
  };
  const definitions = new Map<string, string>();
  for (const { node } of walk(document.tree)) {
    if (node.type === 'definition') definitions.set(node.identifier, node.url);
  }
  for (const { node, parents } of walk(document.tree)) {
    if (node.type === 'link') {
      add(node.url, node.title || titleOf(node), showsPicture(node) || standsAlone(parents));
    } else if (node.type === 'linkReference') {
      add(
        definitions.get(node.identifier) ?? '',
        titleOf(node),
        showsPicture(node) || standsAlone(parents),
      );
    } else if (node.type === 'html') {
      for (const match of node.value.matchAll(
        /<(iframe|a)\b[^>]*?\s(?:src|href)\s*=\s*["']([^"']+)["'][^>]*>/gi,
      )) {
        const title = /\stitle\s*=\s*["']([^"']*)["']/i.exec(match[0])?.[1] ?? '';
        add(match[2] ?? '', title, /^iframe$/i.test(match[1] ?? ''));
      }
    }
  }
  return { shown, all: [...all.values()] };
}

export function youtubeId(url: string): string | null {
  const match =
    /^(?:https?:)?\/\/(?:(?:www|m|music)\.)?(?:youtube(?:-nocookie)?\.com\/(?:watch\/?\?(?:[^#]*&)?v=|embed\/|shorts\/|live\/|v\/)|youtu\.be\/)([\w-]{11})(?![\w-])/i.exec(
      url.trim(),
    );
  return match?.[1] ?? null;
}

function titleOf(link: Nodes): string {
  const text = plainText(link);
  return /^https?:\/\//i.test(text) ? '' : text;
}

function showsPicture(link: Nodes): boolean {
  return (
    'children' in link &&
    link.children.some((child) => child.type === 'image' || child.type === 'imageReference')
  );
}

function standsAlone(parents: Nodes[]): boolean {
  const parent = parents[parents.length - 1];
  return parent?.type === 'paragraph' && parent.children.length === 1;
}
