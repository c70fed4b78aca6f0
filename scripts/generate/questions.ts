import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_SIDES } from '../../emulator/start.ts';

interface Discrepancy {
  readonly id: string;
  readonly topic: string;
  readonly sources: string;
  readonly variantA: string;
  readonly variantB: string;
  readonly suggestion: string;
}

const HEAD = `# Questions for the bank

<!-- Written by \`npm run generate\` from contracts/discrepancies.yaml. Do not edit. -->

Where the bank's documents contradict each other, or say nothing, and what this project assumes until the bank answers. The keys of
sources stand in \`contracts/PROVENANCE.md\`. Where a switch is named, the emulator shows the other side:
\`npm run emulator -- --variant DOC-022=A\`.
`;

/** Renders the discrepancy register as questions that a person can send to the bank. */
export async function renderQuestions(root: string): Promise<string> {
  const text = await readFile(join(root, 'contracts/discrepancies.yaml'), 'utf8');
  return [HEAD, ...(parse(text) as Discrepancy[]).map(renderQuestion)].join('\n');
}

function renderQuestion({ id, topic, sources, variantA, variantB, suggestion }: Discrepancy): string {
  const side: string | undefined = (DEFAULT_SIDES as Readonly<Record<string, string>>)[id];
  const isSilent = variantB === '-' || variantA === '-';
  const variants = [`- A: ${variantA}`, `- B: ${variantB}`].filter((line) => !line.endsWith(': -'));
  const others = side && ['A', 'B'].filter((other) => other !== side).map((other) => `\`--variant ${id}=${other}\``);
  return [
    `## ${id}: ${topic}`,
    '',
    `${isSilent ? 'What holds?' : 'Which holds?'} Seen in: ${sources}.`,
    '',
    ...variants,
    `- Assumed here: ${suggestion}`,
    ...(others ? [`- Switch: ${others.join(', ')}`] : []),
    '',
  ].join('\n');
}
