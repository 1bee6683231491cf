import type { Json } from '../tool.ts';

/** Returns the JSON document that a command would print. */
export function parseDocument(text: string | Iterable<string>): Json {
  const value: unknown = JSON.parse(typeof text === 'string' ? text : [...text].join(''));
  if (typeof value !== 'object' || value === null) throw new Error('a document is an object');
  return Object.fromEntries(Object.entries(value));
}
