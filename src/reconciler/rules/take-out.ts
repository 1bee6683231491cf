import type { Source } from '../../model/diagnostic.ts';
import { ownAct } from '../ownership.ts';
import type { Running, Subject } from '../subject.ts';
import type { KeepVerdict, RemovalCause, UnenrollVerdict } from '../verdict.ts';
import { keep } from '../verdict.ts';

export interface Removal {
  readonly running: Running;
  readonly cause: RemovalCause;
  readonly reason: string;
  /** The line that asks for it. */
  readonly source: Source;
}

/** Taking somebody out, as far as the account allows it: without a route it is left to a person. */
export function takeOut(subject: Subject, removal: Removal): UnenrollVerdict | KeepVerdict {
  const { target, contact } = subject;
  const { running, cause, reason, source } = removal;
  if (contact?.unreadable !== undefined) {
    return {
      ...keep(
        'unknown',
        `${reason}; but the account contradicts itself: ${contact.unreadable}`,
        'Run the plan again in some minutes. If it stays so, look at the contact in the account.',
      ),
      cause,
      source,
    };
  }
  if (!target.observed?.unenrollRoute) {
    const known = target.observed?.unenrollWhy;
    const because = known === undefined ? '' : `: ${known.why}`;
    return {
      ...keep(
        'manual',
        `${reason}; no route takes people out of this ${target.desired.kind}${because}`,
        known?.help ?? 'Take the person out in the account by hand, or give the target an `unenroll` helper.',
      ),
      cause,
      source,
    };
  }
  const own = ownAct(subject, running);
  const since = own?.since ?? subject.declared?.since;
  return {
    act: 'unenroll',
    reason,
    cause,
    owned: own !== undefined,
    source,
    origin: own?.origin ?? subject.declared?.origin ?? 'text',
    ...(since === undefined ? {} : { since }),
    ...(running.id === undefined ? {} : { enrollmentId: running.id }),
  };
}
