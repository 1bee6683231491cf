/** Random files: which targets, with whom, under which limits. */
import * as fc from 'fast-check';
import type { Entry, Since, TargetKey, TargetSpec, Version } from './case.ts';
import { menu, targetKeys } from './menu.ts';
import { weighted } from './weighted.ts';

/** Files about `size` people. */
export function arbitraryFiles(size: number): fc.Arbitrary<Version> {
  return fc
    .record(
      {
        targets: fc
          .uniqueArray(fc.constantFrom(...targetKeys), { minLength: 1, maxLength: 4 })
          .chain((chosen) => fc.tuple(...chosen.map((key) => target(key, size)))),
        suppress: few(size),
        limits: fc.record(
          {
            enroll: fc.integer({ min: 2, max: 12 }),
            unenroll: fc.integer({ min: 1, max: 6 }),
            reenroll: fc.integer({ min: 1, max: 4 }),
            perSenderPerDay: fc.integer({ min: 1, max: 3 }),
          },
          { requiredKeys: [] },
        ),
        broken: fc.constantFrom('cut-off', 'unknown-key', 'null-members', 'missing-csv', 'bad-csv', 'twice'),
      },
      { requiredKeys: ['targets', 'suppress', 'limits'] },
    )
    .chain((one) => weighted([12, false], [1, true]).map((keeps) => (keeps ? one : without(one))));
}

function without({ broken: _broken, ...usable }: Version): Version {
  return usable;
}

function target(key: TargetKey, size: number): fc.Arbitrary<TargetSpec> {
  return fc
    .record(
      {
        members: fc.array(entry(size), { maxLength: 4 }).map(eachOnce),
        unmanaged: weighted([9, false], [1, true]),
        absent: few(size),
        exclusive: weighted([2, false], [1, true]),
        retired: weighted([9, false], [1, true]),
        onLeave: fc.constantFrom('keep', 'unenroll'),
        since: since(),
        bridge: fc.constantFrom('workflow', 'property', 'none'),
        lists: weighted([3, true], [1, false]),
        via: weighted([2, true], [1, false]),
      },
      {
        requiredKeys: [
          'members',
          'unmanaged',
          'absent',
          'exclusive',
          'retired',
          'onLeave',
          'bridge',
          'lists',
          'via',
        ],
      },
    )
    .map(({ members, unmanaged, absent, retired, exclusive, ...rest }): TargetSpec => {
      const isRetired = retired && menu[key].activeList !== undefined && rest.lists;
      const written = members.flatMap((one) => (one.type === 'person' ? [one.who] : []));
      // What follows is an error of the file otherwise.
      return {
        key,
        ...rest,
        retired: isRetired,
        exclusive: exclusive && !isRetired && !unmanaged && members.length > 0,
        ...(unmanaged || isRetired ? {} : { members }),
        absent: absent.filter((who) => unmanaged || isRetired || !written.includes(who)),
      };
    });
}

function entry(size: number): fc.Arbitrary<Entry> {
  const who = fc.nat(size - 1);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record(
        { type: fc.constant('person'), who, by: fc.constantFrom('email', 'id'), since: since() },
        { requiredKeys: ['type', 'who', 'by'] },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('people'),
        who: fc.uniqueArray(who, { minLength: 1, maxLength: size }),
        as: fc.constantFrom('yaml', 'csv'),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'list' }) },
  );
}

/** The same person written twice is an error of the file. */
function eachOnce(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<number>();
  return entries.filter((one) => {
    if (one.type !== 'person') return true;
    const isNew = !seen.has(one.who);
    seen.add(one.who);
    return isNew;
  });
}

function since(): fc.Arbitrary<Since> {
  return fc.constantFrom('long-ago', 'first-day', 'later', 'much-later');
}

function few(size: number): fc.Arbitrary<readonly number[]> {
  const some = fc.uniqueArray(fc.nat(size - 1), { maxLength: 2 });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly number[]>([]) },
    { weight: 1, arbitrary: some },
  );
}
