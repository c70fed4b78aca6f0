// The layer table of ARCHITECTURE.md as data. A folder may import the folders in its row, its own files, and packages.
// A subfolder with a row of its own follows that row.
const PARTY_BELOW = {
  core: [],
  generated: ['core'],
  'harness/target': ['core', 'generated'],
  'harness/masking': ['core', 'generated'],
  'harness/client': ['core', 'generated', 'harness/masking'],
  // The API of a target for people who write specs and scripts by hand.
  'harness/api': ['core', 'generated', 'harness/client', 'harness/contract', 'harness/masking', 'harness/report'],
  'harness/personal-data': ['core'],
  'harness/contract': ['core', 'generated'],
  'harness/customers': ['core', 'generated', 'harness/personal-data', 'harness/contract'],
  'harness/onboarding': [
    'core',
    'generated',
    'harness/client',
    'harness/contract',
    'harness/customers',
    'harness/masking',
  ],
  // The text of untrusted documents.
  'harness/documents': ['core'],
  'harness/ledger': ['core', 'generated', 'harness/client', 'harness/contract', 'harness/documents', 'harness/masking'],
  'harness/events': ['core', 'generated', 'harness/client', 'harness/contract'],
  // The language, what writes it, and what executes it.
  'harness/workflow/arazzo': ['core', 'generated'],
  'harness/workflow/builder': ['core', 'generated', 'harness/customers', 'harness/workflow/arazzo'],
  'harness/workflow/engine': [
    'core',
    'generated',
    'harness/client',
    'harness/contract',
    'harness/ledger',
    'harness/events',
    'harness/workflow/arazzo',
    'harness/masking',
  ],
  'harness/workflow/files': [
    'core',
    'generated',
    'harness/contract',
    'harness/workflow/arazzo',
    'harness/workflow/builder',
    'harness/workflow/engine',
  ],
  // The steps that most workflows begin with.
  'harness/workflow/parts': ['core', 'generated', 'harness/workflow/builder'],
  'harness/report': ['core', 'generated', 'harness/client', 'harness/masking'],
  // Reports, checkpoints and locks as files.
  'harness/runs': ['core', 'harness/workflow/engine'],
  'emulator/log': ['core'],
  'emulator/bank': ['core', 'generated'],
  'emulator/webhooks': ['core', 'emulator/bank'],
  'emulator/api': ['core', 'generated', 'emulator/log', 'emulator/bank', 'emulator/webhooks'],
  workflows: ['core', 'generated/types', 'harness/index.ts', 'harness/workflow/parts'],
  cli: [
    'core',
    'generated',
    'harness/host.ts',
    'harness/customers/index.ts',
    'harness/runs',
    'emulator/start.ts',
    'emulator/demo.ts',
    'workflows',
  ],
  // The fixtures for tests: they run the harness on an emulator inside the caller's Playwright.
  playwright: ['core', 'generated', 'harness', 'emulator/start.ts'],
  scripts: [
    'core',
    'generated',
    'harness/host.ts',
    'harness/customers/index.ts',
    'emulator/start.ts',
    'emulator/demo.ts',
    'workflows',
    // The commands and their options, for the reference.
    'cli/program.ts',
  ],
  // The pages of docs/reference/ are rendered from the code's own tables.
  'scripts/generate': [
    'core',
    'generated',
    'cli/program.ts',
    'harness/host.ts',
    'harness/runs/exit-code.ts',
    'emulator/start.ts',
    'emulator/demo.ts',
    'emulator/api/error-responses.ts',
    'emulator/api/error-reference.ts',
    'workflows',
  ],
  // Books of a million records are filled from inside.
  'scripts/bench': [
    'core',
    'generated',
    'scripts',
    'harness/host.ts',
    'harness/customers/index.ts',
    'harness/masking',
    'harness/workflow/parts',
    'emulator',
    'workflows',
  ],
  specs: ['core', 'generated', 'harness', 'emulator', 'workflows', 'playwright', 'playwright.config.ts'],
};

const OWN_CODE = '^(core|generated|harness|emulator|workflows|cli|playwright|scripts|specs|contracts)/';

const rowsWithin = (folder) =>
  Object.keys(PARTY_BELOW)
    .filter((other) => other.startsWith(`${folder}/`))
    .map((other) => `^${other}/`);

const layers = Object.entries(PARTY_BELOW).map(([folder, allowed]) => ({
  name: `layer-of-${folder.replace('/', '-')}`,
  comment: `${folder} may import only ${allowed.join(', ') || 'packages'}`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: rowsWithin(folder) },
  to: {
    path: OWN_CODE,
    pathNot: [folder, ...allowed].map((path) => (path.endsWith('.ts') ? `^${path.replace('.', '\\.')}$` : `^${path}/`)),
  },
}));

export default {
  forbidden: [
    ...layers,
    {
      name: 'parties-never-share-code',
      comment: 'A bug in the bank must not hide in its auditor: emulator/ and harness/ never import each other',
      severity: 'error',
      from: { path: '^(emulator|harness)/' },
      to: { path: '^(emulator|harness)/', pathNot: '^$1/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
