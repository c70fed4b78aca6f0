import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provenance } from '../../../core/operation.ts';
import { requirements } from '../../../generated/requirements.ts';
import { contractChecks, eventLaws, foreignChecks, laws } from '../../../harness/host.ts';
import { renderBlock, renderHead } from './markdown.ts';

/** A law or check as the page shows it. */
interface Rule {
  readonly name: string;
  readonly requirementIds: readonly string[];
  readonly provenance?: Provenance;
  readonly discrepancy?: string;
}

/** Frozen by the specs of laws and checks: the finding of the rejected example of each. */
const EXAMPLES = 'docs/reference/examples';

/**
 * Renders the page of ledger laws, event laws and contract checks: sentence, requirements, source, and an example
 * finding.
 */
export async function renderLaws(root: string): Promise<string> {
  const checks = [...new Set([...contractChecks, ...foreignChecks])].map(({ rule, ...check }) => ({
    ...check,
    name: rule,
  }));
  const section = async (title: string, text: string, rules: readonly Rule[], folder: string) => {
    const sentences = await readSentences(join(root, folder));
    const entries = await Promise.all(rules.map((rule) => renderRule(root, rule, sentences)));
    return [`## ${title}`, '', text, '', ...entries.flat()];
  };
  return [
    ...renderHead('Laws and checks', '`harness/ledger/laws/`, `harness/events/laws/` and `harness/contract/checks/`'),
    'A name is a sentence that is true of a correct bank. Each example is the finding of a rejected example in the specs.',
    '`source`: a document of the bank says so; `public`: another public page; `inferred`: our conclusion, which a real',
    'bank may not share. [Running workflows](../guides/running-workflows.md) explains their severities.',
    '',
    ...(await section('Ledger laws', 'Checked after every step that is audited.', laws, 'harness/ledger/laws')),
    ...(await section(
      'Event laws',
      'Checked at the end of a run that declares events.',
      eventLaws,
      'harness/events/laws',
    )),
    ...(await section('Contract checks', 'Checked for every exchange.', checks, 'harness/contract/checks')),
  ].join('\n');
}

async function renderRule(root: string, rule: Rule, sentences: ReadonlyMap<string, string>): Promise<string[]> {
  const { name, requirementIds, provenance, discrepancy } = rule;
  const example = await readFile(join(root, EXAMPLES, `${name}.txt`), 'utf8').catch(() => '');
  const behaviours = requirementIds.map((id) => {
    const row = requirements.find((requirement) => requirement.id === id);
    return `- ${id}${row ? ` (${row.document}): ${row.behaviour}` : ''}`;
  });
  return [
    `### ${name}`,
    '',
    sentences.get(name) ?? '',
    '',
    ...(provenance || discrepancy
      ? [
          [provenance && `Provenance: ${provenance}.`, discrepancy && `Takes a side of ${discrepancy}.`]
            .filter(Boolean)
            .join(' '),
          '',
        ]
      : []),
    ...(behaviours.length > 0 ? [...behaviours, ''] : []),
    ...(example === '' ? [] : renderBlock(example)),
  ];
}

/** Reads the docstring above the rule that each file of a folder exports, by the name of the file. */
async function readSentences(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const entries = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      const [, docstring = ''] = /\/\*\*((?:(?!\*\/).)*)\*\/\s*export const \w+: \w*(?:Law|Check)\b/s.exec(text) ?? [];
      return [
        name.replace(/\.ts$/, ''),
        docstring
          .replace(/^\s*\*? ?/gm, '')
          .replace(/\s+/g, ' ')
          .trim(),
      ] as const;
    }),
  );
  return new Map(entries);
}
