import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const cruiser = resolve('node_modules/.bin/depcruise');
const FOLDERS = ['core', 'generated', 'harness', 'emulator', 'workflows', 'cli', 'playwright', 'scripts', 'specs'];

interface Cruise {
  summary: {
    totalCruised: number;
    totalDependenciesCruised: number;
    violations: { rule: { name: string }; from: string; to: string }[];
  };
}

/** Cruises a folder that looks like the project's root. */
function cruise(cwd: string, folders: readonly string[] = FOLDERS): Cruise['summary'] {
  const result = spawnSync(
    process.execPath,
    [cruiser, ...folders, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
    { cwd, encoding: 'utf8', maxBuffer: 1e9 },
  );
  return (JSON.parse(result.stdout) as Cruise).summary;
}

test('imports only point to lower layers', () => {
  const { violations, totalCruised, totalDependenciesCruised } = cruise('.');
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  // A run that saw nothing proves nothing.
  expect(totalCruised).toBeGreaterThan(100);
  expect(totalDependenciesCruised).toBeGreaterThan(300);
});

const planted: [what: string, file: string, imported: string, rule: string][] = [
  ['the bank from its auditor', 'harness/ledger/planted.ts', 'emulator/bank/target.ts', 'parties-never-share-code'],
  ['the auditor from the bank', 'emulator/bank/planted.ts', 'harness/client/target.ts', 'parties-never-share-code'],
  ['a higher layer', 'harness/client/planted.ts', 'harness/ledger/target.ts', 'layer-of-harness-client'],
  ['HTTP from the books', 'emulator/bank/planted.ts', 'emulator/api/target.ts', 'layer-of-emulator-bank'],
  ['anything from the vocabulary', 'core/planted.ts', 'generated/target.ts', 'layer-of-core'],
  [
    'the inside of the harness from a workflow',
    'workflows/planted.ts',
    'harness/client/target.ts',
    'layer-of-workflows',
  ],
  ['the inside of the harness from the command line', 'cli/planted.ts', 'harness/client/target.ts', 'layer-of-cli'],
  ['specs from the Playwright fixtures', 'playwright/planted.ts', 'specs/target.ts', 'layer-of-playwright'],
  ['specs from scripts', 'scripts/planted.ts', 'specs/target.ts', 'layer-of-scripts'],
];
for (const [what, file, imported, rule] of planted) {
  test(`a planted import of ${what} is found, even of a type only`, () => {
    const root = mkdtempSync(join(tmpdir(), 'crosscheck-architecture-'));
    try {
      for (const path of [file, imported]) mkdirSync(join(root, dirname(path)), { recursive: true });
      const depth = '../'.repeat(file.split('/').length - 1);
      writeFileSync(join(root, imported), 'export type Thing = string;\n');
      writeFileSync(
        join(root, file),
        `import type { Thing } from '${depth || './'}${imported}';\nexport const thing: Thing = '';\n`,
      );
      for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json'])
        writeFileSync(join(root, name), readFileSync(name));
      symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
      const { violations } = cruise(root, [file.split('/')[0] ?? '', imported.split('/')[0] ?? '']);
      expect(violations).toContainEqual(
        expect.objectContaining({ rule: expect.objectContaining({ name: rule }), from: file, to: imported }),
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
}

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);
const sources = tracked.filter(
  (path) => /\.(ts|js|mjs)$/.test(path) && !path.startsWith('generated/') && !path.startsWith('specs/'),
);
const lines = (paths: readonly string[], pattern: RegExp) =>
  paths.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );

const homes: [what: string, pattern: RegExp, home: RegExp][] = [
  [
    'The environment is read',
    /process\.env/,
    /^(harness\/target|harness\/runs|cli|playwright|scripts)\/|^playwright\.config\.ts:/,
  ],
  ['The console and process exit are used', /console\.|process\.exit/, /^(cli|scripts)\//],
  ['The wall clock is read', /Date\.now\(|new Date\(\)|performance\.now\(/, /^core\/|^scripts\/bench/],
  ['System randomness is drawn', /Math\.random\(|randomUUID|randomBytes|getRandomValues/, /^core\//],
];
for (const [what, pattern, home] of homes) {
  test(`${what} only where the house says`, () => {
    const found = lines(sources, pattern);
    expect(found.length, 'the pattern must match somewhere, or it proves nothing').toBeGreaterThan(0);
    expect(found.filter((line) => !home.test(line))).toEqual([]);
  });
}

/** Code that can open a connection; `import type` cannot. */
const CONNECTS =
  /^(?!import type)(?=.*(\bfetch\(|(from|import\(|getBuiltinModule\() ?'(node:)?(https?|http2|net|tls|dgram|undici|ws)'|new (WebSocket|EventSource)\())/;
/** The senders, each of which asks the guard of addresses at the last moment. */
const SENDERS = [
  'emulator/webhooks/deliver-event.ts',
  'harness/client/send-once.ts',
  'harness/workflow/files/load-description.ts',
];

test('connections are opened by the guarded senders only', () => {
  // Benches measure against servers of their own, and the writer of pipes has no address.
  const shipped = sources.filter((path) => !/^(scripts\/bench[/.]|cli\/customers\/writers\.ts)/.test(path));
  const files = new Set(lines(shipped, CONNECTS).map((line) => line.split(':')[0]));
  expect([...files].sort()).toEqual(SENDERS);
  const guards = SENDERS.filter((path) => /describeForbiddenAddress\(|guardRequest\(/.test(readFileSync(path, 'utf8')));
  expect(guards).toEqual(SENDERS);
});

test('no folder is a drawer for everything', () => {
  expect(sources.filter((path) => /(^|\/)(utils?|helpers?|common|misc)\//.test(path))).toEqual([]);
});

test('the lock file holds no download addresses, and no file a path of one machine', () => {
  expect(lines(['package-lock.json'], /"resolved": "http/)).toEqual([]);
  const texts = tracked.filter((path) => /\.(ts|js|mjs|json|ya?ml|md|txt|sh)$|^\.|run$/.test(path));
  const machinePath = new RegExp(`(^|[^A-Za-z0-9_./-])/${'(work|root|home)'}/[A-Za-z]`);
  expect(lines(texts, machinePath)).toEqual([]);
});

test('docs/reference/environment.md lists exactly the variables that the code reads', () => {
  const page = readFileSync('docs/reference/environment.md', 'utf8');
  const documented = new Set([...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = '']) => name));
  const code = tracked.filter((path) => /\.(ts|js)$/.test(path) && !path.startsWith('scripts/generate/reference/'));
  const texts = code.map((path) => readFileSync(path, 'utf8')).join('\n');
  const destructured = [...texts.matchAll(/\{([^{}]*)\} = process\.env/g)].map(([, names = '']) => names).join(' ');
  const direct = [...texts.matchAll(/process\.env\.[A-Z_]+|\bCOS_(?!DIGEST)[A-Z_]+/g)].join(' ');
  const read = new Set(`${destructured} ${direct}`.match(/\b[A-Z]+_[A-Z_]+\b|\bCI\b/g));
  // Set by tests for the processes that they start; NO_COLOR is read by picocolors.
  for (const name of ['SOCKET_LOG', 'FULL_DISK']) read.delete(name);
  expect([...documented].sort()).toEqual([...read, 'NO_COLOR'].sort());
});
