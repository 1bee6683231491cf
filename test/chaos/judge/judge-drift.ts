/** Judges what a plan says moved in the account. */
import { activeHere } from './about.ts';
import { ownOf } from './book.ts';
import { aboutOf, kindOf, report, sectionOf, targetNamed } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import { isJustRemoved } from './past-checks.ts';
import { judgeSentence } from './sentences.ts';
import { isNew, targetId } from '../histories/files.ts';
import { isAsDefined } from './judge-creation.ts';

/** The part of a drift that is judged. */
export interface DriftClaim {
  readonly address: string;
  readonly kind: string;
  readonly message: string;
}

export function judgeDrift({ address, kind, message }: DriftClaim, seen: Seen): void {
  const slash = address.indexOf('/');
  if (slash === -1) {
    judgeTargetDrift({ address, kind, message }, seen);
    return;
  }
  const target = targetNamed(address, seen.files);
  if (!target) {
    seen.book.blame('false-statement', `drift: ${address} (${message}): the files name no such target`);
    return;
  }
  const line = {
    kind: kindOf(target),
    targetId: targetId(target),
    contactId: address.slice(slash + 1),
  } as const;
  const about = aboutOf(line, seen);
  if (kind === 'ended-unexplained') {
    const sentence =
      message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '').replace('; ', ', ');
    report(judgeSentence(sentence, about), { what: `drift: ${address}`, sentence }, seen.book);
    return;
  }
  const active = activeHere(about);
  const own = active && ownOf(seen.book, active.id);
  const gone = isJustRemoved(about) ? undefined : 'not active';
  const untrue = active ? own && `enrolled by run ${own.run ?? '?'}` : gone;
  if (untrue !== undefined) seen.book.blame('false-statement', `drift: ${address} (${message}): ${untrue}`);
}

function judgeTargetDrift({ address, kind, message }: DriftClaim, { book, facts, files }: Seen): void {
  const target = files.targets.find((one) => `${sectionOf(one)}${one.key}` === address);
  const id = target && (isNew(target) ? /^Workflow (\d+), /u.exec(message)?.[1] : targetId(target));
  const exists = id !== undefined && facts.hasTarget(id);
  const flow = facts.flows.find((one) => one.id === id);
  const untrue =
    (kind === 'target-deleted' && exists && 'it exists') ||
    (kind === 'target-disabled' && flow?.definition.isEnabled && 'it is enabled') ||
    (kind === 'target-edited' && !exists && 'it does not exist') ||
    (kind === 'target-edited' &&
      target &&
      isNew(target) &&
      isAsDefined(target, id, facts) &&
      'it is as defined');
  if (untrue) book.blame('false-statement', `drift: ${address} (${message}): ${untrue}`);
}
