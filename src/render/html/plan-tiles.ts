import type { Plan } from '../../model/plan.ts';
import type { Tile } from './tiles.ts';

/** The summary of a plan, what happens first, then who does not move. */
export function planTiles({ summary }: Plan): readonly Tile[] {
  const noun = (amount: number, one: string, many = `${one}s`): string => (amount === 1 ? one : many);
  return [
    { amount: summary.enroll, label: noun(summary.enroll, 'enrollment'), tone: 'add', status: 'enroll' },
    { amount: summary.people, label: noun(summary.people, 'person', 'people') },
    { amount: summary.emails, label: noun(summary.emails, 'email') },
    { amount: summary.senders, label: noun(summary.senders, 'sender') },
    { amount: summary.reenroll, label: 'enrolled again', tone: 'stop', status: 'enroll' },
    { amount: summary.unenroll, label: 'unenrolled', tone: 'remove', status: 'unenroll' },
    {
      amount: summary.archive,
      label: `${noun(summary.archive, 'workflow')} deleted`,
      tone: 'remove',
      status: 'archive',
    },
    { amount: summary.unknown, label: 'unknown', tone: 'doubt', status: 'unknown' },
    { amount: summary.manual, label: 'manual', tone: 'stop', status: 'manual' },
    { amount: summary.blocked, label: 'blocked', tone: 'stop', status: 'blocked' },
    { amount: summary.waiting, label: 'waiting', tone: 'wait', status: 'waiting' },
    { amount: summary.leftAudience, label: 'left the audience', tone: 'wait', status: 'left-audience' },
    { amount: summary.orphans, label: noun(summary.orphans, 'orphan'), tone: 'wait', status: 'orphan' },
    { amount: summary.unmanaged, label: 'unmanaged', tone: 'wait', status: 'unmanaged' },
    { amount: summary.active, label: 'active', status: 'active' },
    { amount: summary.ended, label: 'ended', status: 'ended' },
  ];
}
