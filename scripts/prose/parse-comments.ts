import ts from 'typescript';
import type { Passage } from './finding.ts';

type Range = readonly [start: number, end: number];

/** Returns the ranges of all comments in the order of the file. */
function listComments(source: ts.SourceFile): Range[] {
  const ends = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    const around = [
      ...(ts.getLeadingCommentRanges(source.text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, node.end) ?? []),
    ];
    for (const { pos, end } of around) ends.set(pos, end);
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return [...ends].sort(([a], [b]) => a - b);
}

const isFunction = (node: ts.Node) =>
  ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isArrowFunction(node);

/** Returns the start of each comment that is the docstring of a function, a method or a const arrow function. */
function findFunctionDocstrings(source: ts.SourceFile): Set<number> {
  const starts = new Set<number>();
  const visit = (node: ts.Node): void => {
    const isDeclared = !ts.isArrowFunction(node) || ts.isVariableDeclaration(node.parent);
    const docstring =
      isFunction(node) && isDeclared ? ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc) : undefined;
    if (docstring) starts.add(docstring.pos);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return starts;
}

/** Joins line comments that follow each other, each alone on its line. */
function joinLineComments(text: string, comments: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const [start, end] of comments) {
    const last = joined.at(-1);
    const between = last && text.slice(last[1], start);
    const isNext = text.startsWith('//', start) && between !== undefined && /^\r?\n[ \t]*$/.test(between);
    if (last && isNext && text.startsWith('//', last[0])) joined[joined.length - 1] = [last[0], end];
    else joined.push([start, end]);
  }
  return joined;
}

const stripMarks = (comment: string) =>
  comment.replace(/\*\/$/, '').replaceAll(/^[ \t]*(\/\*\*?|\/\/+|\*)[ \t]?/gm, '');

/** Parses the comments of a TypeScript or JavaScript file. */
export function parseComments(file: string, source: ts.SourceFile): Passage[] {
  const functions = findFunctionDocstrings(source);
  return joinLineComments(source.text, listComments(source)).map(([start, end]) => {
    const docstring = functions.has(start) ? 'function docstring' : 'docstring';
    const comment = source.text.slice(start, end);
    const kind = comment.startsWith('/**') ? docstring : 'comment';
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    return { category: 'docstrings', kind, file, line, text: stripMarks(comment) };
  });
}
