/** Random cases: small accounts, files that change, and trouble. */
import * as fc from 'fast-check';
import type { Variants } from '../../src/simulator/routes/variants.ts';
import { arbitraryFiles } from './arbitrary-files.ts';
import { arbitraryTrouble } from './arbitrary-trouble.ts';
import type { Case, Past, Person, Version } from './case.ts';
import { weighted } from './weighted.ts';

const mostPeople = 8;

/** Cases in which at most three runs go wrong in some way, out of at most three states of the files. */
export function arbitraryCase(): fc.Arbitrary<Case> {
  return fc.integer({ min: 3, max: mostPeople }).chain((size) =>
    fc.record({
      dialect: fc.constantFrom('documented', 'documented', 'guide'),
      lag: fc.boolean(),
      schedule: fc.nat(1_000_000),
      people: fc.array(person(), { minLength: size, maxLength: size }),
      versions: fc.array(arbitraryFiles(size), { minLength: 1, maxLength: 3 }).map(withUsableEnd),
      runs: fc.array(arbitraryTrouble(size), { minLength: 1, maxLength: 3 }),
      variants: variants(),
    }),
  );
}

/** The last files are the ones that have to be reached. */
function withUsableEnd(versions: readonly Version[]): readonly Version[] {
  return versions.map((one, index) => {
    const { broken, ...usable } = one;
    return broken === undefined || index < versions.length - 1 ? one : usable;
  });
}

export function person(): fc.Arbitrary<Person> {
  const kind = weighted<Person['kind']>(
    [14, 'plain'],
    [1, 'opted-out'],
    [1, 'bounced'],
    [1, 'no-email'],
    [1, 'spam'],
    [1, 'blocked-domain'],
    [1, 'merged'],
  );
  const oneSequence = oneOrNone('in-q4', 'in-renewal', 'finished-q4', 'finished-blast');
  const workflow = oneOrNone('in-onboarding', 'finished-onboarding');
  const list = oneOrNone('on-prospects-list', 'on-newsletter-list', 'on-never-list');
  return fc
    .record(
      {
        kind,
        oneSequence,
        workflow,
        list,
        reaction: fc.constantFrom('reply', 'opt-out', 'bounce', 'meeting'),
      },
      { requiredKeys: ['kind', 'oneSequence', 'workflow', 'list'] },
    )
    .map(({ oneSequence, workflow, list, ...rest }) => ({
      ...rest,
      past: [...oneSequence, ...workflow, ...list],
    }));
}

function oneOrNone(...some: readonly Past[]): fc.Arbitrary<readonly Past[]> {
  return fc.subarray([...some], { maxLength: 1 });
}

/** Some questions about HubSpot that nobody has answered, answered otherwise. */
export function variants(): fc.Arbitrary<Partial<Variants>> {
  return fc.record(
    {
      enrollmentOfNever: fc.constantFrom('not-found', 'empty'),
      enrollmentAfterEnd: fc.constantFrom('present', 'not-found'),
      alreadyEnrolled: fc.constantFrom(400, 409),
      disabledWorkflow: fc.constantFrom('accepted', 'refused'),
      suppressedContact: fc.constantFrom('accepted', 'refused'),
      alreadyInWorkflow: fc.constantFrom('accepted', 'refused'),
      notInWorkflow: fc.constantFrom('accepted', 'not-found'),
      noWorkflows: fc.constantFrom('empty', 'not-found'),
      oneWorkflow: fc.constantFrom('array', 'object'),
    },
    { requiredKeys: [] },
  );
}
