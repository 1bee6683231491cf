import type { DesiredTarget, Dialect } from '../../model/desired-state.ts';
import type { AdviceRule } from './advice-rule.ts';

/** A target that takes people out, in a dialect that has no route for it without a helper. */
export const removalNeedsARoute: AdviceRule = ({ desired }) =>
  desired.targets
    .filter((target) => unenrollsMembers(target) && !hasRoute(target, desired.dialect))
    .map((target) => ({
      code: 'removal-needs-a-route',
      severity: 'advice',
      message: `\`${target.key}\` unenrolls contacts and has no \`unenroll\`: in the dialect \`${desired.dialect}\` there is no route that unenrolls from a ${target.kind} without one.`,
      help: 'Add `unenroll: { workflow: ID }` (see `rollcall doctor --unenroll-workflow`). Until then rollcall lists these contacts as `manual`.',
      source: target.source,
    }));

function unenrollsMembers(target: DesiredTarget): boolean {
  const retired = target.kind === 'workflow' && target.retired !== false;
  return target.absent.length > 0 || target.exclusive || target.onLeave === 'unenroll' || retired;
}

/** Sequences can be left by a route in `guide`, workflows in `documented`; each needs a helper in the other. */
function hasRoute(target: DesiredTarget, dialect: Dialect): boolean {
  if (target.unenroll || (target.kind === 'workflow' && target.viaList !== undefined)) return true;
  return target.kind === 'sequence' ? dialect === 'guide' : dialect === 'documented';
}
