/** Judges what a printed plan says a change does to its contact. */
import { menu } from '../menu.ts';
import { aboutOf } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import type { PlanLine } from './plan-lines.ts';
import { judgeSentence } from './sentences.ts';
import type { Judged } from './sentences.ts';
import { aliasOf, membersOf, targetOf } from './wanted.ts';

const sends =
  /^(?:(?<emails>\d+) emails?|an unknown number of emails)(?: each)?(?: from (?<sender>[^\s,]+))?(?: as (?<alias>[^\s,]+))?(?:, days? [\d, ]+)?$/u;
const starts = /^(?:joins? list (?<list>\d+), which starts the workflow|starts? the workflow)$/u;
const stops =
  /^(?<stop>gets? no more emails from this sequence|leaves? the workflow|deletes the workflow in HubSpot); (?<reason>.*)$/su;

export function judgeEffect(text: string, line: PlanLine, seen: Seen): Judged {
  if (line.says === 'create-workflow') return judgeCreationEffect(text, line, seen);
  const match = (sends.exec(text) ?? starts.exec(text) ?? stops.exec(text))?.groups;
  if (!match) return 'unclassified';
  const untrue = untrueEffect(match, line, seen);
  if (untrue !== undefined) return { untrue };
  const { reason } = match;
  // The reason of the plan itself is judged there.
  if (reason === undefined || reason === line.reason) return undefined;
  return judgeSentence(reason, aboutOf(line, seen));
}

function judgeCreationEffect(text: string, line: PlanLine, { files }: Seen): Judged {
  const does = /^creates the workflow in HubSpot, turned off: enrollment: manual; (?<does>.*)$/u.exec(text);
  if (!does) return 'unclassified';
  const { parts = [] } = targetOf(files, line.targetId)?.definition?.shape ?? {};
  const written = parts.map((part) => `${part.id}: ${part.does === 'delay' ? 'wait ' : ''}${part.text}`);
  return does.groups?.['does'] === written.join('; ')
    ? undefined
    : { untrue: `it does ${written.join('; ')}` };
}

function untrueEffect(
  { emails, sender, alias, list, stop }: Readonly<Record<string, string | undefined>>,
  { says, kind, targetId, contactId, sender: planned }: PlanLine,
  { facts, files, book }: Seen,
): string | undefined {
  if (stop !== undefined) return stopOf(says, kind).test(stop) ? undefined : `${says} from a ${kind}`;
  const target = targetOf(files, targetId);
  const wanted = target && membersOf(target, facts, book).get(facts.present(contactId ?? ''));
  if (says !== 'enroll' || !target || !wanted) return 'no line declares the contact';
  const via = target.via ? menu[target.slot].via : undefined;
  if (kind === 'workflow') return list === via?.toString() ? undefined : `enrolled by list ${via ?? 'none'}`;
  const steps = facts.sequences.find(({ id }) => id === targetId)?.steps ?? [];
  const all = steps.filter(({ actionType }) => actionType === 'EMAIL').length;
  if (emails !== undefined && Number(emails) !== all) return `the sequence has ${all} emails`;
  // Which rep of a rotation it is, the judge of senders decides.
  if (sender !== planned) return `${planned ?? 'no sender'} sends`;
  const declared = aliasOf(files, target, wanted);
  return alias === declared ? undefined : `the alias is ${declared ?? 'not used'}`;
}

function stopOf(says: string, kind: string): RegExp {
  if (says === 'archive') return /^deletes the workflow in HubSpot$/u;
  return kind === 'sequence' ? /^gets? no more emails from this sequence$/u : /^leaves? the workflow$/u;
}
