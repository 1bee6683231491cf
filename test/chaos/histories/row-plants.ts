/** Defects that once were in rollcall, put back on purpose: the judge has to find each of them. */
import type { Address } from '../../../src/model/target.ts';
import { normalizeEmail } from '../../../src/model/email.ts';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import type * as ActiveRules from '../../../src/reconciler/rules/active.ts';
import type * as UndeclaredRules from '../../../src/reconciler/rules/undeclared.ts';
import type * as Ownership from '../../../src/reconciler/context/ownership.ts';
import type * as Subjects from '../../../src/reconciler/context/member-context.ts';
import type * as Undo from '../../../src/reconciler/steps/undo-run.ts';
import type * as History from '../../../src/reconciler/rules/history-unproven.ts';
import type * as Pauses from '../../../src/reconciler/steps/pause.ts';
import { overriding } from '../mortal.ts';
import type { Plant } from '../plants.ts';
import { ambiguousIsRefused } from '../plants.ts';
import { definitionPlants } from './definition-plants.ts';
import { filePlants } from './file-plants.ts';
import { ledgerPlants } from './ledger-plants.ts';
import { noRejudging } from './no-rejudging.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';
import { termPlants } from './term-plants.ts';
import { textPlants } from './text-plants.ts';

/** Every document has the same seal, so that it proves nothing. */
const noSeal: Plant = {
  view: (view) => ({ ...view, seal: () => 'planted' }),
  ledger: (ledger) => overriding(ledger, { seal: () => 'planted' }),
};

/** Only members of the files are read in a workflow without a list of its active contacts. */
const declaredOnly: Plant = {
  reader: (reader) =>
    overriding(reader, {
      observe: async (request, progress) => {
        const seen = await reader.observe(request, progress);
        const entries = request.targets.flatMap(({ members, absent }) => [...(members ?? []), ...absent]);
        const named = new Set(
          entries.flatMap((entry) => {
            if (!('person' in entry)) return [];
            const { id, email } = entry.person;
            return [id, email === undefined ? undefined : normalizeEmail(email)];
          }),
        );
        const isNamed = ({ id, emails }: ObservedContact): boolean =>
          named.has(id) || emails.some((email) => named.has(email));
        const unlisted = new Set(
          [...seen.targets.values()].flatMap(({ id, kind, active }) =>
            kind === 'workflow' && !active ? [id] : [],
          ),
        );
        const contacts = [...seen.contacts].map(([id, contact]) => {
          const enrollments = contact.enrollments.filter(
            ({ targetId }) => isNamed(contact) || !unlisted.has(targetId),
          );
          return [id, { ...contact, enrollments }] as const;
        });
        return { ...seen, contacts: new Map(contacts) };
      },
    }),
};

/** Undo passes over what is not in a target of the files. */
const undoOfFilesOnly = swap<typeof Undo>('reconciler/steps/undo-run.ts', (original) => ({
  undoRun: (draft) => {
    const { planning } = draft;
    const { undoRun: run, desired, ledger } = planning.input;
    const named = new Set(desired.targets.map(({ id }) => id));
    const known = new Set(
      [...ledger.entries].flatMap((entry) =>
        entry.run === run && named.has(entry.targetId)
          ? [planning.observed.aliases.get(entry.contactId) ?? entry.contactId]
          : [],
      ),
    );
    const isKnown = (address: Address): boolean => known.has(address.split('/').at(-1) ?? '');
    const next = original.undoRun(draft);
    return { ...next, decisions: next.decisions.filter(({ address }) => isKnown(address)) };
  },
}));

/** A contact is only its id: emails that the ledger remembers lead nowhere. */
const noIdentities: Plant = {
  view: (view) => ({ ...view, contactsOf: () => [], contactOf: () => undefined }),
};

/** `replaces` counts only while the line is in the file. */
const noJoins: Plant = { view: (view) => ({ ...view, joins: [] }) };

const vouchedForAll = swap<typeof History>('reconciler/rules/history-unproven.ts', ({ historyUnproven }) => ({
  historyUnproven: {
    ...historyUnproven,
    judge: (member) =>
      member.target.desired.noHistoryBefore === undefined ? historyUnproven.judge(member) : undefined,
  },
}));

/** A removal without a response counts as done. */
const emptyIsProof: Plant = {
  writer: (writer) =>
    overriding(writer, {
      unenroll: async (command) => {
        const answer = await writer.unenroll(command);
        return answer.outcome === 'ambiguous' ? { outcome: 'proved' } : answer;
      },
    }),
};

const suppressionOfFilesOnly = swap<typeof UndeclaredRules>(
  'reconciler/rules/undeclared.ts',
  ({ ownedSuppressed }) => ({
    ownedSuppressed: {
      ...ownedSuppressed,
      judge: (member) => (member.target.isFormer ? undefined : ownedSuppressed.judge(member)),
    },
  }),
);

