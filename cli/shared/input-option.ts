import { readFile } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';

/** The text that replaces the value of an input in a printed command. */
export const ELLIPSIS = '...';

/**
 * Parses the values of `--input`: `name=value`, whose value is read as JSON if it is valid JSON, or `@file.json` with
 * an object of all inputs. Throws a CrosscheckError for any other form; its message shows no value, which may be a
 * secret.
 */
export async function parseInputs(texts: readonly string[]): Promise<Record<string, unknown>> {
  const parts = await Promise.all(texts.map(parseInput));
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

async function parseInput(text: string): Promise<object> {
  if (text.startsWith('@')) return await readInputs(text.slice(1));
  const equals = text.indexOf('=');
  // A text without a name may be a value, and that value a secret.
  if (equals < 1) throw invalidInput('Cannot use --input: expected name=value, found no name before "="');
  const value = text.slice(equals + 1);
  if (value === ELLIPSIS) throw invalidInput(`Cannot use --input "${text}": "${ELLIPSIS}" is a placeholder`);
  return { [text.slice(0, equals)]: parseJson(value) };
}

async function readInputs(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw invalidInput(`Cannot read the inputs in "${file}": ${error.code ?? error.message}`);
  });
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidInput(`Cannot read the inputs in "${file}": its content is not a JSON object`);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function invalidInput(message: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy: 'Write --input name=value, or --input @file.json' });
}
