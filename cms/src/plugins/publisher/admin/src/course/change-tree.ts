import type { KindName } from '../../../server/tree';
import type { ChangedNode } from '../../../server/wire';

/** A thing in the tree of changes: changed itself, or only on the way to something that is. */
export interface Branch {
  readonly kind: KindName;
  readonly id: number;
  readonly title: string;
  /** Null where only something below it changed. */
  readonly node: ChangedNode | null;
  readonly children: readonly Branch[];
}

interface Growing {
  readonly kind: KindName;
  readonly id: number;
  readonly title: string;
  node: ChangedNode | null;
  readonly children: Growing[];
}

/** The changed nodes under their parents, in the order they came, which is the course's. */
export function branchesOf(nodes: readonly ChangedNode[]): readonly Branch[] {
  const roots: Growing[] = [];
  const known = new Map<string, Growing>();
  const at = (thing: Pick<Growing, 'kind' | 'id' | 'title'>, siblings: Growing[]): Growing => {
    const key = `${thing.kind} ${thing.id}`;
    const present = known.get(key);
    if (present !== undefined) return present;
    const made = { kind: thing.kind, id: thing.id, title: thing.title, node: null, children: [] };
    known.set(key, made);
    siblings.push(made);
    return made;
  };
  for (const node of nodes) {
    let siblings = roots;
    // The course is what the whole page is about; everything in it stands beside its own changes.
    for (const parent of node.path.filter(({ kind }) => kind !== 'course'))
      siblings = at(parent, siblings).children;
    at(node, siblings).node = node;
  }
  return roots;
}
