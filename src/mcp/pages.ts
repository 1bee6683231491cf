import { Failure } from '../model/failure.ts';
import { type Json, defaultPageLimit, type NamedResult } from './tool.ts';

/** Keeps the last results of a session, so that all pages of a result show one moment and cost one reading. */
export interface Pages {
  /** Returns the first page of a new result. */
  first(tool: string, result: NamedResult, limit?: number): Page;
  /** Returns the page at a cursor. Throws a `Failure` `bad-cursor` for any other text. */
  at(tool: string, cursor: string, limit?: number): Page;
}

/** A part of a result. */
export interface Page {
  readonly result: NamedResult;
  readonly document: Json;
  /** One line for each item of the page. */
  readonly lines: readonly string[];
  readonly total: number;
  readonly nextCursor?: string;
}

const keptResults = 16;

export function openPages(): Pages {
  const kept = new Map<string, { readonly tool: string; readonly result: NamedResult }>();
  let made = 0;
  const page = (id: string, result: NamedResult, range: { readonly from: number; readonly limit: number }) =>
    cutPage(result, { ...range, cursorAt: (offset) => `${id}.${offset}` });
  return {
    first: (tool, result, limit = defaultPageLimit) => {
      made += 1;
      const id = `r${made}`;
      const first = page(id, result, { from: 0, limit });
      if (first.nextCursor !== undefined) {
        kept.set(id, { tool, result });
        for (const old of [...kept.keys()].slice(0, -keptResults)) kept.delete(old);
      }
      return first;
    },
    at: (tool, cursor, limit = defaultPageLimit) => {
      const [, id = '', offset = ''] = /^(r\d{1,9})\.(\d{1,9})$/u.exec(cursor) ?? [];
      const found = kept.get(id);
      if (found?.tool !== tool) throw badCursor(tool);
      return page(id, found.result, { from: Number(offset), limit });
    },
  };
}

function badCursor(tool: string): Failure {
  return new Failure({
    code: 'bad-cursor',
    message: `This cursor does not continue a result of ${tool} that this session still has.`,
    help: `A session keeps the last ${keptResults} results with several pages. Call ${tool} again without a cursor.`,
  });
}

function cutPage(
  result: NamedResult,
  range: { readonly from: number; readonly limit: number; readonly cursorAt: (offset: number) => string },
): Page {
  const lists = Object.entries(result.lists ?? {});
  const total = lists.reduce((sum, [, lines]) => sum + lines.length, 0);
  const from = Math.min(range.from, total);
  const end = Math.min(from + range.limit, total);
  const parts: Record<string, unknown> = {};
  const lines: string[] = [];
  let before = 0;
  for (const [name, all] of lists) {
    const [first, last] = [Math.max(from - before, 0), Math.max(end - before, 0)];
    const items = result.document[name];
    parts[name] = Array.isArray(items) ? items.slice(first, last) : [];
    lines.push(...all.slice(first, last));
    before += all.length;
  }
  const nextCursor = end < total ? range.cursorAt(end) : undefined;
  const next = nextCursor === undefined ? {} : { nextCursor };
  const page = result.lists ? { page: { from, items: end - from, total, ...next } } : {};
  return { result, document: { ...result.document, ...parts, ...page }, lines, total, ...next };
}
