/** Small fixed cases, for trying every moment of a run and for showing that defects are found. */
import type { Fault } from '../../src/simulator/server/fault.ts';
import type { Case, Person, TargetKey, TargetSpec, TroubledRun, Version } from './case.ts';

export function target(key: TargetKey, who: readonly number[], parts: Partial<TargetSpec> = {}): TargetSpec {
  return {
    key,
    members: who.map((one) => ({ type: 'person', who: one, by: 'email' })),
    absent: [],
    exclusive: false,
    retired: false,
    onLeave: 'keep',
    bridge: 'workflow',
    lists: true,
    via: true,
    ...parts,
  };
}

export function files(...targets: readonly TargetSpec[]): Version {
  return { targets, suppress: [], limits: { unenroll: 10 } };
}

export function run(parts: Partial<TroubledRun> = {}): TroubledRun {
  return { version: 0, before: { hours: 0, hands: [] }, faults: [], patient: false, saved: false, ...parts };
}

export function caseOf(parts: Partial<Case> & Pick<Case, 'versions'>): Case {
  const plain: Person = { kind: 'plain', past: [] };
  return {
    dialect: 'documented',
    lag: false,
    schedule: 7,
    people: [plain, plain, plain],
    runs: [run()],
    variants: {},
    ...parts,
  };
}

/** The request takes effect, and its answer is lost. */
export const lostAnswer: Fault = {
  route: 'POST /automation/sequences/*',
  kind: 'reset',
  handled: true,
  nth: 1,
};

/** The troubled run is the last one of each. */
export const scenarios: Readonly<Record<string, Case>> = {
  'enrolling in sequences': caseOf({ versions: [files(target('q4', [0]), target('blast', [1, 2]))] }),
  'enrolling in workflows, by call and through a list': caseOf({
    lag: true,
    versions: [files(target('onboarding', [0]), target('newsletter', [1, 2]))],
  }),
  'moving somebody to another sequence': caseOf({
    versions: [
      files(target('q4', [0, 1]), target('renewal', [2])),
      files(target('q4', [1]), target('renewal', [2, 0])),
    ],
    runs: [run(), run({ version: 1 })],
  }),
  'the other dialect, with a removal': caseOf({
    dialect: 'guide',
    versions: [files(target('q4', [0, 1])), files(target('q4', [1]), target('onboarding', [2]))],
    runs: [run(), run({ version: 1 })],
  }),
  'a lost answer': caseOf({
    versions: [files(target('blast', [0, 1]))],
    runs: [run({ faults: [lostAnswer], patient: true })],
  }),
};
