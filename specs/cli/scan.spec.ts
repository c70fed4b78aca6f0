import { mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@playwright/test';
import { whole } from '../harness/whole.ts';
import { runCrosscheck } from './command.ts';

const SSN = whole('123~-45-6789');
const MAIL = whole('ada@~bank.com');
const WHY = 'may have been issued';

/** Writes files below the test's own folder, and scans there. */
async function scan(files: Readonly<Record<string, string | Buffer>>, ...args: string[]) {
  const cwd = test.info().outputPath('.');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(`${cwd}/${name}`), { recursive: true });
    writeFileSync(`${cwd}/${name}`, content);
  }
  return await runCrosscheck(['scan', ...args], { cwd });
}

test('scan ends with exit code 0 for files without personal data', async () => {
  const { exitCode, stdout, stderr } = await scan(
    { 'in/a.json': '{"taxId":"900110001"}', 'in/b': 'ada@example.com' },
    'in',
  );
  expect([exitCode, stdout, stderr]).toEqual([0, '2 files scanned, nothing found\n', '']);
});

test('scan prints place, kind, shape and remedy of findings, and exits with 1', async () => {
  const files = { 'in/a.txt': `one\nher SSN ${SSN}\n`, 'in/deep/b.json': `{"emailAddress":"${MAIL}"}` };
  const { exitCode, stdout, stderr } = await scan(files, 'in');
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(stdout).toBe(
    [
      `in/a.txt:2:9  SSN  ###-##-####  ${WHY}`,
      'in/deep/b.json:1:18  e-mail  xxx@xxxx.xxx  is at a domain that can be registered',
      '',
      'SSN: Use one that was never issued: area 900 to 999 with a group of 11 to 16 or 40 to 48, or 987-65-4320 to 987-65-4329',
      'e-mail: Use a reserved domain: example.com, example.net, example.org, or one that ends in .example or .test',
      'For known values: --allow VALUE, or --allow DOMAIN',
      '',
      '2 files scanned, 2 places in 2 of them',
      '',
    ].join('\n'),
  );
});

test('--json prints the same findings as data, without values', async () => {
  const { exitCode, stdout } = await scan({ 'in/a.txt': SSN, 'in/b.bin': Buffer.from([65, 0, 66]) }, 'in', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    fileCount: 1,
    byteCount: 11,
    files: [
      {
        path: 'in/a.txt',
        sightings: [{ kind: 'SSN', why: WHY, remedy: expect.any(String), line: 1, column: 1, shape: '###-##-####' }],
        more: 0,
      },
    ],
    binaryFiles: ['in/b.bin'],
    skippedFolders: [],
    notFollowed: [],
    unreadable: [],
    unmatchedAllow: [],
  });
});

test('--allow accepts a value with or without separators, an address and a domain', async () => {
  const content = `${SSN}\n${MAIL}\n${whole('bob@~mail.bank.com')}\n`;
  const allow = (...texts: string[]) => ['in', ...texts.flatMap((text) => ['--allow', text])];
  const some = await scan({ 'in/a': content }, ...allow(SSN, MAIL));
  expect([some.exitCode, some.stdout]).toEqual([1, expect.stringMatching(/^in\/a:3:1 {2}e-mail /)]);
  const all = await scan({}, ...allow(SSN.replaceAll('-', ''), 'bank.com'));
  expect([all.exitCode, all.stdout]).toEqual([0, '1 file scanned, nothing found\n']);
  const other = await scan({}, ...allow(SSN, 'ank.com'));
  expect(other.exitCode, 'a part of a name is no domain').toBe(1);
  const below = await scan({}, ...allow(SSN, '.bank.com'));
  expect([below.exitCode, below.stderr]).toEqual([0, '']);
});

for (const text of [
  '',
  ' ',
  '*',
  '*.bank.com',
  'bank',
  'bank.com,other.com',
  '12',
  '1.2',
  'ada@bank',
  '@',
  `${SSN},${SSN}`,
])
  test(`--allow ${JSON.stringify(text.replace(/\d/g, '#'))} can match nothing and is refused`, async () => {
    const { exitCode, stdout, stderr } = await scan({ 'in/a': SSN }, 'in', '--allow', text);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `Cannot allow "${/[\d@]/.test(text.replace(/^@/, '')) ? text.replace(/\d/g, '#').replace(/[a-z]/g, 'x') : text}": no value can match it\n` +
        'Name one number, one e-mail address, or one domain such as bank.example, which includes its subdomains\n',
    );
  });

test('scan prints allowed texts that matched nothing, values by their shape', async () => {
  const args = ['in', '--allow', MAIL, '--allow', 'other.com', '--allow', SSN];
  const { stdout } = await scan({ 'in/a': MAIL }, ...args);
  expect(stdout).toBe('Allowed, but not found: other.com, ###-##-####\n1 file scanned, nothing found\n');
  const { stdout: json } = await scan({}, ...args, '--json');
  expect(JSON.parse(json)).toMatchObject({ unmatchedAllow: ['other.com', '###-##-####'] });
});

