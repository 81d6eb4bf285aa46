// The rooms' directions of the design: learner -> contract <- cms, and the floors inside each room.
// What only tests use lies in a folder `testing` where several of them share it.
const test = ['\\.test\\.tsx?$', '/testing/'];

const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: test, ...from },
  to,
});

/** A floor of the learner site may not know the floors above it. */
const floors = ['lib', 'stores', 'islands', 'components', 'layouts', 'pages'];
const floorRules = floors
  .slice(0, -1)
  .map((floor, index) =>
    forbid(
      `learner-${floor}-stays-below`,
      `learner/src/${floor} must not import from ${floors.slice(index + 1).join(', ')}.`,
      { path: `^learner/src/${floor}/` },
      { path: `^learner/src/(${floors.slice(index + 1).join('|')})/` },
    ),
  );

export default {
  forbidden: [
    forbid(
      'contract-knows-nobody',
      'The contract imports zod and itself.',
      { path: '^contract/' },
      { path: '.', pathNot: ['^contract/', 'node_modules/zod/'] },
    ),
    forbid(
      'cms-knows-only-the-contract',
      'The cms may import the contract, never another room.',
      { path: '^cms/' },
      { path: '^(learner|scripts|e2e)/' },
    ),
    forbid(
      'learner-knows-only-the-contract',
      'The learner site may import the contract, never another room.',
      { path: '^learner/' },
      { path: '^(cms|scripts|e2e)/' },
    ),
    forbid(
      'plugins-never-import-api',
      'Endpoints may use plugins, plugins never endpoints.',
      { path: '^cms/src/plugins/' },
      { path: '^cms/src/api/' },
    ),
    forbid(
      'lib-is-the-lowest',
      'cms/src/lib is used by all rooms and uses none.',
      { path: '^cms/src/lib/' },
      { path: '^cms/src/(api|plugins|bootstrap|extensions)/' },
    ),
    forbid(
      'database-stands-alone',
      'cms/database runs before the cms exists.',
      { path: '^cms/database/' },
      { path: '^cms/(src|config|commands)/' },
    ),
    ...floorRules,
    forbid('no-circles', 'Two files that import each other are one file.', {}, { circular: true }),
    forbid(
      'nothing-unresolvable',
      'An import that resolves to nothing fails at run time.',
      {},
      {
        couldNotResolve: true,
        pathNot:
          '^(astro|virtual):|^(hast|mdast|unist)$|^@strapi/strapi/admin$|^@ourshiksha/contract/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    exclude: { path: ['(^|/)dist/', '\\.astro(/|$)', 'cms/types/generated', '\\.d\\.ts$'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.astro'],
    },
  },
};
