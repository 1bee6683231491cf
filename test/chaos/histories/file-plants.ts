/** Defects in what the files say about senders, days and the end of a target. */
import type * as Apply from '../../../src/commands/apply.ts';
import type * as Turn from '../../../src/reconciler/rules/scheduling.ts';
import type * as Archive from '../../../src/reconciler/steps/archive.ts';
import type * as Planning from '../../../src/reconciler/context/planning-context.ts';
import type * as Queue from '../../../src/reconciler/turns/make-queue.ts';
import { menu } from '../menu.ts';
import { overriding } from '../mortal.ts';
import type { Plant } from '../plants.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';

const aliasNotSent: Plant = {
  writer: (writer) =>
    overriding(writer, {
      enroll: ({ sender, ...command }) => {
        const { email = '', userId = '' } = sender ?? {};
        return writer.enroll(sender ? { ...command, sender: { email, userId } } : command);
      },
    }),
};

const noFreezes = swap<typeof Planning>(
  'reconciler/context/planning-context.ts',
  ({ makePlanningContext }) => ({
    makePlanningContext: (input) =>
      makePlanningContext({ ...input, desired: { ...input.desired, freeze: [] } }),
  }),
);

const sinceNotAwaited = swap<typeof Turn>('reconciler/rules/scheduling.ts', ({ notBefore }) => ({
  notBefore: { ...notBefore, judge: () => undefined },
}));

/** The daily limits would await it, too. */
const sinceNotInQueue = swap<typeof Queue>('reconciler/turns/make-queue.ts', ({ makeQueue }) => ({
  makeQueue: (planning, decisions) =>
    makeQueue(planning, decisions).map((queued) => ({ ...queued, from: planning.calendar.today })),
}));

const archiveNotAsked = swap<typeof Apply>('commands/apply.ts', ({ apply }) => ({
  apply: (args, deps) => apply({ ...args, allowArchive: true }, deps),
}));

/** Every retired workflow is taken for one that is retired with `archive`. */
const allArchived = swap<typeof Archive>('reconciler/steps/archive.ts', ({ archive }) => ({
  archive: (draft) => {
    const targets = draft.planning.targets.map((target) => {
      const { desired } = target;
      const isRetired = desired.kind === 'workflow' && desired.retired !== false;
      return isRetired ? { ...target, desired: { ...desired, retired: 'archive' as const } } : target;
    });
    return { ...archive({ ...draft, planning: { ...draft.planning, targets } }), planning: draft.planning };
  },
}));

const archivedWithPeople = swap<typeof Archive>('reconciler/steps/archive.ts', ({ archiveOf }) => ({
  archive: (draft) => {
    const retired = draft.planning.targets.filter(
      ({ desired }) => desired.kind === 'workflow' && desired.retired === 'archive',
    );
    return { ...draft, decisions: [...draft.decisions, ...retired.map(archiveOf)] };
  },
}));

const anotherArchived: Plant = {
  writer: (writer) =>
    overriding(writer, {
      archive: async (command) => {
        await writer.archive({ targetId: menu.newsletter.id });
        return writer.archive(command);
      },
    }),
};

/** After a removal, properties that lag are believed. */
const absenceIsRemoval: Plant = {
  reader: (reader) =>
    overriding(reader, {
      contacts: (ids, targets, how = {}) => {
        const { unenrolling: _leaving, ...after } = how;
        return reader.contacts(ids, targets, how.enrolledBy === undefined ? how : after);
      },
    }),
};

const withArchive = 'files: a workflow retired with `archive`, and one without';

export const filePlants: Readonly<Record<string, RowPlant>> = {
  'files: an alias that is not sent': {
    histories: ['files: a sender alias, and a line with a sender of its own'],
    port: aliasNotSent,
    found: ['unwanted'],
  },
  'files: freeze windows are not read': {
    histories: ['files: a freeze window, and after it', 'files: a saved plan, applied in a freeze window'],
    swaps: [noFreezes],
    found: ['unwanted'],
  },
  'files: `since` is not awaited': {
    histories: ['files: `since` in the future'],
    swaps: [sinceNotAwaited, sinceNotInQueue],
    found: ['unwanted'],
  },
  'files: an archive without --allow-archive': {
    histories: [withArchive],
    swaps: [archiveNotAsked],
    found: ['unwanted'],
  },
  'files: every retired workflow is archived': {
    histories: [withArchive],
    swaps: [allArchived],
    found: ['false-statement'],
  },
  'files: an archive while people are in it': {
    histories: ['files: a workflow retired with `archive` just after an enrollment'],
    swaps: [archivedWithPeople],
    found: ['false-statement'],
  },
  'files: an archive of another workflow': {
    histories: [withArchive],
    port: anotherArchived,
    found: ['unwanted'],
  },
  'lag: what is not shown is removed': {
    histories: ['lag: undo whose requests are lost'],
    port: absenceIsRemoval,
    found: ['false-statement'],
  },
};
