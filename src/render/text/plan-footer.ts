import type { Plan } from '../../model/plan.ts';
import { count, formatNumber } from '../wording/count.ts';
import { moment } from '../wording/moment.ts';
import type { TextOptions } from './options.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/** What stands last under a plan: which plan it is, how far it goes, and how to go on. */
export function planFooter(plan: Plan, style: Style, options: TextOptions): readonly string[] {
  const sentences = [
    ...narrowed(plan),
    ...driftNote(plan),
    ...left(plan),
    `Plan ${plan.planId}`,
    ...next(plan, options),
  ];
  return sentences.flatMap((sentence) => wrap(sentence, { width: style.width, rest: '  ' }));
}

function narrowed({ only, exclude }: Plan): string[] {
  const flags = [...only.map((glob) => `--only '${glob}'`), ...exclude.map((glob) => `--exclude '${glob}'`)];
  return flags.length === 0 ? [] : [`Narrowed by ${flags.join(' ')}: everything else was left out.`];
}

function driftNote({ drift }: Plan): string[] {
  const moved = drift.filter((one) => one.counts).length;
  if (moved === 0) return [];
  const verb = moved === 1 ? 'thing moved' : 'things moved';
  return [`${formatNumber(moved)} ${verb} in HubSpot since the last apply: rollcall drift`];
}

function left({ changes, complete, summary }: Plan): string[] {
  if (complete || changes.length === 0) return [];
  const waits = [
    ...(summary.waiting > 0 ? [`${formatNumber(summary.waiting)} waiting`] : []),
    ...(summary.unknown > 0 ? [`${formatNumber(summary.unknown)} unknown`] : []),
    ...(summary.manual > 0 ? [`${formatNumber(summary.manual)} for a person`] : []),
  ];
  return waits.length === 0 ? [] : [`Applying this leaves ${waits.join(', ')}.`];
}

function next(plan: Plan, { planFile, applying }: TextOptions): string[] {
  if (plan.errored) return ['Nothing can be applied. Settle the errors above, then plan again.'];
  if (plan.changes.length === 0) return [];
  if (!plan.applyable)
    return ['It cannot be applied as it stands. The reason is above; settle it, then plan again.'];
  const cost = `Applying takes about ${count(plan.summary.calls, 'call')} to HubSpot; the plan holds until ${moment(plan.expiresAt)}.`;
  if (applying) return [cost];
  return planFile === undefined
    ? [cost, 'To keep it: rollcall plan --out plan.json', 'To apply exactly that: rollcall apply plan.json']
    : [cost, `To apply exactly this: rollcall apply ${planFile}`];
}
