import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { bareEnvironment, COMMAND } from './command.ts';

const GUIDES = 'docs/guides';
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(GUIDES).map((name) => `${GUIDES}/${name}`),
];

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const helps = new Map<string, string>();

/** Returns the help of a command; of the program for an empty name. */
function helpOf(command: string): string {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const args = [COMMAND, ...(command === '' ? [] : command.split(' ')), '--help'];
  const help = execFileSync(process.execPath, args, { encoding: 'utf8', env: bareEnvironment() });
  helps.set(command, help);
  return help;
}

/** Returns the names of the commands that a help lists. */
const commandsIn = (help: string): string[] =>
  [...(help.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);

/** Returns the options that a help lists. */
const optionsIn = (help: string): string[] =>
  [...help.matchAll(/(?:^|[ ,])(--[a-z-]+)/gm)].map(([, name = '']) => name);

interface Call {
  readonly page: string;
  readonly text: string;
}

/** Returns the code of the pages, a line each, without comments. */
const lines: readonly Call[] = pages.flatMap((page) => {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) =>
    code.replaceAll('\\\n', ' ').split('\n'),
  );
  const spans = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...spans].map((code) => ({ page, text: code.replace(/ #.*$/, '') }));
});

/** Returns what follows a program in the lines that call it, up to the next program. */
const callsOf = (program: RegExp): Call[] =>
  lines.flatMap(({ page, text }) =>
    text.split(/&&|;|\|/).flatMap((part) => {
      const [, rest] = program.exec(part) ?? [];
      return rest === undefined ? [] : [{ page, text: rest.trim() }];
    }),
  );

/** Returns the problems of a call of `crosscheck`: an unknown command or option. */
function problemsOf({ page, text }: Call): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first = '', second = ''] = words;
  const named = /^[a-z]/.test(first) ? first : '';
  if (named !== '' && !commandsIn(helpOf('')).includes(named)) return [`${page}: there is no command "${named}"`];
  const subcommand = named !== '' && commandsIn(helpOf(named)).includes(second) ? `${named} ${second}` : named;
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0] ?? '');
  const known = optionsIn(helpOf(subcommand));
  return options.filter((option) => !known.includes(option)).map((option) => `${page}: ${subcommand} has no ${option}`);
}

test('README and guides name only commands and options of crosscheck that exist', () => {
  const calls = callsOf(/^(?:.*\s)?(?:npx )?crosscheck(?=\s|$)(.*)$/).filter(({ text }) => !text.startsWith('/'));
  expect(calls.length).toBeGreaterThan(30);
  expect(calls.flatMap(problemsOf)).toEqual([]);
  const starts = callsOf(/^(?:.*\s)?npm start(?:\s+--)?(?=\s|$)(.*)$/).map((call) => ({
    ...call,
    text: `run ${call.text}`,
  }));
  expect(starts.length).toBeGreaterThan(5);
  expect(starts.flatMap(problemsOf)).toEqual([]);
});

test('README and guides name only npm scripts that exist', () => {
  const named = callsOf(/^(?:.*\s)?npm run ([a-z-]+)/);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(({ text }) => !(text in scripts))).toEqual([]);
});

test('README and guides describe only options that a command has', () => {
  const commands = commandsIn(helpOf(''))
    .filter((name) => name !== 'help')
    .flatMap((name) => {
      const subcommands = commandsIn(helpOf(name)).filter((subcommand) => subcommand !== 'help');
      return [name, ...subcommands.map((subcommand) => `${name} ${subcommand}`)];
    });
  const known = new Set([...commands, ''].flatMap((name) => optionsIn(helpOf(name))));
  const alone = lines.filter(({ text }) => text.startsWith('--'));
  const unknown = alone.filter(({ text }) => !known.has(text.split(/[ =]/)[0] ?? ''));
  expect(alone.length).toBeGreaterThan(40);
  expect(unknown).toEqual([]);
});

test('troubleshooting quotes messages that the code has', () => {
  const sources = ['cli', 'core', 'harness', 'emulator', 'playwright'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|js)$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  );
  sources.push(readFileSync('node_modules/playwright/lib/index.js', 'utf8'));
  const rows = [...readFileSync(`${GUIDES}/troubleshooting.md`, 'utf8').matchAll(/^\| `([^`]+)` \|/gm)];
  const quoted = rows.map(([, text = '']) => text).filter((text) => !text.startsWith('npm '));
  expect(quoted.length).toBeGreaterThan(10);
  const isInCode = (part: string) => sources.some((source) => source.includes(part));
  expect(
    quoted.flatMap((text) => text.split('...').map((part) => part.trim())).filter((part) => !isInCode(part)),
  ).toEqual([]);
});
