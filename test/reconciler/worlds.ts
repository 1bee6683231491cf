/** Generated plan inputs for property tests: files, account and ledger in any combination. */
import * as fc from 'fast-check';
import type { DesiredEntry, DesiredContact, DesiredTarget } from '../../src/model/desired-state.ts';
import type { LedgerEntry } from '../../src/model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact, ObservedTarget } from '../../src/model/observed-state.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import {
  at,
  contact,
  desiredState,
  ledgerView,
  limits,
  maria,
  now,
  observedState,
  observedTarget,
  paul,
  sequence,
  workflow,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

const people = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const sequenceIds = ['501', '502', '503'];
const workflowIds = ['901', '902'];
/** A sequence and a workflow that no file names. */
const otherIds = ['777', '999'];

const days = ['2026-10-20', '2026-11-10', '2026-11-16', '2026-11-30'];
const moments = [
  '2026-10-25T08:00:00.000Z',
  '2026-11-08T10:30:00.000Z',
  '2026-11-14T23:30:00.000Z',
  '2026-11-20T11:55:00.000Z',
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Optional keys: present or absent, never `undefined`. */
const since = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...days).map((day) => ({ since: day })),
);
const sender = fc.constantFrom({}, { sender: { email: paul.email } });
const viaList = fc.constantFrom({}, { viaList: '611' });

function membersOf(terms: { readonly sender: boolean }): fc.Arbitrary<readonly DesiredEntry[]> {
  return fc
    .uniqueArray(
      fc.record({
        who: fc.constantFrom(...people),
        named: fc.constantFrom('id', 'id', 'email', 'email', 'unknown'),
        literal: fc.boolean(),
        since,
        sender: terms.sender ? sender : fc.constant({}),
        line: fc.integer({ min: 30, max: 60 }),
      }),
      { selector: ({ who }) => who, maxLength: 8 },
    )
    .map((rows) =>
      rows.map(({ who, named, literal, line, ...optional }): DesiredEntry => {
        const person =
          named === 'id'
            ? { id: String(who) }
            : { email: trustEmail(`${named === 'email' ? 'p' : 'unknown'}${who}@northwind.example`) };
        return {
          type: 'person',
          person,
          source: at(line),
          literal,
          ...optional.since,
          ...optional.sender,
        };
      }),
    );
}

/** Generates `absent` entries that no literal member line contradicts. */
function absentOf(members: readonly DesiredEntry[]): fc.Arbitrary<readonly DesiredContact[]> {
  const taken = new Set(
    members.flatMap((entry) => (entry.type === 'person' && entry.literal ? nameOf(entry.person) : [])),
  );
  const free = people.filter((who) => !taken.has(String(who)) && !taken.has(`p${who}@northwind.example`));
  return fc
    .subarray(free, { maxLength: 3 })
    .map((rows) => rows.map((who) => ({ person: { id: String(who) }, source: at(70) })));
}

function nameOf(person: DesiredContact['person']): string {
  return person.id ?? person.email ?? '';
}

const common = {
  exclusive: fc.constantFrom(false, false, true),
  noHistoryBefore: fc.constantFrom('2026-01-01', '2027-01-01'),
  since,
  onLeave: fc.constantFrom('keep' as const, 'unenroll' as const),
};

const sequenceIn = (id: string): fc.Arbitrary<DesiredTarget> =>
  membersOf({ sender: true }).chain((members) =>
    fc
      .record({ ...common, absent: absentOf(members) })
      .map(({ since: from, ...parts }) => sequence({ key: `s${id}`, id, members, ...from, ...parts })),
  );

const workflowIn = (id: string): fc.Arbitrary<DesiredTarget> =>
  membersOf({ sender: false }).chain((members) =>
    fc
      .record({
        ...common,
        absent: absentOf(members),
        viaList,
        retired: fc.constantFrom<false | true | 'archive'>(false, false, false, true, 'archive'),
      })
      .map(({ since: from, viaList: via, ...parts }) =>
        workflow({ key: `w${id}`, id, members, ...from, ...via, ...parts }),
      ),
  );

const targetsOf = fc
  .tuple(fc.subarray(sequenceIds, { minLength: 1 }), fc.subarray(workflowIds))
  .chain(([sequences, workflows]) => fc.tuple(...sequences.map(sequenceIn), ...workflows.map(workflowIn)));

const sequenceState = fc.record({
  targetId: fc.constantFrom(...sequenceIds, otherIds[0] ?? ''),
  enrolledAt: fc.constantFrom(...moments),
  how: fc.constantFrom('active' as const, 'finished' as const, 'opted-out' as const, 'unexplained' as const),
});

const contactIn = (who: number): fc.Arbitrary<ObservedContact> =>
  fc
    .record({
      optedOut: rarely,
      bounced: rarely,
      hasEmail: rarely.map((no) => !no),
      merged: rarely,
      unreadable: rarely,
      latest: maybe(sequenceState),
      workflows: fc.subarray([...workflowIds, otherIds[1] ?? '']),
      uncounted: rarely,
    })
    .map(({ hasEmail, merged, unreadable, latest, workflows, uncounted, ...flags }) => {
      const enrollments: Enrollment[] = workflows.map((targetId) => ({
        kind: 'workflow',
        targetId,
        state: 'active',
      }));
      if (latest) enrollments.unshift(sequenceEnrollment(latest));
      const whole = contact(who, {
        ...flags,
        enrollments,
        mergedIds: merged ? [String(who + 100)] : [],
        ...(unreadable ? { unreadable: 'two at once' } : {}),
        sequenceCount: (latest ? 1 : 0) + (uncounted ? 1 : 0),
      });
      if (hasEmail) return whole;
      const { email: _email, ...rest } = whole;
      return { ...rest, emails: [] };
    });

