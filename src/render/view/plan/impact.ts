import {
  isContactChange,
  type Change,
  type EndedAs,
  type EnrollChange,
  type Plan,
} from '../../../model/results/plan.ts';
import type { ContactId } from '../../../model/target.ts';
import { lastEmailDay, overDays } from './change-effect.ts';
import { emailTimeline } from './email-load.ts';
import { count, countPeople, formatNumber, sentence } from '../format.ts';

/** What applying a plan does to people. */
export interface Impact {
  /** `2 senders will email 15 people: about 43 emails over 9 days`, or empty. */
  readonly emails: string;
  /** `11 of these 15 people will also start a workflow (emails that it sends are not counted)`. */
  readonly others: readonly string[];
  /** The same with the action of each, for formats that link them. */
  readonly effects: readonly Effect[];
  /** `Sent emails and unenrollments cannot be undone.`, or empty. */
  readonly irreversible: string;
}

interface Effect {
  readonly text: string;
  readonly action?: Change['action'];
}

/** Returns the effect of a plan on people, as a condition if the plan cannot be applied. */
export function impactOf(plan: Plan): Impact {
  const { changes, summary, applyable } = plan;
  const will = applyable ? 'will' : 'would';
  const enrolls = changes.filter((change) => change.action === 'enroll');
  const inSequences = enrolls.filter(({ target }) => target.kind === 'sequence');
  const emailed = peopleOf(inSequences);
  const inWorkflows = peopleOf(enrolls.filter(({ target }) => target.kind === 'workflow'));
  const unenrolled = peopleOf(changes.filter((change) => change.action === 'unenroll')).size;
  const { unknownDays } = emailTimeline(changes);
  const effects: readonly Effect[] = [
    ...(unknownDays > 0
      ? [{ text: `HubSpot does not show the email days of ${count(unknownDays, 'enrollment')}` }]
      : []),
    ...(inWorkflows.size > 0
      ? [
          {
            text: `${workflowStarters(inWorkflows, emailed, will)} start a workflow (emails that it sends are not counted)`,
            action: 'enroll' as const,
          },
        ]
      : []),
    ...(unenrolled > 0
      ? [{ text: `${countPeople(unenrolled)} ${will} be unenrolled`, action: 'unenroll' as const }]
      : []),
    ...(summary.archive > 0
      ? [{ text: `${count(summary.archive, 'workflow')} ${will} be deleted`, action: 'archive' as const }]
      : []),
    ...(summary.create
      ? [
          {
            text: `${count(summary.create, 'workflow')} ${will} be created, turned off`,
            action: 'create-workflow' as const,
          },
        ]
      : []),
  ];
  return {
    emails: inSequences.length === 0 ? '' : emailText(inSequences, { people: emailed.size, summary, will }),
    others: effects.map(({ text }) => text),
    effects,
    irreversible: irreversibleText([
      ...(inSequences.length > 0 ? ['sent emails'] : []),
      ...(inWorkflows.size > 0 ? ['workflow actions'] : []),
      ...(unenrolled > 0 ? ['unenrollments'] : []),
      ...(summary.archive > 0 ? ['deletions of workflows'] : []),
    ]),
  };
}

function emailText(
  enrolls: readonly EnrollChange[],
  {
    people,
    summary,
    will,
  }: { readonly people: number; readonly summary: Plan['summary']; readonly will: string },
): string {
  const known = enrolls.every((change) => change.emails !== undefined);
  const days = enrolls.reduce((last, change) => Math.max(last, lastEmailDay(change) ?? 0), 0);
  const emails = `${known ? 'about' : 'at least'} ${count(summary.emails, 'email')}`;
  return `${count(summary.senders, 'sender')} ${will} email ${countPeople(people)}: ${emails}${overDays(days)}`;
}

function irreversibleText(effects: readonly string[]): string {
  if (effects.length === 0) return '';
  const first = effects.slice(0, -1).join(', ');
  return sentence(`${[first, ...effects.slice(-1)].filter(Boolean).join(' and ')} cannot be undone`);
}

/**
 * Returns the people who start a workflow. Follows the sentence that counts the people who get emails:
 * `11 of these 15 people will also`.
 */
function workflowStarters(
  starters: ReadonlySet<ContactId>,
  emailed: ReadonlySet<ContactId>,
  will: string,
): string {
  const both = [...starters].filter((id) => emailed.has(id)).length;
  const others = starters.size - both;
  if (emailed.size === 0) return `${countPeople(starters.size)} ${will}`;
  if (both === 0) return `${count(others, 'other person', 'other people')} ${will}`;
  const these = emailed.size === 1 ? 'this person' : `these ${countPeople(emailed.size)}`;
  const part = both < emailed.size ? `${formatNumber(both)} of ${these}` : these;
  const whole = both < emailed.size ? part : `${part.charAt(0).toUpperCase()}${part.slice(1)}`;
  return others === 0 ? `${whole} ${will} also` : `${whole} and ${count(others, 'other')} ${will}`;
}

/** Returns the distinct people of changes. */
export function peopleOf(changes: readonly Change[]): ReadonlySet<ContactId> {
  return new Set(changes.flatMap((change) => (isContactChange(change) ? change.contact.id : [])));
}

/** Returns what an apply leaves undone: `5 blocked, 3 waiting, 1 unknown`. */
export function undoneCounts({ summary }: Plan): string {
  return listCounts([
    [summary.blocked, 'blocked'],
    [summary.waiting, 'waiting'],
    [summary.unknown, 'unknown'],
    [summary.manual, 'manual'],
    [summary.leftAudience, 'left the audience'],
    [summary.orphans, summary.orphans === 1 ? 'orphan' : 'orphans'],
  ]);
}

/** Returns the contacts that a plan does not change: `26 active, 3 ended (2 finished, 1 bounced)`. */
export function unchangedCounts(plan: Plan): string {
  const { summary } = plan;
  const ends = endCounts(plan);
  return listCounts([
    [summary.active, 'active'],
    [summary.ended, `ended${ends === '' ? '' : ` (${ends})`}`],
    [summary.unmanaged, 'enrolled by someone else'],
  ]);
}

function listCounts(counts: readonly (readonly [number, string])[]): string {
  return counts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${formatNumber(amount)} ${words}`)
    .join(', ');
}

/**
 * Counts the ended entries by how they ended, most frequent first: `2 finished, 1 no longer active`. Returns an empty
 * text for a plan of another version that does not contain it.
 */
function endCounts({ unchanged }: Plan): string {
  const counts = new Map<string, number>();
  for (const { status, endedAs } of unchanged) {
    if (status !== 'ended') continue;
    const words = endedAs && endWords[endedAs];
    if (words === undefined) return '';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return listCounts([...counts].toSorted(([, a], [, b]) => b - a).map(([words, amount]) => [amount, words]));
}

// HubSpot shows that a contact opted out or bounced. It does not show that this ended the enrollment.
const endWords: Readonly<Record<EndedAs, string>> = {
  finished: 'finished',
  'opted-out': 'ended before the last step',
  bounced: 'ended before the last step',
  unexplained: 'ended before the last step',
  unenrolled: 'unenrolled by rollcall',
  'no-longer-active': 'no longer active',
  'never-seen-active': 'never seen active',
  'other-contact': 'as another contact',
};
