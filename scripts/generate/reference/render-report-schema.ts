import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderHead, renderTable } from './markdown.ts';

/** The keywords of JSON Schema that the report's schema uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Renders the page of the fields of `run.json`, a table for each kind of object. */
export async function renderReportSchema(root: string): Promise<string> {
  const schema = JSON.parse(await readFile(join(root, 'contracts/run-report.schema.json'), 'utf8')) as Schema;
  const definitions = Object.entries(schema.$defs ?? {}).filter(([, { properties }]) => properties);
  return [
    ...renderHead('The report run.json', '`contracts/run-report.schema.json`'),
    'The file is in the folder of each run and in `reports/latest/run/`. Amounts are integer cents.',
    '',
    '## report',
    '',
    ...renderFields(schema),
    ...definitions.flatMap(([name, definition]) => [`## ${name}`, '', ...renderFields(definition)]),
  ].join('\n');
}

function renderFields(schema: Schema): string[] {
  return renderTable(['field', 'type', 'meaning'], listFields(schema, ''));
}

/** Lists the fields of an object and of the objects within it, each by its path. */
function listFields({ properties = {}, required = [] }: Schema, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([name, child]) => {
    const isList = child.type === 'array';
    const path = `${prefix}${name}${isList ? '[]' : ''}`;
    const optional = required.includes(name) ? '' : ', optional';
    const inner = isList ? (child.items ?? {}) : child;
    return [
      [`\`${path}\``, `${describeType(inner)}${optional}`, child.description ?? ''],
      ...listFields(inner, `${path}.`),
    ];
  });
}

function describeType(schema: Schema): string {
  if (schema.$ref) return schema.$ref.replace('#/$defs/', '');
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  return schema.const === undefined ? (schema.type ?? 'any') : `\`${String(schema.const)}\``;
}
