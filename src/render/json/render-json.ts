import { jsonDocument } from '../../model/json-document.ts';

/** A value as one JSON document, whole. */
export function renderJson(value: unknown): string {
  return [...jsonDocument(value)].join('');
}
