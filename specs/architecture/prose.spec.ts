import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const ALLOWED = 'scripts/prose/allowed-findings.json';
const roots: string[] = [];

/** Creates a folder that looks like the project's root. */
function createRoot(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'crosscheck-prose-'));
  roots.push(root);
  for (const [path, text] of Object.entries({ [ALLOWED]: '{}', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs the prose check on a folder. */
function checkProse(root: string, ...options: string[]) {
  const args = [resolve('scripts/check-prose.ts'), '--root', root, ...options];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

test.afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

const MANY_WORDS = Array.from({ length: 26 }, () => 'word').join('\n');
const WIDE = 'x'.repeat(60);

/** One rejected and one accepted text for each rule; the folder decides what is checked. */
const examples: readonly [rule: string, path: string, rejected: string, accepted: string][] = [
  ['unless told', 'docs/NAME.md', 'Ten seconds unless told\notherwise.', 'Default: ten seconds.'],
  ['tell apart', 'docs/NAME.md', 'The id tells two runs apart.', 'The id distinguishes two runs.'],
  ['told', 'docs/NAME.md', 'It is told as passed.', 'It is `told`.\n\n```\ntold\n```\n\n| told |\n<!-- told -->'],
  ['tell', 'docs/NAME.md', '- It tells the name.', 'See https://example.org/tell and [it](docs/tell.md).'],
  [
    'opens with a relative clause',
    'docs/NAME.md',
    'Good. What is sent is kept.',
    '# What it is\n\n**What it does**\n\nWhat is sent?',
  ],
  ['opens with a relative clause', 'core/NAME.ts', '/** How it is sent. */\nlet a: 1;', '// How it is sent\nlet a: 1;'],
  ['nobody, somebody, anybody', 'docs/NAME.md', 'It is nobody’s name.', 'It is not the name of a real person.'],
  ['go on', 'docs/NAME.md', 'The run is gone on with.', 'The names go on the list.'],
  ['can not', 'docs/NAME.md', 'It can not fail.', 'It cannot fail. It can not only fail.'],
  ['is no X', 'docs/NAME.md', 'It is no number.', 'There is no number, and it is no longer one.'],
  ['is none', 'docs/NAME.md', 'An answer is none.', 'There is none.'],
  ['stands', 'docs/NAME.md', 'It stands in a file.', 'It stands out.'],
  ['has it that', 'docs/NAME.md', 'The page has it that all fail.', 'The page says that all fail.'],
  [
    'gives',
    'core/NAME.ts',
    '/** Reads a file and gives its text. */\nlet a: 1;',
    '// The bank gives a hold\nlet a: 1;',
  ],
  ['amiss', 'docs/NAME.md', 'Something is amiss.', 'Something is wrong.'],
  ['anew', 'docs/NAME.md', 'It starts anew.', 'It starts again.'],
  ['mend', 'docs/NAME.md', 'Mend the file.', 'Amend the file.'],
  ['beside', 'docs/NAME.md', 'It is beside the file.', 'Besides, it is next to the file.'],
  ['in the place of', 'docs/NAME.md', 'A twin in the place of a customer.', 'A twin instead of a customer.'],
  ['hold against', 'docs/NAME.md', 'It holds the answer against the contract.', 'The hold against the balance ends.'],
  [
    'docstring without verb',
    'core/NAME.ts',
    '/** The name. */\nexport const name = () => 1;',
    '/** Returns the name. */\nfunction a() {}\n/** `b`: reads it. */\nfunction b() {}\n/** The name. */\nlet c: 1;',
  ],
  [
    'docstring without verb',
    'core/NAME.ts',
    'class A {\n/** Its name. */\na() {}\n}',
    '/** Source: S-ACCT. */\nfunction a() {}',
  ],
  ['long line', 'core/NAME.ts', `// ${WIDE} ${WIDE}`, `const a = '${WIDE}${WIDE}';`],
  ['long line', 'docs/NAME.md', `${WIDE} ${WIDE}`, `| ${WIDE} ${WIDE} |\n\n\`\`\`\n${WIDE} ${WIDE}\n\`\`\``],
  ['long sentence', 'docs/guides/NAME.md', `A ${MANY_WORDS}.`, '`a b` Word. '.repeat(9)],
  [
    'long title',
    'specs/NAME.spec.ts',
    `test('${'x'.repeat(81)}', run);`,
    `test(\`${'x'.repeat(72)}\${aLongName}\`, run);`,
  ],
  ['told', 'specs/NAME.spec.ts', `test.describe(\`\${name} is told\`, run);`, "use('it is told so');"],
  ['is no X', 'core/NAME.ts', `throw new Error(\`\${a} is no number\`);`, "use('told');"],
  ['go on', 'contracts/NAME.yaml', 'description: The run goes on', "sources: 'The run goes on'\nenum: [told, tell]"],
];
const place = (path: string, index: number, verdict: string) => path.replace('NAME', `${verdict}-${index}`);

let listed: string[];
test.beforeAll(() => {
  const files = examples.flatMap(([, path, rejected, accepted], index) => [
    [place(path, index, 'rejected'), rejected],
    [place(path, index, 'accepted'), accepted],
  ]);
  listed = checkProse(createRoot(Object.fromEntries(files)), '--list').stdout.split('\n');
});

for (const [index, [rule, path]] of examples.entries()) {
  test(`prose check finds "${rule}" in ${dirname(path)} (example ${index})`, () => {
    const found = (verdict: string) => listed.filter((line) => line.startsWith(`${place(path, index, verdict)}:`));
    expect(found('rejected')).toEqual([expect.stringMatching(new RegExp(`^\\S+:\\d+ ${rule}: .+ -> .+`))]);
    expect(found('accepted')).toEqual([]);
  });
}

test('prose check ignores generated files and packages', () => {
  const text = 'It is told.';
  const page = `# Page\n\n<!-- Written by npm run generate. Do not edit. -->\n\n${text}`;
  const root = createRoot({ 'generated/a.md': text, 'node_modules/a/a.md': text, 'docs/a.md': page });
  expect(checkProse(root, '--list').stdout).not.toContain('told');
});

test('prose check names the line of a finding inside a comment', () => {
  const root = createRoot({ 'core/a.ts': 'const a = 1;\n\n/**\n * A name. It\n * is told.\n */\nconst b = 1;\n' });
  expect(checkProse(root, '--list', 'core/').stdout).toContain('core/a.ts:5 told: ');
});

test('prose check accepts exactly the allowed number of findings', () => {
  const verdictOf = (allowed: number) => {
    const root = createRoot({ 'docs/a.md': 'It is told.', [ALLOWED]: JSON.stringify({ markdown: allowed }) });
    const { status, stderr } = checkProse(root);
    return { status, stderr };
  };
  expect(verdictOf(1)).toEqual({ status: 0, stderr: '' });
  expect(verdictOf(0)).toEqual({ status: 1, stderr: expect.stringContaining('docs/a.md:1 told: It is told. -> ') });
  expect(verdictOf(2)).toEqual({ status: 1, stderr: expect.stringContaining('node scripts/check-prose.ts --shrink') });
});

test('prose check --shrink lowers the allowed numbers and never raises one', () => {
  const root = createRoot({ 'docs/a.md': 'It is told.', [ALLOWED]: '{ "markdown": 2, "titles": 3 }' });
  expect(checkProse(root, '--shrink').status).toBe(0);
  expect(JSON.parse(readFileSync(join(root, ALLOWED), 'utf8'))).toEqual({ markdown: 1 });
  writeFileSync(join(root, 'docs/b.md'), 'It is told.');
  const { status, stderr } = checkProse(root, '--shrink');
  expect(stderr).toContain('Cannot raise the allowed findings of markdown');
  expect(status).toBe(1);
  expect(JSON.parse(readFileSync(join(root, ALLOWED), 'utf8'))).toEqual({ markdown: 1 });
});

test('prose check finds a commit subject over 72 characters', () => {
  const root = createRoot({});
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  git('init', '--quiet');
  for (const length of [90, 72, 73]) git('commit', '--quiet', '--allow-empty', '-m', 'x'.repeat(length));
  const since = git('rev-parse', 'HEAD~2').trim();
  const { status, stderr } = checkProse(root, '--since', since);
  expect(stderr.match(/x{72,}/g)).toEqual(['x'.repeat(73)]);
  expect(status).toBe(1);

  const clone = createRoot({});
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, join(clone, 'shallow')]);
  const shallow = checkProse(join(clone, 'shallow'), '--since', since);
  expect(shallow.stdout).toContain('Commit subjects are not checked');
  expect(shallow.status).toBe(0);
});

test('prose check without a Git history says that it did not look', () => {
  const { status, stdout } = checkProse(createRoot({}));
  expect(stdout).toContain('Commit subjects are not checked');
  expect(status).toBe(0);
});