test('a value in a name is a finding of its own, and printed nowhere', async () => {
  const other = SSN.replace('6789', '6788');
  const files = {
    [`in/${MAIL}/a.txt`]: '',
    [`in/${MAIL}/b.txt`]: '',
    [`in/ssn_${SSN}_x.txt`]: SSN,
    [`in/${other}.bin`]: Buffer.from([0]),
    [`in/${SSN}.bin`]: Buffer.from([0]),
  };
  const { exitCode, stdout, stderr } = await scan(files, 'in');
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(stdout.split('\n').slice(0, 5).sort()).toEqual([
    `in/###-##-####.bin (its name)  SSN  ###-##-####  ${WHY}`,
    `in/###-##-####.bin (its name)  SSN  ###-##-####  ${WHY}`,
    `in/ssn_###-##-####_x.txt (its name)  SSN  ###-##-####  ${WHY}`,
    `in/ssn_###-##-####_x.txt:1:1  SSN  ###-##-####  ${WHY}`,
    'in/xxx@xxxx.xxx (its name)  e-mail  xxx@xxxx.xxx  is at a domain that can be registered',
  ]);
  expect(stdout).toContain('3 files scanned, 1 place in 1 of them, 4 places in names; not scanned: 2 binary files\n');
  const { stdout: json } = await scan({}, 'in', '--json');
  for (const value of [SSN, other, MAIL]) expect(stdout + json).not.toContain(value);
  const allowed = await scan({}, 'in', '--allow', SSN, '--allow', other, '--allow', MAIL);
  expect([allowed.exitCode, allowed.stdout]).toEqual([0, expect.stringContaining(`in/${SSN}.bin`)]);
});

test('control characters in a name are escaped', async () => {
  const { stdout } = await scan({ 'in/a\n\u001b[31m\u202eb': SSN }, 'in');
  expect(stdout).toMatch(/^in\/a\\n\\u001b\[31m\\u202eb:1:1 {2}SSN/);
  const { stderr } = await scan({}, 'no\nwhere');
  expect(stderr).toContain('No such file or folder: "no\\nwhere"');
});

test('scan lists the first ten findings of a file and counts the others', async () => {
  const { exitCode, stdout } = await scan({ 'in/many.log': `${SSN}\n`.repeat(1_000) }, 'in/many.log');
  expect([exitCode, stdout.match(/ SSN /g)?.length]).toEqual([1, 10]);
  expect(stdout).toContain('in/many.log:10:1 ');
  expect(stdout).toContain('\nin/many.log: and 990 more\n');
  expect(stdout).toContain('1 file scanned, 1000 places in 1 of them\n');
});

test('scan skips history, packages and links, and names binary files', async () => {
  const cwd = test.info().outputPath('.');
  mkdirSync(`${cwd}/in`);
  symlinkSync('..', `${cwd}/in/up`);
  const files = {
    '.git/a': SSN,
    'node_modules/p/a': SSN,
    'p/node_modules/a': SSN,
    'c.db': Buffer.from(`SQLite\0${SSN}`),
    'd.txt': '',
  };
  const inside = Object.fromEntries(Object.entries(files).map(([name, content]) => [`in/${name}`, content]));
  const { exitCode, stdout } = await scan({ ...inside, 'beside.txt': SSN }, 'in');
  expect([exitCode, stdout]).toEqual([
    0,
    'Binary: in/c.db\nLinks and special files: in/up\n1 file scanned, nothing found; not scanned: 1 binary file, 1 link or special file, .git, 2 folders node_modules\n',
  ]);
  const named = await scan({}, 'in/up', 'beside.txt');
  expect(named.exitCode, 'a link that a person names is followed').toBe(1);
  expect(named.stdout).toContain('in/up/beside.txt:1:1 ');
});

test('a file that two paths name is scanned once', async () => {
  const { stdout } = await scan({ 'in/a': SSN }, 'in', 'in/a', './in');
  expect(stdout).toContain('1 file scanned, 1 place in 1 of them\n');
});

test('no such path ends with exit code 2 before anything is scanned', async () => {
  const { exitCode, stdout, stderr } = await scan({ 'in/a': SSN }, 'in', 'nowhere');
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe('No such file or folder: "nowhere"\nName files and folders relative to the current folder\n');
  const none = await scan({});
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining("missing required argument 'path'")]);
  const device = await scan({}, '/dev/null');
  expect([device.exitCode, device.stderr]).toEqual([
    2,
    'Cannot scan "/dev/null": it is neither a file nor a folder\nWrite its content to a file, and scan that file\n',
  ]);
});

test('UTF-16 that says so is text, and letters of several bytes count as one', async () => {
  const text = `é𝒳 ${SSN}\n`;
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  const { stdout } = await scan({ 'in/a': text, 'in/b': utf16, 'in/c': Buffer.from(utf16).swap16() }, 'in');
  expect(stdout.match(/^in\/.:1:5 {2}SSN/gm)).toHaveLength(3);
});

test('UTF-32, and what else has NULs when it is read, is binary', async () => {
  const utf32 = Buffer.concat([...`\ufeff${SSN}`].map((sign) => Buffer.from([...Buffer.from(sign, 'utf16le'), 0, 0])));
  const { exitCode, stdout } = await scan({ 'in/a': utf32 }, 'in');
  expect([exitCode, stdout]).toEqual([0, 'Binary: in/a\n0 files scanned, nothing found; not scanned: 1 binary file\n']);
});

test('one line of 60 MB is read in the memory of a small one', async () => {
  const cwd = test.info().outputPath('.');
  mkdirSync(cwd, { recursive: true });
  const file = openSync(`${cwd}/long.txt`, 'w');
  const block = 'lorem ipsum 12 '.repeat(1 << 16);
  for (let at = 0; at < 61; at++) writeSync(file, block);
  writeSync(file, SSN);
  // Half of what the line needs: whoever holds it ends here.
  const limited = ['--max-old-space-size=60', '--max-semi-space-size=8'];
  const { exitCode, stdout, stderr } = await runCrosscheck(['scan', 'long.txt'], { cwd }, limited);
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(stdout).toContain(`long.txt:1:${61 * block.length + 1}  SSN  `);
});
