/** People whom the files do not declare in a target that they name. */
import { formatSource } from '../../model/diagnostic.ts';
import { ownAct } from '../ownership.ts';
import { byRun, onDay } from '../phrases.ts';
import type { Running, Subject } from '../subject.ts';
import { runningIn, suppressionOf } from '../subject.ts';
import type { Rule, Verdict } from '../verdict.ts';
import { keep } from '../verdict.ts';
import { openIntent } from './enrolled-before.ts';
import { takeOut } from './take-out.ts';

/** A rule about people who are in the target now. */
function ofActive(
  name: string,
  otherwise: string,
  judge: (subject: Subject, running: Running) => Verdict | undefined,
): Rule {
  return {
    name,
    otherwise,
    judge: (subject) => {
      const running = runningIn(subject);
      return running && judge(subject, running);
    },
  };
}

export const unsettled: Rule = {
  ...openIntent,
  judge: (subject) => (runningIn(subject) ? undefined : openIntent.judge(subject)),
};

export const retired = ofActive('retired', 'the target is not retired', (subject, running) => {
  const { desired } = subject.target;
  if (desired.kind !== 'workflow' || desired.retired === false) return undefined;
  const reason = 'the workflow is retired: nobody belongs there';
  return takeOut(subject, { running, cause: 'retired', reason, source: desired.source });
});

export const absent = ofActive('absent', 'not listed as absent', (subject, running) => {
  const { declarations } = subject.target;
  const entry = subject.contactId === undefined ? undefined : declarations.absent.get(subject.contactId);
  if (!entry || entry.contradiction) return undefined;
  return takeOut(subject, { running, cause: 'absent', reason: 'listed as absent', source: entry.source });
});

export const ownedSuppressed = ofActive(
  'owned-and-suppressed',
  'not both enrolled by us and suppressed',
  (subject, running) => {
    const entry = ownAct(subject, running) && suppressionOf(subject);
    if (!entry) return undefined;
    const reason = `active, and must not be contacted (${formatSource(entry.source)})`;
    return takeOut(subject, { running, cause: 'suppressed', reason, source: entry.source });
  },
);

export const ownedUnmanaged = ofActive(
  'owned-and-unmanaged',
  'the files manage who belongs here, or we did not enroll the person',
  (subject, running) => {
    const own = ownAct(subject, running);
    if (!own || subject.target.desired.members !== undefined) return undefined;
    return keep(
      'orphan',
      `active, ${byRun(own)}; the files no longer say who belongs here`,
      'To take such people out, list them under `absent`, or write `members: []` with `allowEmpty: true`.',
    );
  },
);

export const leftAudience = ofActive(
  'left-audience',
  'not here because of a list that the person has left',
  (subject, running) => {
    const { desired, declarations } = subject.target;
    const own = ownAct(subject, running);
    if (!own || own.origin === 'text' || desired.onLeave === 'unenroll') return undefined;
    const list = own.origin.slice('list:'.length);
    if (!declarations.lists.has(list)) return undefined;
    return keep(
      'left-audience',
      `no longer on list \`${list}\`, ${byRun(own)}; stays in`,
      'To take people out when they leave the list, say `onLeave: unenroll` at the target.',
    );
  },
);

export const removed = ofActive('removed', 'not enrolled by us', (subject, running) => {
  const own = ownAct(subject, running);
  if (!own) return undefined;
  const list = own.origin === 'text' ? undefined : own.origin.slice('list:'.length);
  const left = list !== undefined && subject.target.declarations.lists.has(list);
  const reason = `${left ? `left list \`${list}\`` : 'no longer declared'}, ${byRun(own)}`;
  return takeOut(subject, { running, cause: 'removed', reason, source: subject.target.desired.source });
});

export const exclusive = ofActive('exclusive', 'the target is not exclusive', (subject, running) => {
  const { desired } = subject.target;
  if (!desired.exclusive || desired.members === undefined) return undefined;
  const entry = suppressionOf(subject);
  const on = onDay(subject.world.calendar, running.enrolledAt);
  return takeOut(subject, {
    running,
    cause: entry ? 'suppressed' : 'exclusive',
    reason: `enrolled${on} by someone else, and nobody declares it; the target is exclusive`,
    source: desired.source,
  });
});

export const unmanaged = ofActive('unmanaged', 'not active', (subject, running) => {
  if (subject.target.desired.members === undefined) return undefined;
  const on = onDay(subject.world.calendar, running.enrolledAt);
  return keep('unmanaged', `enrolled${on} by someone else; left alone`);
});
