/** Random trouble: faults on the wire, incidents of the process, and what happens in the account meanwhile. */
import * as fc from 'fast-check';
import type { ManualAction } from '../../src/simulator/account/manual-action.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';
import type { Incident, Point, TroubledRun } from './case.ts';
import { idOf, menu, writes } from './menu.ts';
import { weighted } from './weighted.ts';

/** One run in an account of `size` people. */
export function arbitraryTrouble(size: number): fc.Arbitrary<TroubledRun> {
  return fc.record(
    {
      version: fc.nat(2),
      before: fc.record({
        hours: fc.constantFrom(0, 0, 0, 1, 24, 80, 300),
        hands: fc.array(hand(size), { maxLength: 1 }),
      }),
      faults: fc.oneof(
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: faults() },
        { weight: 1, arbitrary: fc.tuple(faults(), faults()).map((some) => some.flat()) },
      ),
      incident: incident(),
      patient: fc.boolean(),
      canary: fc.integer({ min: 1, max: 3 }),
      maxEnroll: fc.integer({ min: 0, max: 20 }),
      saved: weighted([4, false], [1, true]),
    },
    { requiredKeys: ['version', 'before', 'faults', 'patient', 'saved', 'incident'] },
  );
}

function hand(size: number): fc.Arbitrary<ManualAction> {
  const who = fc.nat(size - 1).map(idOf);
  const target = fc.constantFrom(...Object.values(menu).map(({ id }) => id));
  return fc.oneof(
    fc.record({ what: fc.constantFrom('reply', 'opt-out', 'bounce', 'meeting', 'unenroll'), who }),
    fc.record({ what: fc.constant('enroll'), who, target }),
    fc.record({ what: fc.constantFrom('edit-target', 'disable-target'), who: target }),
  );
}

const reads = ['GET *', 'POST *batch/read', 'POST *search', 'GET /crm/lists/2026-09/*', 'GET /account-info*'];

/** Mostly on writes, where it matters; half of them after the request took effect. */
export function faults(): fc.Arbitrary<readonly Fault[]> {
  const routes = fc.oneof(
    { weight: 3, arbitrary: fc.constant<readonly string[]>(writes) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('*', 'POST *', ...reads).map((route): readonly string[] => [route]),
    },
  );
  const kind = weighted<Fault['kind']>(
    [5, 'status'],
    [5, 'reset'],
    [1, 'timeout'],
    [3, 'cut-off'],
    [3, 'drop'],
    [2, 'html'],
    [2, 'redirect'],
    [2, 'error-200'],
    [3, 'throttled'],
    [2, 'quota'],
  );
  const times = fc.integer({ min: 1, max: 8 });
  const when = fc.oneof(
    fc.record({ nth: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ every: fc.integer({ min: 1, max: 3 }), times }),
    fc.record({ probability: fc.constantFrom(0.1, 0.3, 0.7), seed: fc.nat(1_000), times }),
  );
  const status = fc.constantFrom(500, 502, 503, 504, 521, 408, 423, 477, 401, 403);
  return fc
    .record({ routes, kind, when, status, handled: fc.boolean() })
    .map(({ routes: all, when: at, kind, status, handled }) =>
      all.map((route): Fault => ({
        route,
        ...at,
        kind,
        // What says "not taken" is true: HubSpot never sends these after it took a request.
        handled: handled && !isRefusal(kind, status),
        ...(kind === 'status' ? { status } : {}),
        ...(kind === 'timeout' ? { times: 1 } : {}),
      })),
    );
}

function isRefusal(kind: Fault['kind'], status: number): boolean {
  return (
    kind === 'throttled' || kind === 'quota' || (kind === 'status' && (status === 401 || status === 403))
  );
}

export function incident(): fc.Arbitrary<Incident> {
  const at = point();
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('crash'), at }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('stall'), at }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('interrupt'), at }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('ledger-fails'),
        at,
        committed: fc.boolean(),
        lasting: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('late'), nth: fc.integer({ min: 1, max: 4 }) }) },
  );
}

/** Any moment, and more often those about which everything turns. */
function point(): fc.Arbitrary<Point> {
  const call = weighted(
    [4, 'lease.recordIntents'],
    [4, 'lease.settle'],
    [6, 'writer.enroll'],
    [2, 'writer.unenroll'],
    [3, 'writer.enrollThroughList'],
    [3, 'reader.contacts'],
    [1, 'lease.adopt'],
    [1, 'lease.startRun'],
    [1, 'lease.finishRun'],
  );
  const nth = weighted([4, 1], [2, 2], [1, 3]);
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ moment: fc.integer({ min: 1, max: 60 }) }) },
    { weight: 3, arbitrary: fc.record({ call, nth, edge: fc.constantFrom('before', 'after') }) },
  );
}
