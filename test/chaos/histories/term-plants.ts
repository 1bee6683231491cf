/** Defects of pace, rotation, conditions and refusals. */
import { ledgerEntries } from '../../../src/model/ledger/ledger-entries.ts';
import type { LedgerEntry, LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import { targetIdentityKey } from '../../../src/model/target.ts';
import type * as Watch from '../../../src/executor/response-watch.ts';
import type * as Planning from '../../../src/reconciler/context/planning-context.ts';
import type * as Rotation from '../../../src/reconciler/context/sender-rotation.ts';
import type * as Requirement from '../../../src/reconciler/rules/requirement.ts';
import type * as DailyLimits from '../../../src/reconciler/steps/daily-limits.ts';
import type * as Days from '../../../src/reconciler/turns/enrollment-days.ts';
import type * as Turn from '../../../src/reconciler/turns/turn.ts';
import { addDays } from '../../../src/model/time.ts';
import { overriding } from '../mortal.ts';
import type { Plant } from '../plants.ts';
import { noRejudging } from './no-rejudging.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';

/** The enrollments of earlier runs are not counted. */
const paceOfOneRun: Plant = { view: (view) => ({ ...view, enrolledToday: new Map() }) };

function counting(counts: (entry: LedgerEntry, view: LedgerView) => boolean): Plant {
  return {
    view: (view) => {
      const enrolledToday = new Map<string, number>();
      for (const entry of view.entries) {
        if (entry.action !== 'enroll' || !counts(entry, view)) continue;
        const key = targetIdentityKey({ kind: entry.kind, id: entry.targetId });
        enrolledToday.set(key, (enrolledToday.get(key) ?? 0) + 1);
      }
      return { ...view, enrolledToday };
    },
  };
}

/** A day is the last 24 hours. */
const paceOf24Hours = counting(({ at }, { entries }) => {
  const latest = [...entries].at(-1)?.at ?? at;
  return Date.parse(latest) - Date.parse(at) < 86_400_000;
});

/** A refusal uses up the day as an enrollment does. */
const paceOfRequests = counting(() => true);

const paceOnEveryDay = swap<typeof Planning>(
  'reconciler/context/planning-context.ts',
  ({ makePlanningContext }) => ({
    makePlanningContext: (input) => {
      const targets = input.desired.targets.map((target) => {
        if (!target.pace) return target;
        const { days: _days, ...pace } = target.pace;
        return { ...target, pace };
      });
      return makePlanningContext({ ...input, desired: { ...input.desired, targets } });
    },
  }),
);

/** The id that was replaced has a pace of its own. */
const paceOfOneId = counting(() => false);

const turnsOneDayLate = swap<typeof Days>('reconciler/turns/enrollment-days.ts', ({ enrollmentDays }) => ({
  enrollmentDays: (...args) =>
    enrollmentDays(...args).map((day) => (day === undefined ? undefined : addDays(day, 1))),
}));

/** Whoever failed keeps its place. */
const failuresFirst = swap<typeof Turn>('reconciler/turns/turn.ts', ({ compareTurns, positionOf }) => ({
  compareTurns: (a, b) => positionOf(a) - positionOf(b) || compareTurns(a, b),
}));

const lastFirst = swap<typeof Turn>('reconciler/turns/turn.ts', ({ compareTurns }) => ({
  compareTurns: (a, b) => compareTurns(b, a),
}));

function withEntries(map: (entry: LedgerEntry) => LedgerEntry): Plant {
  return { view: (view) => ({ ...view, entries: ledgerEntries([...view.entries].map(map)) }) };
}

const refusalsForgotten = withEntries(({ refusal: _refusal, ...entry }) => entry);

const refusalsNeverCleared = withEntries((entry) => {
  if (!entry.refusal) return entry;
  const { cleared: _cleared, ...refusal } = entry.refusal;
  return { ...entry, refusal };
});

const refusalsOfAnyEmail: Plant = { view: (view) => ({ ...view, refusedWith: () => true }) };

const sendersNotRecorded = withEntries(({ senderUserId: _sender, ...entry }) => entry);

const firstOfTheFile = swap<typeof Rotation>('reconciler/context/sender-rotation.ts', () => ({
  rotationOrder: (reps) => reps,
}));

const stoppedStays = swap<typeof DailyLimits>(
  'reconciler/steps/daily-limits.ts',
  ({ dailyLimitsAsReviewed }) => ({ dailyLimits: dailyLimitsAsReviewed }),
);

const stopNotEnded: Plant = {
  view: (view) => ({
    ...view,
    stoppedSenders: new Map([['7001', { at: '2026-11-02T09:00:00.000Z', reason: 'planted' }]]),
  }),
};

const senderGoesOn = swap<typeof Watch>('executor/response-watch.ts', ({ watchResponses }) => ({
  watchResponses: () => ({ ...watchResponses(), stopOf: () => undefined }),
}));

/** The code of a 5xx is not read. */
const codeOf500Ignored: Plant = {
  writer: (writer) =>
    overriding(writer, {
      enroll: async (command) => {
        const answer = await writer.enroll(command);
        return answer.outcome === 'ambiguous' ? { outcome: 'ambiguous', reason: answer.reason } : answer;
      },
    }),
};

const conditionsNotRead = swap<typeof Requirement>(
  'reconciler/rules/requirement.ts',
  ({ requirementNotMet }) => ({
    requirementNotMet: { ...requirementNotMet, judge: () => undefined },
  }),
);

/** The conditions of an audience are dropped. */
const conditionsOfTargetsOnly = swap<typeof Requirement>(
  'reconciler/rules/requirement.ts',
  ({ requirementNotMet }) => ({
    requirementNotMet: {
      ...requirementNotMet,
      judge: ({ declared, ...member }) => {
        if (!declared) return undefined;
        const { require: _require, ...rest } = declared;
        return requirementNotMet.judge({ ...member, declared: rest });
      },
    },
  }),
);

export const termPlants: Readonly<Record<string, RowPlant>> = {
  'terms: a pace of each run': {
    histories: ['terms: a pace of one a day'],
    port: paceOfOneRun,
    found: ['limit-pace', 'false-statement'],
  },
  'terms: a pace of the last 24 hours': {
    histories: ['terms: a pace of one a day'],
    port: paceOf24Hours,
    found: ['false-statement'],
  },
  'terms: a pace that refused contacts use up': {
    histories: ['terms: a contact that HubSpot refuses, and its pace'],
    port: paceOfRequests,
    found: ['false-statement'],
  },
  'terms: a pace of each id': {
    histories: ['terms: a pace of two a day, under an id that is replaced on that day'],
    port: paceOfOneId,
    found: ['limit-pace'],
  },
  'terms: a pace without its days': {
    histories: ['terms: the days of a pace'],
    swaps: [paceOnEveryDay],
    found: ['limit-pace'],
  },
  'terms: days of turns that are late': {
    histories: ['terms: a pace of one a day', 'terms: a freeze window within a pace'],
    swaps: [turnsOneDayLate],
    found: ['false-turn'],
  },
  'terms: a failed contact first': {
    histories: ['terms: a sender that HubSpot refuses, and then the order of the turns'],
    swaps: [failuresFirst],
    found: ['false-turn'],
  },
  'terms: the last contact first': {
    histories: ['terms: a pace of one a day'],
    swaps: [lastFirst],
    found: ['false-turn'],
  },
  'terms: refusals that are forgotten': {
    histories: [
      'terms: a contact that HubSpot refuses, and its pace',
      'terms: a refusal that a person clears',
    ],
    port: refusalsForgotten,
    found: ['false-statement'],
  },
  'terms: refusals that nothing clears': {
    histories: ['terms: a refusal that a person clears'],
    port: refusalsNeverCleared,
    found: ['false-statement'],
  },
  'terms: refusals of every email': {
    histories: ['terms: a refusal that a new email ends'],
    port: refusalsOfAnyEmail,
    found: ['false-statement'],
  },
  'terms: a rotation without a record': {
    histories: ['terms: contacts keep the rep of a full day'],
    port: sendersNotRecorded,
    found: ['false-sender', 'unwanted'],
  },
  'terms: a rotation in the order of the file': {
    histories: ['terms: a rotation'],
    swaps: [firstOfTheFile],
    found: ['false-sender', 'unwanted'],
  },
  'terms: a stopped rep that keeps its contacts': {
    histories: ['terms: a stopped rep of a rotation'],
    swaps: [stoppedStays],
    found: ['false-sender'],
  },
  'terms: a stop that a success does not end': {
    histories: ['terms: a pace of one a day'],
    port: stopNotEnded,
    found: ['false-statement'],
  },
  'terms: a refused sender that still sends': {
    histories: ['terms: an inbox without a connection, with status 500'],
    swaps: [senderGoesOn],
    found: ['unwanted'],
  },
  'terms: a refusal with status 500 that stays unknown': {
    histories: ['terms: an inbox without a connection, with status 500'],
    port: codeOf500Ignored,
    found: ['false-statement'],
  },
  'terms: conditions that are not read': {
    histories: ['terms: a condition, then another value'],
    swaps: [conditionsNotRead],
    found: ['blocked-enrolled', 'false-statement'],
  },
  'terms: conditions of an audience that are not read': {
    histories: ['terms: conditions of an audience, and a line of the target'],
    swaps: [conditionsOfTargetsOnly],
    found: ['blocked-enrolled', 'false-statement'],
  },
  'terms: conditions that are not checked again': {
    histories: ['terms: a saved plan, and a condition that is no longer met'],
    swaps: [noRejudging],
    found: ['blocked-enrolled'],
  },
};
