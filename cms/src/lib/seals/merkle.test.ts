import { describe, expect, it } from 'vitest';
import { hashBytes, leafHash, leafHashOfText, pathTo, rootFromPath, rootOf } from './merkle';

/** Leaves and the roots of the first 1 to 8 of them, as the tests of Certificate Transparency have them. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = Buffer.concat(inputs.map((hex) => leafHash(Buffer.from(hex, 'hex'))));
const first = (count: number) => leaves.subarray(0, count * hashBytes);

/** Larger trees, whose leaves are all different. */
const numbered = (count: number) =>
  Buffer.concat(Array.from({ length: count }, (_, n) => leafHashOfText(`leaf ${n}`)));

describe('a Merkle tree', () => {
  it.each(roots.map((root, n) => [n + 1, root] as const))(
    'of %i leaves has the root of RFC 6962',
    (count, root) => {
      expect(rootOf(first(count)).toString('hex')).toBe(root);
    },
  );

  it('hashes a text as its UTF-8', () => {
    expect(leafHashOfText('भाषा')).toEqual(leafHash(Buffer.from('भाषा')));
  });

  it('proves each of its leaves, in trees of every size up to 33', () => {
    for (let size = 1; size <= 33; size += 1) {
      const tree = numbered(size);
      for (let index = 0; index < size; index += 1) {
        const leaf = tree.subarray(index * hashBytes, (index + 1) * hashBytes);
        const path = pathTo(tree, index);
        expect(rootFromPath(leaf, index, size, path)).toEqual(rootOf(tree));
      }
    }
  });

  it('proves nothing by a path of another place, another size, another length or another leaf', () => {
    const size = 13;
    const tree = numbered(size);
    const root = rootOf(tree);
    const leaf = tree.subarray(5 * hashBytes, 6 * hashBytes);
    const path = pathTo(tree, 5);
    const wrong = [
      rootFromPath(leaf, 4, size, path),
      rootFromPath(leaf, 6, size, path),
      rootFromPath(leaf, 5, 4, path),
      rootFromPath(leaf, 5, size, path.slice(1)),
      rootFromPath(leaf, 5, size, [...path, root]),
      rootFromPath(leaf, 13, size, path),
      rootFromPath(leaf, -1, size, path),
      rootFromPath(leafHashOfText('leaf 6'), 5, size, path),
    ];
    for (const reached of wrong) expect(reached).not.toEqual(root);
  });
});
