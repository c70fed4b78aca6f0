import ts from 'typescript';
import type { Passage } from './finding.ts';

/** The value of a template in a title, as eight characters. */
const VALUE = '·'.repeat(8);

/** Returns the raw text of a literal without its quotes; each value of a template is replaced by `renderValue`. */
function readLiteral(node: ts.Node, renderValue: (expression: string) => string): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.getText().slice(1, -1);
  if (!ts.isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(({ literal }, index) => {
    const from = index === 0 ? node.head.end : (node.templateSpans[index - 1]?.literal.end ?? 0);
    const value = renderValue(node.getSourceFile().text.slice(from, literal.getStart()));
    return (
      value +
      literal
        .getText()
        .replace(/^\}/, '')
        .replace(/`$|\$\{$/, '')
    );
  });
  return node.head.getText().slice(1, -2) + spans.join('');
}

const hideValue = (expression: string) => expression.replaceAll(/[^\n]/g, '·');

function walk(source: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(source);
}

/** Parses the string literals and templates that are prose: they have two spaces or more. */
export function parseStrings(file: string, source: ts.SourceFile): Passage[] {
  const passages: Passage[] = [];
  walk(source, (node) => {
    const text = readLiteral(node, hideValue);
    if (text === undefined || text.split(' ').length < 3) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    passages.push({ category: 'messages', kind: 'string', file, line, text });
  });
  return passages;
}

const TEST_CALL = /^(test|base|setup|\w+Test)(\.(describe|serial|parallel|only|skip|fixme|fail))*$/;

/** Parses the titles of tests and groups of tests; a value in a title counts as eight characters. */
export function parseTitles(file: string, source: ts.SourceFile): Passage[] {
  const passages: Passage[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !TEST_CALL.test(node.expression.getText())) return;
    const [title, ...others] = node.arguments;
    const text = title && others.length > 0 ? readLiteral(title, () => VALUE) : undefined;
    if (title === undefined || text === undefined) return;
    const line = source.getLineAndCharacterOfPosition(title.getStart()).line + 1;
    passages.push({ category: 'titles', kind: 'title', file, line, text });
  });
  return passages;
}
