import { readdir, readFile } from 'node:fs/promises';
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

<!-- Written by \`npm run generate\` from contracts/discrepancies.yaml and the comments of emulator/bank/. Do not edit. -->

This page lists contradictions and gaps in the bank's documents, with our assumption until the bank answers. The keys of
sources are explained in \`contracts/PROVENANCE.md\`. A switch makes the emulator show the other side, for example
\`npx crosscheck emulator --variant DOC-022=A\`.
`;

const ASSUMPTIONS = `## Behaviour that no document describes

No document describes the following behaviour of the emulator. The sentences are the comments in its code. Are they correct?
`;

/** Renders the discrepancy register, and what the emulator assumes, as questions that a person can send to the bank. */
export async function renderQuestions(root: string): Promise<string> {
  const text = await readFile(join(root, 'contracts/discrepancies.yaml'), 'utf8');
  const assumptions = await listAssumptions(join(root, 'emulator/bank'));
  const lines = assumptions.map(({ file, sentence }) => `- ${sentence} (\`${file}\`)`);
  return [HEAD, ...(parse(text) as Discrepancy[]).map(renderQuestion), ASSUMPTIONS, ...lines, ''].join('\n');
}

interface Assumption {
  readonly file: string;
  readonly sentence: string;
}

/** Lists the texts of comments after "ASSUMPTION:", up to the source or the end of the comment. */
async function listAssumptions(folder: string): Promise<Assumption[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const comments = (await readFile(join(folder, file), 'utf8')).match(/\/\*\*.*?\*\//gs) ?? [];
      return comments.map(readComment).flatMap((comment) => {
        const [, ...assumed] = comment.split(/ASSUMPTION: /);
        return assumed.map((rest) => ({ file, sentence: firstPart(rest) }));
      });
    }),
  );
  return found.flat();
}

function readComment(comment: string): string {
  return comment
    .replace(/\/\*\*|\*\/|^ *\*(?!\/) ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Returns the text up to the source, or up to a note for developers. */
function firstPart(text: string): string {
  const [sentence = ''] = text.split(/ (?:Source: |Must run inside )/);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).replace(/[.,;]*\s*$/, '.')}`;
}

function renderQuestion({ id, topic, sources, variantA, variantB, suggestion }: Discrepancy): string {
  const side: string | undefined = (DEFAULT_SIDES as Readonly<Record<string, string>>)[id];
  const isSilent = variantB === '-' || variantA === '-';
  const variants = [`- A: ${variantA}`, `- B: ${variantB}`].filter((line) => !line.endsWith(': -'));
  const others = side && ['A', 'B'].filter((other) => other !== side).map((other) => `\`--variant ${id}=${other}\``);
  return [
    `## ${id}: ${topic}`,
    '',
    `${isSilent ? 'What is correct?' : 'Which is correct?'} Seen in: ${sources}.`,
    '',
    ...variants,
    `- Assumed here: ${suggestion}`,
    ...(others ? [`- Switch: ${others.join(', ')}`] : []),
    '',
  ].join('\n');
}
