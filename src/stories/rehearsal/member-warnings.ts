/** Warnings about members that the forecast does not enroll. */
import { groupBy } from '../../model/group-by.ts';
import type { Plan, Unchanged, WaitCause } from '../../model/results/plan.ts';
import type { RehearsalWarning } from '../../model/results/rehearsal.ts';
import { count } from '../../model/text/count.ts';
import { endedWell } from './calendar.ts';
import { type Forecast, warning } from './make-warning.ts';
import type { Played } from './play.ts';

const causes: Readonly<Record<WaitCause, string>> = {
  pause: 'a pause',
  freeze: 'a freeze',
  pace: 'the pace',
  'sender-limit': 'the daily limit of the sender',
  since: 'a `since` in the future',
  review: 'a reviewed plan',
  'other-sequence': 'another sequence',
};

export function withoutTurn({ played, isRead }: Forecast): readonly RehearsalWarning[] {
  const waiting = (played.last?.unchanged ?? []).filter(({ status }) => status === 'waiting');
  // The plan after the last day enrolls them on the next one.
  const next = (played.last?.changes ?? []).flatMap((one) => (one.action === 'enroll' ? one : []));
  const amount = waiting.length + next.length;
  if (amount === 0) return [];
  const reasons = [...groupBy(waiting, ({ waitsFor }) => waitsFor)].map(
    ([cause, own]) => `${count(own.length, 'waits', 'wait')} for ${cause ? causes[cause] : 'a later run'}`,
  );
  const isPaced = next.length > 0 || waiting.some(({ waitsFor = '' }) => pacing.has(waitsFor));
  return warning(
    'no-turn',
    {
      message: `${count(amount, 'member gets', 'members get')} no turn in these days: ${[...followers(next.length, played), ...reasons].join(', ')}`,
      help: isSenderRefused(played)
        ? 'HubSpot refuses a sender (`sender-refused`), and each contact keeps its rep: remove the rep from the files, or name another sender.'
        : isPaced
          ? 'A higher pace or more senders bring them forward; `--days` shows a longer time.'
          : whereListed(isRead),
    },
    { days: [], contacts: [...next, ...waiting].flatMap(({ contact }) => contact ?? []) },
  );
}

/** Returns whether HubSpot still refuses a sender at the end. */
function isSenderRefused({ applies }: Played): boolean {
  return applies.slice(-7).some(({ stoppedSenders }) => stoppedSenders.length > 0);
}

/** What a higher pace or more senders shorten. */
const pacing: ReadonlySet<string> = new Set(['pace', 'sender-limit'] satisfies WaitCause[]);

function followers(amount: number, played: Played): readonly string[] {
  if (amount === 0) return [];
  if (endedWell(played)) return [count(amount, 'follows on the next day', 'follow on the next day')];
  return [count(amount, 'is next, if a job reaches it', 'are next, if a job reaches them')];
}

/** The files have no id of a workflow, so no apply of the forecast enrolls its members. */
export function waitingForWorkflows(last: Plan | undefined): readonly RehearsalWarning[] {
  const code = 'members-wait-for-workflow';
  return (last?.diagnostics ?? [])
    .filter((one) => one.code === code)
    .flatMap(({ message, help }) =>
      warning(code, { message: message.replace(/\.$/u, ''), help }, { days: [] }),
    );
}

/** Returns where contacts are listed with their reasons. */
function whereListed(isRead: boolean): string {
  const list = '`rollcall plan --full` lists them with their reasons';
  return isRead ? `${list}.` : `On the account itself, ${list}; those of this copy may differ.`;
}

/** Returns the most frequent reasons with their numbers. */
function commonReasons(entries: readonly Unchanged[]): readonly string[] {
  return [...groupBy(entries, ({ reason }) => reason)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([reason, own]) => `${own.length}: ${reason}`);
}

/** Members that the forecast enrolls on no day, because it is not known whether they were enrolled before. */
export function unknownMembers({ played, isRead }: Forecast): readonly RehearsalWarning[] {
  const unknown = (played.last?.unchanged ?? []).filter(({ status }) => status === 'unknown');
  if (unknown.length === 0) return [];
  return warning(
    'unknown-members',
    {
      message: `${count(unknown.length, 'member is', 'members are')} unknown, and the forecast does not enroll them (${commonReasons(unknown).join('; ')})`,
      help: unknown.find(({ help }) => help !== undefined)?.help ?? whereListed(isRead),
    },
    { days: [], contacts: unknown.flatMap(({ contact }) => contact ?? []) },
  );
}

export function notEnrollable({ played, isRead }: Forecast): readonly RehearsalWarning[] {
  const blocked = (played.last?.unchanged ?? []).filter(({ status }) => status === 'blocked');
  if (blocked.length === 0) return [];
  const reasons = commonReasons(blocked);
  return warning(
    'cannot-be-enrolled',
    {
      message: `${count(blocked.length, 'member')} cannot be enrolled (${reasons.join('; ')})`,
      help: whereListed(isRead),
    },
    { days: [], contacts: blocked.flatMap(({ contact }) => contact ?? []) },
  );
}
