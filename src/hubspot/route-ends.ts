import type { Instant } from '../model/time.ts';
import { addMilliseconds } from '../model/time.ts';
import type { AccountNotice } from '../model/observed-state.ts';
import type { Route } from './routes.ts';

/** A quarter to move in, and some. */
const noticePeriod = 120 * 24 * 60 * 60 * 1000;

/** Warns of routes in use whose dated end is near or past: one sentence for each date. */
export function routeEnds(used: readonly Route[], now: Instant): readonly AccountNotice[] {
  const horizon = addMilliseconds(now, noticePeriod).slice(0, 10);
  const dates = new Set(
    used.flatMap(({ sunset }) => (sunset !== undefined && sunset <= horizon ? sunset : [])),
  );
  return [...dates].toSorted().map((date) => {
    const ending = used
      .filter(({ sunset }) => sunset === date)
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted();
    const [first = '', ...others] = ending;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const verb = date <= now.slice(0, 10) ? 'ended' : 'ends';
    return {
      code: 'routes-end',
      severity: 'warning',
      message: `HubSpot's support of ${first}${more} of the routes in use ${verb} on ${date}.`,
      help: 'Install a newer rollcall that uses their successors. `rollcall doctor` lists every route with its date; `sequenceRoutes` chooses the version of the sequence routes.',
    };
  });
}
