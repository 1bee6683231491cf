/** Random steps about what workflows and sequences do. */
import * as fc from 'fast-check';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import type { TargetKey } from '../case.ts';
import { weighted } from '../weighted.ts';
import type { Edit, Hand, Step } from './history.ts';

const flowEdits: readonly (string | undefined)[] = [
  undefined,
  'delay:1=5d',
  'delay:1=36h',
  'delay:2=3d',
  'delay:2=7d',
  'add-delay=2d',
  'add-delay=90m',
  'set:lifecyclestage=lead',
  'remove:2',
  'remove:4',
  'suppress=620',
  'unsuppress=620',
  're-enroll=on',
  're-enroll=off',
];

const names: Partial<Record<TargetKey, string>> = {
  onboarding: 'Onboarding',
  newsletter: 'Newsletter',
  welcome: 'Welcome',
  farewell: 'Farewell',
};

/** A user edits a workflow or a sequence, and the edit may be pulled or accepted. */
export function definitionEdit(): fc.Arbitrary<Step> {
  const slot = fc.constantFrom<TargetKey[]>('onboarding', 'welcome', 'welcome', 'farewell', 'newsletter');
  const edited = (target: TargetKey, how: string | undefined): Step => ({
    do: 'hand',
    hand: { what: 'edit-target', slot: target, ...(how === undefined ? {} : { with: how }) },
  });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(slot, fc.constantFrom(...flowEdits)).map(([one, how]) => edited(one, how)),
    },
    {
      weight: 1,
      arbitrary: slot.chain((one) =>
        fc.constantFrom('', ' renamed').map((end) => edited(one, `name=${names[one] ?? ''}${end}`)),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('delay:2=5d', 'delay:2=12h', 'delay:4=6d', 'name=Q4 renamed', 'name=Q4')
        .map((how) => edited('q4', how)),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pull'), target: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'accept' }) },
  );
}

/** What happens to a workflow that the files define. */
export function definitionStep(): fc.Arbitrary<Step> {
  const target = fc.nat(2);
  const slot = fc.constantFrom<TargetKey[]>('welcome', 'welcome', 'farewell');
  const edit = (arbitrary: fc.Arbitrary<Edit>): fc.Arbitrary<Step> =>
    arbitrary.map((one) => ({ do: 'edit', edits: [one] }));
  const hand = (what: Extract<Hand, { readonly slot: TargetKey }>['what']): fc.Arbitrary<Step> =>
    slot.map((one) => ({ do: 'hand', hand: handOf(what, one) }));
  return fc.oneof(
    { weight: 6, arbitrary: edit(fc.record({ edit: fc.constant('id'), target })) },
    { weight: 1, arbitrary: edit(fc.record({ edit: fc.constant('unpull'), target })) },
    {
      weight: 2,
      arbitrary: edit(
        fc.record({ edit: fc.constant('define'), target, days: fc.integer({ min: 1, max: 4 }) }),
      ),
    },
    { weight: 1, arbitrary: edit(slot.map((one) => ({ edit: 'add', slot: one }))) },
    { weight: 5, arbitrary: hand('enable-target') },
    { weight: 1, arbitrary: hand('disable-target') },
    { weight: 2, arbitrary: hand('delete-target') },
    { weight: 3, arbitrary: hand('namesake') },
  );
}

function handOf(what: Extract<Hand, { readonly slot: TargetKey }>['what'], slot: TargetKey): Hand {
  return what === 'enroll' || what === 'unenroll' ? { what, slot, who: 0 } : { what, slot };
}

/** An apply whose request to create a workflow, or whose response, is lost, or that dies at that moment. */
export function createTrouble(): fc.Arbitrary<Step> {
  const fault = fc
    .record({
      kind: weighted<Fault['kind']>(
        [4, 'drop'],
        [3, 'reset'],
        [3, 'cut-off'],
        [3, 'status'],
        [2, 'throttled'],
        [1, 'timeout'],
      ),
      status: fc.constantFrom(500, 502, 503, 423, 403),
      handled: fc.boolean(),
      times: fc.constantFrom(1, 1, 3),
    })
    .map(({ kind, status, handled, times }): Fault => ({
      route: 'POST /automation/v4/flows',
      kind,
      times: kind === 'timeout' ? 1 : times,
      // What says "not taken" is true.
      handled: handled && kind !== 'throttled' && !(kind === 'status' && status === 403),
      ...(kind === 'status' ? { status } : {}),
    }));
  const call = fc.constantFrom(
    'writer.createWorkflow',
    'lease.recordIntents',
    'lease.settle',
    'reader.namesakes',
  );
  const at = fc.record({ call, nth: fc.constantFrom(1, 1, 2), edge: fc.constantFrom('before', 'after') });
  const limited = weighted([3, false], [1, true]);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('apply'), limited }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('apply'), faults: fc.tuple(fault), patient: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('apply'),
        incident: fc.record({ kind: fc.constant('crash'), at }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('apply'),
        incident: fc.constant({ kind: 'late', nth: 1 } as const),
      }),
    },
  );
}
