import PQueue from 'p-queue';
import type { DayQuota } from '../../model/account.ts';
import type { Dialect } from '../../model/desired-state.ts';
import type { Failure } from '../../model/failure.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import { quotedName } from '../../model/text/quoted-name.ts';
import type { Instant } from '../../model/time.ts';
import type { Route } from '../routes.ts';
import { unexpectedResponse } from './errors.ts';
import type { Read, ReadResponse } from './read-client.ts';
import type { HubSpotRequest, RequestFactory } from './request.ts';
import { type Json, nextCursor, objectOf, objectsOf, textOf } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What reads of an account have in common: how to build and send requests, and what the responses showed. */
export interface Api {
  readonly dialect: Dialect;
  readonly request: RequestFactory;
  readonly read: Read;
  readonly now: () => Instant;
  /** Returns the routes called so far. */
  readonly usedRoutes: () => readonly Route[];
  readonly quota: () => DayQuota;
  /** Returns how many requests this process has sent so far. */
  readonly requestCount: () => number;
}

/** Requests in flight at once. 16 reach the highest rate limit, 19 a second, if responses take at most 0.8 s. */
const maxInFlight = 16;

/** Calls `read` for each item, up to 16 at once, and returns the results in order. The first failure starts no more. */
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

/** Splits items into batches of at most `size`, in order. */
export function batchesOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** One page of a HubSpot list response. */
interface ResultPage {
  readonly results: readonly Json[];
  /** The number of results on all pages. Absent if the response does not include it. */
  readonly total?: number;
  /** The cursor of the next page. */
  readonly after?: string;
}

/** Returns the page in a response. Throws a `Failure` if the body has no `results`: that is not an empty page. */
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

/** HubSpot may filter out all results of a page, but not of many pages in a row. */
const maxEmptyPages = 10;

/**
 * Yields the results of every page, following the cursors. `makeRequest` gets the cursor of the page. A response with
 * one of `noneStatuses` has no results. Throws a `Failure` for a repeated cursor or 10 empty pages in a row, since such
 * pages might never end.
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
      throw unexpectedResponse(request, `${emptyPages} empty pages in a row, with a cursor to another`);
    if (cursors.has(after)) throw unexpectedResponse(request, 'a page with the cursor of an earlier page');
    cursors.add(after);
  }
}

/**
 * Returns the results of a batch read; objects that HubSpot does not find are absent. Throws a `Failure` if a 207
 * contains any error other than "not found", since those objects would look absent.
 */
export function batchResults(request: HubSpotRequest, response: ReadResponse): readonly Json[] {
  const body = objectOf(response.body);
  const status = textOf(body['status']);
  // JSON from another server has no `status`; accepting it would make all contacts look absent.
  if (status !== 'COMPLETE') {
    throw unexpectedResponse(request, `a batch with the status ${status ?? '(none)'}, not COMPLETE`);
  }
  if (!Array.isArray(body['results'])) throw unexpectedResponse(request, 'a batch without `results`');
  for (const error of objectsOf(body['errors'])) {
    if (!isNotFoundError(error)) throw partialBatch(request, error);
  }
  return objectsOf(body['results']);
}

function isNotFoundError(error: Json): boolean {
  const text = [error['category'], error['subCategory'], error['message']].join(' ');
  return /not[_ ]?(?:be )?found|does ?n[o']t exist|not exist|no[_ ]assoc|could not get some/i.test(text);
}

function partialBatch(request: HubSpotRequest, error: Json): Failure {
  const detail = [textOf(error['category']), textOf(error['message'])].filter(Boolean).join(': ');
  return unexpectedResponse(
    request,
    `part of the batch failed${detail === '' ? '' : ` (${quotedName(maskEmails(detail), 200)})`}`,
  );
}