const rarely = fc.integer({ min: 0, max: 9 }).map((roll) => roll === 7);

function sequenceEnrollment({
  targetId,
  enrolledAt,
  how,
}: typeof sequenceState extends fc.Arbitrary<infer T> ? T : never): Enrollment {
  const base = { kind: 'sequence', targetId, enrolledAt } as const;
  return how === 'active'
    ? { ...base, state: 'active' }
    : { ...base, state: 'ended', how, endedAt: '2026-11-20T11:58:00.000Z' };
}

const entryIn: fc.Arbitrary<LedgerEntry> = fc
  .record({
    action: fc.constantFrom('enroll' as const, 'enroll' as const, 'unenroll' as const),
    state: fc.constantFrom(
      'open' as const,
      'accepted' as const,
      'proved' as const,
      'refused' as const,
      'not-sent' as const,
      'adopted' as const,
    ),
    targetId: fc.constantFrom(...sequenceIds, ...workflowIds),
    contactId: fc.constantFrom(...people, 101, 102, 103).map(String),
    since,
    origin: fc.constantFrom('text' as const, 'list:482' as const),
    at: fc.constantFrom(...moments),
    run: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ targetId, since: from, ...rest }) => ({
    ...rest,
    ...from,
    kind: sequenceIds.includes(targetId) ? 'sequence' : 'workflow',
    targetId,
  }));

const observedOf = (
  target: DesiredTarget,
  contacts: readonly ObservedContact[],
): fc.Arbitrary<ObservedTarget> =>
  fc
    .record({
      status: fc.constantFrom<ObservedTarget['status']>(
        'ready',
        'ready',
        'ready',
        'ready',
        'disabled',
        'missing',
      ),
      unenrollRoute: rarely.map((no) => !no),
      listed: fc.boolean(),
      revision: fc.constantFrom('r1', 'r2'),
    })
    .map(({ listed, ...parts }) =>
      observedTarget({
        kind: target.kind,
        id: target.id,
        ...parts,
        ...(listed ? { active: new Set(activeIn(target, contacts)) } : {}),
      }),
    );

/** Returns the contacts that the account would list as active, and one other contact. */
function activeIn(target: DesiredTarget, contacts: readonly ObservedContact[]): readonly string[] {
  const known = contacts.filter(({ enrollments }) =>
    enrollments.some(
      ({ kind, targetId, state }) => kind === target.kind && targetId === target.id && state === 'active',
    ),
  );
  return [...known.map(({ id }) => id), '900001'];
}

/** Returns ledger entries for enrollments that the account shows. */
function rememberedOf(
  contacts: readonly ObservedContact[],
  states: Iterator<'proved' | 'adopted' | undefined>,
): readonly LedgerEntry[] {
  return contacts.flatMap(({ id: contactId, enrollments }) =>
    enrollments.flatMap(({ kind, targetId, enrolledAt }): LedgerEntry[] => {
      const { value: state } = states.next();
      if (state === undefined || otherIds.includes(targetId)) return [];
      const at = enrolledAt ?? moments[0] ?? now;
      return [{ action: 'enroll', state, kind, targetId, contactId, origin: 'text', at, run: 2 }];
    }),
  );
}

export interface WorldOptions {
  /** Limits so high that no plan reaches them. */
  readonly unlimited?: boolean;
}

/** Generates plan inputs that are valid, but whose files, account and ledger may contradict each other. */
export function worlds({ unlimited = false }: WorldOptions = {}): fc.Arbitrary<PlanInput> {
  const caps = unlimited
    ? fc.constant({ enroll: 9999, unenroll: 9999, reenroll: 9999, perSenderPerDay: 9999 })
    : fc.record({
        enroll: fc.integer({ min: 0, max: 12 }),
        unenroll: fc.integer({ min: 0, max: 6 }),
        reenroll: fc.integer({ min: 0, max: 4 }),
        perSenderPerDay: fc.integer({ min: 0, max: 6 }),
      });
  return fc
    .record({
      targets: targetsOf,
      contacts: fc.tuple(...people.slice(0, 10).map(contactIn)),
      entries: fc.array(entryIn, { maxLength: 24 }),
      remembered: fc.infiniteStream(
        fc.constantFrom('proved' as const, 'proved' as const, 'adopted' as const, undefined),
      ),
      suppressed: fc.subarray(people, { maxLength: 2 }),
      sent: fc.integer({ min: 0, max: 3 }),
      caps,
    })
    .chain(({ targets, contacts, ...rest }) =>
      fc
        .tuple(...targets.map((target) => observedOf(target, contacts)))
        .map((observed) => ({ targets, contacts, observed, ...rest })),
    )
    .map(
      ({
        targets,
        contacts,
        observed,
        entries,
        remembered,
        suppressed,
        sent,
        caps: { enroll, unenroll, reenroll, perSenderPerDay },
      }) => ({
        desired: desiredState({
          targets,
          suppress: suppressed.map((who) => ({ match: { id: String(who) }, source: at(5) })),
          limits: limits({
            enroll: { count: enroll },
            unenroll: { count: unenroll },
            reenroll: { count: reenroll },
            perSenderPerDay,
          }),
        }),
        observed: observedState(contacts, { targets: observed }),
        ledger: ledgerView([...entries, ...rememberedOf(contacts, remembered)], {
          targets: targets.map(({ kind, id, key }) => ({ kind, id, key, status: 'ready', revision: 'r1' })),
          sentToday: new Map([[maria.userId, sent]]),
        }),
        diagnostics: [],
      }),
    );
}