const suppressionOfOwnIdOnly = swap<typeof ActiveRules>(
  'reconciler/rules/active.ts',
  ({ suppressedAndActive }) => ({
    suppressedAndActive: {
      ...suppressedAndActive,
      judge: (member) => {
        const ids = new Set([member.target.desired.id]);
        return suppressedAndActive.judge({ ...member, target: { ...member.target, ids } });
      },
    },
  }),
);

/** A removal of any of the merged contacts ends the ownership of all. */
const oneOwnershipForAll = swap<typeof Ownership>('reconciler/context/ownership.ts', (original) => ({
  owningEntry: (sight, running) => {
    const removed = sight.history.some(
      ({ action, state, targetId }) =>
        action === 'unenroll' && state === 'proved' && targetId === running.targetId,
    );
    return removed ? undefined : original.owningEntry(sight, running);
  },
}));

/** Recent enrollments are read from calculated properties only. */
const lagging: Plant = {
  reader: (reader) =>
    overriding(reader, {
      observe: (request, progress) => reader.observe({ ...request, verify: [] }, progress),
    }),
};

/** What HubSpot does not show is not there. */
const onlyWhatIsShown = swap<typeof Subjects>('reconciler/context/member-context.ts', (original) => ({
  activeEnrollment: (sight) => {
    const active = original.activeEnrollment(sight);
    return active?.running ? active : undefined;
  },
}));

const noPauses = swap<typeof Pauses>('reconciler/steps/pause.ts', () => ({ pause: (draft) => draft }));

export const rowPlants: Readonly<Record<string, RowPlant>> = {
  ...ledgerPlants,
  ...definitionPlants,
  ...filePlants,
  ...termPlants,
  ...textPlants,
  '1: a saved plan without a seal that is not judged again': {
    histories: [
      '1: a saved plan whose change was copied for another contact',
      '1: a saved plan whose change names another contact',
      '1: a saved plan whose change was copied for a suppressed contact',
    ],
    port: noSeal,
    swaps: [noRejudging],
    found: ['unwanted'],
  },
  '2: members of workflows are read where the files declare them': {
    histories: [
      '2: removal from a workflow without an active list',
      '2: suppression in a workflow without an active list',
      '2: undo in a workflow without an active list',
      '2: only an ever list',
      '2: through a list',
      '2: in the guide dialect',
      '2: a dropped workflow without an active list',
    ],
    port: declaredOnly,
    found: ['silence'],
  },
  '3: undo of targets of the files': {
    histories: ['3: undo after the target left the file'],
    swaps: [undoOfFilesOnly],
    found: ['silence'],
  },
  '4: a contact is only its id': {
    histories: [
      '4: deleted and created again, declared by address',
      '4: deleted and created again, declared by id',
      '4: deleted and created again, declared by a list',
      '4: the address moves to another contact',
    ],
    port: noIdentities,
    found: ['duplicate'],
  },
  '5: `replaces` counts while it is written': {
    histories: [
      '5: the `replaces` line deleted after it was applied',
      '5: reverted to the first id, without `replaces`',
    ],
    port: noJoins,
    found: ['duplicate'],
  },
  '6: the files vouch for a past that the ledger does not cover': {
    histories: ['6: the ledger was lost'],
    swaps: [vouchedForAll],
    found: ['duplicate'],
  },
  '15: an unclear response to an enrollment is a refusal': {
    histories: ['15: a page with status 403 to an enrollment that took effect'],
    port: ambiguousIsRefused,
    found: ['false-statement'],
  },
  '15: an unclear response to a removal is a success': {
    histories: ['15: an empty success to a removal'],
    port: emptyIsProof,
    found: ['false-statement', 'silence'],
  },
  '18: suppression ends with the files': {
    histories: ['18: suppressed in a target that left the file'],
    swaps: [suppressionOfFilesOnly],
    found: ['silence'],
  },
  '18: suppression ends with the id': {
    histories: ['18: suppressed in a replaced target'],
    swaps: [suppressionOfOwnIdOnly],
    found: ['silence'],
  },
  '19: pauses are not read': {
    histories: ['19: paused, then applied'],
    swaps: [noPauses],
    found: ['blocked-enrolled'],
  },
  '21: a removal counts for every merged contact': {
    histories: ['21: after a merge, in a workflow', '21: undo after a merge'],
    swaps: [oneOwnershipForAll],
    found: ['false-statement'],
  },
  '22: what HubSpot does not show is not there': {
    histories: [
      '22: undo while properties lag',
      '22: suppression while properties lag',
      '22: removal while properties lag',
    ],
    port: lagging,
    swaps: [onlyWhatIsShown],
    found: ['silence'],
  },
  '23: undo of ids that the files name': {
    histories: ['23: undo of enrollments in a replaced target'],
    swaps: [undoOfFilesOnly],
    found: ['silence'],
  },
};
