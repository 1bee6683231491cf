import type { Api } from './http/api.ts';
import type { Call } from './http/request.ts';
import { unexpectedAnswer } from './http/errors.ts';
import { nextPage, objectOf, objectsOf } from './json.ts';
import type { Json } from './json.ts';
import type { ReadAnswer } from './http/read-client.ts';

/** One page of anything that HubSpot lists. */
export interface Page {
  readonly results: readonly Json[];
  /** How many there are in all, where it says. */
  readonly total?: number;
  /** The cursor of the next page. */
  readonly after?: string;
}

/** Reads a page. Throws a `Failure` for an answer without results: it is no empty page. */
export function pageOf(call: Call, { body }: ReadAnswer): Page {
  const page = objectOf(body);
  if (!Array.isArray(page['results'])) throw unexpectedAnswer(call, 'a page without `results`');
  const after = nextPage(page);
  return {
    results: objectsOf(page['results']),
    ...(typeof page['total'] === 'number' ? { total: page['total'] } : {}),
    ...(after === undefined ? {} : { after }),
  };
}

/** HubSpot may filter a page until nothing is left of it, but not many in a row. */
const mostEmptyPages = 10;

/**
 * Yields the results of every page; each page names the next. `make` gets the cursor. `none` are statuses that
 * mean that there is nothing. Throws a `Failure` for pages that repeat or stay empty: they might never end.
 */
export async function* allPages(
  api: Api,
  make: (after: string | undefined) => Call,
  none: readonly number[] = [],
): AsyncGenerator<readonly Json[]> {
  const seen = new Set<string>();
  let [after, empty]: [string | undefined, number] = [undefined, 0];
  for (;;) {
    const call = make(after);
    const answer = await api.read(call, none);
    if (none.includes(answer.status)) return;
    const page = pageOf(call, answer);
    yield page.results;
    after = page.after;
    if (after === undefined) return;
    empty = page.results.length === 0 ? empty + 1 : 0;
    if (empty >= mostEmptyPages)
      throw unexpectedAnswer(call, `${empty} empty pages in a row, and a next one`);
    if (seen.has(after)) throw unexpectedAnswer(call, "HubSpot's pages go round");
    seen.add(after);
  }
}
