import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { expect, test } from '@playwright/test';
import type { SentRequest } from '../../core/exchange.ts';
import { renderCurl } from '../../harness/report/render-curl.ts';
import { HOSTILE, HOSTILE_ALL, problemsOf } from './hostile-texts.ts';

const KEY = '00000000-0000-4000-8000-000000000001';
const URL_OF_BANK = 'https://bank.example/core/v1/transfers';

/** Runs a command with `sh`, where `curl` prints its arguments, and returns them. */
function argumentsOf(lines: readonly string[]): string[] {
  const folder = test.info().outputPath('.');
  const stub = test.info().outputPath('curl');
  writeFileSync(stub, '#!/bin/sh\nprintf "%s\\0" "$@"\n');
  chmodSync(stub, 0o755);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, TOKEN: 'a b"$c' };
  const output = execFileSync('sh', ['-c', lines.join('\n')], { cwd: folder, env, encoding: 'utf8' });
  expect(readdirSync(folder), 'the command does nothing else').toEqual(['curl']);
  return output.split('\0').slice(0, -1);
}

function requestOf(changes: Partial<SentRequest>): SentRequest {
  return { method: 'POST', url: URL_OF_BANK, headers: { 'content-type': 'application/json' }, ...changes };
}

/** Texts that do something in a shell, or in curl, if they are not quoted. */
const SHELL: readonly string[] = [
  "it's",
  "'; touch forged; '",
  "'$(touch forged)'",
  '$(touch forged) `touch forged` $HOME $TOKEN',
  'a\ntouch forged\n',
  'back\\slash\\\n "double" !history',
  '-o forged',
  '@/etc/passwd',
  '> forged < in | sh & (x) {a,b} [1-9] * ? ~ #',
  '\\u0027 \\x27 \\047',
  'tab\t',
];

test('renderCurl quotes hostile values so that sh passes them on unchanged', () => {
  for (const text of [...SHELL, ...HOSTILE, HOSTILE_ALL]) {
    const body = { text, nested: [{ text }], [text]: 1 };
    const { lines } = renderCurl(requestOf({ body }), () => KEY);
    expect(lines.flatMap(problemsOf), JSON.stringify(text)).toEqual([]);
    const sent = argumentsOf(lines);
    expect(sent.slice(0, -1)).toEqual([
      '-g',
      '-X',
      'POST',
      URL_OF_BANK,
      '-H',
      'content-type: application/json',
      '--data-raw',
    ]);
    expect(JSON.parse(sent.at(-1) ?? ''), JSON.stringify(text)).toEqual(body);
  }
});

test('renderCurl quotes hostile methods, addresses and headers', () => {
  for (const text of SHELL.filter((one) => !/[\n\t]/.test(one))) {
    const request = { method: text, url: `https://bank.example/${text}`, headers: { 'x-note': text, empty: '' } };
    const { lines } = renderCurl(request);
    expect(argumentsOf(lines)).toEqual(['-g', '-X', text, request.url, '-H', `x-note: ${text}`, '-H', 'empty;']);
  }
  const { lines } = renderCurl({ method: 'GET', url: 'https://bank.example/', headers: { 'x-note': HOSTILE_ALL } });
  expect(lines.flatMap(problemsOf)).toEqual([]);
  expect(argumentsOf(lines)).toHaveLength(6);
});

test('renderCurl sends the fields of a form URL-encoded', () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = { 'a b': "it's", list: ['@x', '$(touch forged)'] };
  const { lines } = renderCurl(requestOf({ headers, body }));
  const fields = ["a%20b=it's", 'list=@x', 'list=$(touch forged)'];
  expect(argumentsOf(lines).slice(6)).toEqual(fields.flatMap((field) => ['--data-urlencode', field]));
});

test('renderCurl writes placeholders for masked values and a new idempotency key', () => {
  const request = requestOf({
    url: `${URL_OF_BANK}/***?taxId=***&page=1`,
    headers: { authorization: '***', 'idempotency-key': 'old', cookie: '***' },
    body: { name: { last: '***' }, taxId: '***', note: 'for *** only', amount: 5 },
  });
  const { lines, placeholders } = renderCurl(request, () => KEY);
  expect(placeholders).toEqual(['$TOKEN', '<cookie>', '<last>', '<note>', '<taxId>', '<value>']);
  expect(argumentsOf(lines).slice(3)).toEqual([
    `${URL_OF_BANK}/<value>?taxId=<taxId>&page=1`,
    '-H',
    'authorization: Bearer a b"$c',
    '-H',
    `idempotency-key: ${KEY}`,
    '-H',
    'cookie: <cookie>',
    '--data-raw',
    '{"name":{"last":"<last>"},"taxId":"<taxId>","note":"for <note> only","amount":5}',
  ]);
});

test('renderCurl writes a placeholder for a body that the report does not keep', () => {
  const { lines, placeholders } = renderCurl(requestOf({ body: '12 characters of text' }));
  expect([argumentsOf(lines).at(-1), placeholders]).toEqual(['<body>', ['<body>']]);
});
