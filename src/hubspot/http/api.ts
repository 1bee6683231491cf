import PQueue from 'p-queue';
import type { DayQuota } from '../../model/account.ts';
import type { Dialect } from '../../model/desired-state.ts';
import type { Failure } from '../../model/failure.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import type { Instant } from '../../model/time.ts';
import type { Route } from '../routes.ts';
import { unexpectedResponse } from './errors.ts';
import type { Read, ReadResponse } from './read-client.ts';
import type { HubSpotRequest, RequestFactory } from './request.ts';
import { type Json, nextCursor, objectOf, objectsOf, textOf } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What every read of an account is made with. */
export interface Api {
  readonly dialect: Dialect;
  readonly request: RequestFactory;
  readonly read: Read;
  readonly now: () => Instant;
  /** Every row of the table that was called so far. */
  readonly usedRoutes: () => readonly Route[];
  readonly quota: () => DayQuota;
  /** Calls made so far by this process. */
  readonly requestCount: () => number;
}

/** Requests in flight at once: they fill the highest rate, 19 a second, as long as an answer takes 0.8 s. */
const maxInFlight = 16;

/** Asks for many things at once, a few in flight; the first failure ends it. Answers stand in order. */
export async function readAll<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = new PQueue({ concurrency: maxInFlight });
  try {
    return await queue.addAll(items.map((item) => () => read(item)));
  } catch (error) {
    queue.clear();
    throw error;
  }
}

/** Cuts into pieces of at most `size`, in order. */
export function batchesOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** One page of anything that HubSpot lists. */
interface ResultPage {
  readonly results: readonly Json[];
  /** How many there are in all, where it says. */
  readonly total?: number;
  /** The cursor of the next page. */
  readonly after?: string;
}

/** Reads a page. Throws a `Failure` for an answer without results: it is no empty page. */
export function pageOf(request: HubSpotRequest, { body }: ReadResponse): ResultPage {
  const page = objectOf(body);
  if (!Array.isArray(page['results'])) throw unexpectedResponse(request, 'a page without `results`');
  const after = nextCursor(page);
  return {
    results: objectsOf(page['results']),
    ...(typeof page['total'] === 'number' ? { total: page['total'] } : {}),
    ...omitUndefined({ after }),
  };
}

/** HubSpot may filter a page until nothing is left of it, but not many in a row. */
const maxEmptyPages = 10;

/**
 * Yields the results of every page; each page names the next. `makeRequest` gets the cursor. A response with one
 * of `noneStatuses` has no results. Throws a `Failure` for pages that repeat or stay empty: they might never end.
 */
export async function* allPages(
  api: Api,
  makeRequest: (after: string | undefined) => HubSpotRequest,
  noneStatuses: readonly number[] = [],
): AsyncGenerator<readonly Json[]> {
  const cursors = new Set<string>();
  let [after, emptyPages]: [string | undefined, number] = [undefined, 0];
  for (;;) {
    const request = makeRequest(after);
    const response = await api.read(request, noneStatuses);
    if (noneStatuses.includes(response.status)) return;
    const page = pageOf(request, response);
    yield page.results;
    after = page.after;
    if (after === undefined) return;
    emptyPages = page.results.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages >= maxEmptyPages)
      throw unexpectedResponse(request, `${emptyPages} empty pages in a row, and a next one`);
    if (cursors.has(after)) throw unexpectedResponse(request, "HubSpot's pages go round");
    cursors.add(after);
  }
}

/**
 * The results of a batch read. Things that are not there are missing from them; the errors of a 207
 * must all say just that, since any other would make somebody look absent. Throws a `Failure` else.
 */
export function batchResults(request: HubSpotRequest, response: ReadResponse): readonly Json[] {
  const body = objectOf(response.body);
  const status = textOf(body['status']);
  // Without the word, an answer of something else would make everybody look absent.
  if (status !== 'COMPLETE') {
    throw unexpectedResponse(request, `the batch is ${status ?? '(nothing)'}, not COMPLETE`);
  }
  if (!Array.isArray(body['results'])) throw unexpectedResponse(request, 'a batch without `results`');
  for (const error of objectsOf(body['errors'])) {
    if (!isNotFoundError(error)) throw partialBatch(request, error);
  }
  return objectsOf(body['results']);
}

function isNotFoundError(error: Json): boolean {
  const said = [error['category'], error['subCategory'], error['message']].join(' ');
  return /not[_ ]?(?:be )?found|does ?n[o']t exist|not exist|no[_ ]assoc|could not get some/i.test(said);
}

function partialBatch(request: HubSpotRequest, error: Json): Failure {
  const said = [textOf(error['category']), textOf(error['message'])].filter(Boolean).join(': ');
  return unexpectedResponse(
    request,
    `a part of the batch failed${said === '' ? '' : ` (${maskEmails(said).slice(0, 200)})`}`,
  );
}
