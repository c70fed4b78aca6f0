import ts from 'typescript';
import { checkDocstringVerb } from './check-docstring-verb.ts';
import { checkLineLength } from './check-line-length.ts';
import { checkWords } from './check-words.ts';
import { buildFinding, type Finding, type Passage } from './finding.ts';
import { parseComments } from './parse-comments.ts';
import { parseStrings, parseTitles } from './parse-strings.ts';

const LONGEST_TITLE = 80;

/** Checks that a title has at most 80 characters. */
function checkTitleLength(title: Passage): Finding[] {
  const { length } = title.text;
  if (length <= LONGEST_TITLE) return [];
  return [buildFinding(title, [0, 60], 'long title', `shorten it: ${length} characters, at most ${LONGEST_TITLE}`)];
}

/** Checks a comment; a function's docstring that opens with a banned form gets one finding for its opening. */
function checkComment(comment: Passage, lines: readonly string[]): Finding[] {
  const words = checkWords(comment);
  const hasOpening = words.some(({ line, rule }) => line === comment.line && rule.startsWith('opens'));
  const covered = comment.text.split('\n').map((_, index) => comment.line + index);
  return [
    ...words,
    ...(hasOpening ? [] : checkDocstringVerb(comment)),
    ...covered.flatMap((number) => checkLineLength('docstrings', comment.file, number, lines[number - 1] ?? '')),
  ];
}

/** Checks the comments of a TypeScript or JavaScript file, and its test titles (in specs/) or its messages. */
export function checkSource(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const comments = parseComments(file, source).flatMap((comment) => checkComment(comment, lines));
  if (!file.startsWith('specs/')) return [...comments, ...parseStrings(file, source).flatMap(checkWords)];
  const titles = parseTitles(file, source);
  return [...comments, ...titles.flatMap((title) => [...checkWords(title), ...checkTitleLength(title)])];
}
