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
}: Pick<OpenedAccount, 'writeLedger' | 'withFiles'>): readonly string[] {
  return [
    `The files as they ${withFiles ? 'were at the time of the snapshot' : 'are now'}: members, senders, limits, pace, freezes, conditions, suppression and \`since\`.`,
    'The steps of the sequences with their delays, and the enrollments that run now.',
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
  const reactions =
    replyRate === 0 && optOutRate === 0
      ? `No contact replies or opts out, unless the account already has such a reaction. ${opened.from.kind === 'plan' ? '`rollcall rehearse` has rates for both.' : '`--reply-rate 8%` and `--opt-out-rate 1%` change that.'}`
      : `${percent(replyRate)} of the contacts reply and ${percent(optOutRate)} opt out, ${first} to ${last} days after they are enrolled (seed ${seed}).`;
  return [
    `The plan is merged and applied at the time of the copy, and the daily job runs at ${at} every day.`,
    reactions,
    sendingTimes(opened.account),
    'Workflows enroll and remove contacts as the simulator plays them. Emails that workflows send are not counted.',
    'People enroll no one by hand, lists keep their members, and the files do not change.',
    ...(opened.from.kind === 'file'
      ? ['The account is the one in the given file, not your account of HubSpot.']
      : []),
    ...(opened.from.kind === 'snapshot' || opened.from.kind === 'plan'
      ? [
          'Every inbox is connected and accepts 1,000 enrollments a day. Workflows begin with the first action for contacts whose start HubSpot does not show.',
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

function sendingTimes({ sequences }: OpenedAccount['account']): string {
  const known = sequences.filter(({ settings }) => settings !== undefined).length;
  const rest =
    known === sequences.length
      ? 'Later emails wait for the days and hours of the sequence.'
      : known === 0
        ? 'The days and hours in which a sequence sends are not known, and every day counts.'
        : `The days and hours in which a sequence sends are known for ${known} of ${sequences.length} sequences; for the others, every day counts.`;
  return `HubSpot accepts each enrollment that its rules allow, and sends each email when the delay of its step ends. ${rest}`;
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))}%`;
}
