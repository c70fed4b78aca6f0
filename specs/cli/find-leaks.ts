import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/**
 * Lists where a folder's files, or texts by name, show any of these values: as they are, in another casing,
 * reformatted, escaped, percent-encoded, or in anything that is base64. Looks into archives.
 */
export function findLeaks(
  values: readonly string[],
  folder: string,
  texts: Readonly<Record<string, string>>,
): string[] {
  const files = filesIn(folder).flatMap((file) => contentsOf(join(folder, file)).map((text) => [file, text] as const));
  return [...files, ...Object.entries(texts)].flatMap(([name, text]) => {
    const all = `${text}\n${decodedRunsOf(text)}`.toLowerCase();
    const shown = values.flatMap((value) => formsOf(value).find((form) => all.includes(form)) ?? []);
    return shown.map((form) => `${name} shows ${form}: ${excerpt(all, form)}`);
  });
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => !name.includes('node_modules') && statSync(join(folder, name)).isFile());
}

function contentsOf(file: string): string[] {
  const content = readFileSync(file);
  return file.endsWith('.zip') ? entriesOf(content) : [content.toString()];
}

/** Lists the files of a ZIP archive by its central directory. Source: APPNOTE 6.3, sections 4.3.7 and 4.3.12. */
function entriesOf(archive: Buffer): string[] {
  const found: string[] = [];
  for (let at = archive.indexOf('PK\u0001\u0002'); at !== -1; at = archive.indexOf('PK\u0001\u0002', at + 46)) {
    const [method, size, start] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 42),
    ];
    if (archive.readUInt32LE(start) !== 0x04034b50) continue;
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    const packed = archive.subarray(from, from + size);
    found.push((method === 8 ? inflateRawSync(packed) : packed).toString());
  }
  return found;
}

function formsOf(value: string): string[] {
  const [, area, group, serial] = /^(\d{3})(\d{2})(\d{4})$/.exec(value) ?? [];
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    value.replaceAll('/', '~1'),
    ...(area ? [`${area}-${group}-${serial}`] : []),
    ...(year ? [`${month}/${day}/${year}`] : []),
  ].map((form) => form.toLowerCase());
}

/** Decodes the base64 in a text; each part may begin at any of four positions. */
function decodedRunsOf(text: string): string {
  const runs = text.match(/[\w+/-]{8,}/g) ?? [];
  return runs
    .flatMap((run) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64').toString()))
    .join('\n');
}

function excerpt(text: string, form: string): string {
  const at = text.indexOf(form);
  return text.slice(Math.max(0, at - 60), at + form.length + 60);
}
