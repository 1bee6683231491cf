import type { DesiredTarget, Dialect } from '../../model/desired-state.ts';
import type { AdviceRule } from './advice-rule.ts';

/** Reports targets that unenroll contacts although the dialect has no route for it without an unenroll workflow. */
export const noUnenrollRoute: AdviceRule = ({ desired }) =>
  desired.targets
    .filter((target) => unenrollsMembers(target) && !hasRoute(target, desired.dialect))
    .map((target) => ({
      code: 'no-unenroll-route',
      severity: 'advice',
      message: `\`${target.key}\` unenrolls contacts but has no \`unenroll\`: the dialect \`${desired.dialect}\` has no route of its own to unenroll from a ${target.kind}.`,
      help: 'Add `unenroll: { workflow: ID }` (see `rollcall doctor --unenroll-workflow`). Until then rollcall lists these contacts as `manual`.',
      source: target.source,
    }));

function unenrollsMembers(target: DesiredTarget): boolean {
  const retired = target.kind === 'workflow' && target.retired !== false;
  return target.absent.length > 0 || target.exclusive || target.onLeave === 'unenroll' || retired;
}

/** `guide` has a route to unenroll from sequences, `documented` one to unenroll from workflows. */
function hasRoute(target: DesiredTarget, dialect: Dialect): boolean {
  if (target.unenroll || (target.kind === 'workflow' && target.viaList !== undefined)) return true;
  return target.kind === 'sequence' ? dialect === 'guide' : dialect === 'documented';
}
