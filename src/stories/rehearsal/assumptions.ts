/** What a forecast knows, and what it assumes, in plain sentences. */
import type { RehearsalSettings } from '../../model/results/rehearsal.ts';
import { count } from '../../model/text/count.ts';
import type { TimelineEvent } from '../timeline.ts';
import { reactionDays } from './reactions.ts';
import type { OpenedAccount } from './opened-account.ts';

/** Returns what the forecast takes from the account and the files. */
export function knowledgeOf({
  writeLedger,
  withFiles,
  from,
}: Pick<OpenedAccount, 'writeLedger' | 'withFiles' | 'from'>): readonly string[] {
  return [
    `The files as they ${withFiles ? 'were at the time of the snapshot' : 'are now'}: members, senders, limits, pace, freezes, conditions, suppression and \`since\`.`,
    from.kind === 'file'
      ? 'All sequences and workflows of the given account with their steps and delays, and the enrollments that run in them.'
      : 'The sequences and workflows of the files with their steps and delays, and the enrollments that run in them now. Emails of other sequences are not counted.',
    'Opt-outs, bounces and the state of each contact at the time of the copy.',
    writeLedger
      ? 'The ledger: earlier enrollments, remembered refusals and pauses.'
      : 'No ledger: enrollments that HubSpot no longer shows are not known.',
  ];
}

/** Returns what the forecast assumes. `timeline` shows which assumptions had an effect. */
export function assumptionsOf({
  settings,
  at,
  opened,
  timeline,
}: {
  readonly settings: RehearsalSettings;
  readonly at: string;
  readonly opened: OpenedAccount;
  readonly timeline: readonly TimelineEvent[];
}): readonly string[] {
  const { replyRate, optOutRate, seed, without, freeze } = settings;
  const { first, last } = reactionDays;
  const written = writtenReactions(opened);
  const others = written === 0 ? 'No contact replies or opts out.' : 'No other contact replies or opts out.';
  const rates =
    opened.from.kind === 'plan'
      ? '`rollcall rehearse` has rates for both.'
      : '`--reply-rate 8%` and `--opt-out-rate 1%` change that.';
  const reactions =
    replyRate === 0 && optOutRate === 0
      ? `${others} ${rates}`
      : `${percent(replyRate)} of the ${written === 0 ? '' : 'other '}contacts reply and ${percent(optOutRate)} opt out, ${first} to ${last} days after they are enrolled (seed ${seed}).`;
  return [
    `The plan is merged and applied at the time of the copy, and the daily job runs at ${at} every day.`,
    ...(written === 0
      ? []
      : [
          `${count(written, 'contact')} of the given account ${written === 1 ? 'reacts' : 'react'} as it is written there.`,
        ]),
    reactions,
    sendingTimes(opened.account),
    'Workflows enroll and remove contacts as the simulator plays them. Emails that workflows send are not counted.',
    'People enroll no one by hand, lists keep their members, and the files do not change.',
    ...(opened.from.kind === 'file'
      ? ['The account is the one in the given file, not your account of HubSpot.']
      : []),
    ...(opened.from.kind !== 'file'
      ? [
          `Every ${without.length > 0 ? 'other ' : ''}inbox is connected and accepts 1,000 enrollments a day. Workflows begin with the first action for contacts whose start HubSpot does not show.`,
        ]
      : []),
    ...without.map(({ sender, from }) => {
      const emails = timeline.filter(
        (event) => event.what === 'email' && event.sender === sender && event.day >= from,
      ).length;
      return `The inbox of ${sender} is disconnected from ${from} on. HubSpot does not publish what it does with running enrollments of such an inbox: ${count(emails, 'email')} of them ${emails === 1 ? 'is' : 'are'} counted and may not leave.`;
    }),
    ...freeze.map(({ from, to }) => `The files have one more freeze, from ${from} to ${to}.`),
  ];
}

/** Returns the number of contacts with a reaction that a state file of the simulator has. No route shows one. */
function writtenReactions({ account }: Pick<OpenedAccount, 'account'>): number {
  const reacting = account.contacts.filter(({ reactions = [] }) => reactions.length > 0);
  const coming = account.enrollments.filter((enrollment) => enrollment.coming !== undefined);
  return new Set([...reacting.map(({ id }) => id), ...coming.map(({ contactId }) => contactId)]).size;
}

function sendingTimes({ sequences }: OpenedAccount['account']): string {
  const known = sequences.filter(({ settings }) => settings !== undefined).length;
  const hours = 'on the next day and at the next hour at which the sequence sends';
  const rest =
    known === sequences.length
      ? `Each later email leaves when the delay of its step has ended, ${hours}.`
      : known === 0
        ? 'Each later email leaves when the delay of its step has ended, on every day: the days and hours of the sequences are not known.'
        : `Each later email leaves when the delay of its step has ended: for ${known} of ${sequences.length} sequences ${hours}; for the others on every day, because their days and hours are not known.`;
  return `HubSpot accepts each enrollment that its rules allow, and sends the first email when its delay has ended. ${sequences.length === 0 ? '' : rest}`.trim();
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))}%`;
}
