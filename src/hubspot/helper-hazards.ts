/** What may go wrong with the workflows through which people leave others. */
import type { TargetHazard } from '../model/observed-state.ts';
import type { TargetId } from '../model/target.ts';
import type { Flow } from './flow.ts';
import type { WorkflowSight } from './workflow-facts.ts';

/** A way out that does not work, or does more than it should, should be heard of before somebody has to leave. */
export function exitHazards(flow: Flow, { wanted, exit, dialect }: WorkflowSight): readonly TargetHazard[] {
  const route = wanted?.unenroll;
  if (!route || !('workflow' in route)) return [];
  const why = whyNoExit(flow, exit);
  if (why !== undefined) {
    return [
      {
        code: 'exit-workflow-wrong',
        // The documented dialect has a route of its own and does not take this one.
        severity: dialect === 'guide' ? 'error' : 'warning',
        message: `workflow ${route.workflow} does not take people out of workflow ${flow.id} as it should: ${why}`,
        help: `Name workflow ${flow.id}, and no other, in its unenrollment settings in HubSpot, and turn it on.`,
      },
    ];
  }
  return exit && dialect === 'guide' ? [...takesMore(exit, flow.id), ...helperHazards(exit)] : [];
}

/** Why a workflow is no way out of another one; nothing where it is. */
export function whyNoExit(flow: Flow, exit: Flow | undefined): string | undefined {
  if (!exit) return 'HubSpot does not know it';
  if (!exit.enabled) return 'it is turned off';
  if (exit.notForContacts !== undefined) return exit.notForContacts;
  if (exit.takesOutOf === 'all')
    return 'its unenrollment settings name all workflows, so whoever enters it leaves every other one, too';
  return exit.takesOutOf.includes(flow.id) ? undefined : 'its unenrollment settings do not name it';
}

function takesMore(exit: Flow, target: TargetId): readonly TargetHazard[] {
  const others = exit.takesOutOf === 'all' ? [] : exit.takesOutOf.filter((id) => id !== target);
  if (others.length === 0) return [];
  return [
    {
      code: 'exit-workflow-takes-more',
      severity: 'warning',
      message: `whoever leaves workflow ${target} through workflow ${exit.id} is taken out of workflow ${others.join(', ')} as well`,
      help: 'Name only one workflow in its unenrollment settings in HubSpot, unless this is meant.',
    },
  ];
}

/** What keeps a helper workflow from taking everybody who has to leave, each time. */
export function helperHazards({ id, reEnrolls, suppressionLists }: Flow): readonly TargetHazard[] {
  const found: TargetHazard[] = [];
  if (!reEnrolls) {
    found.push({
      code: 'helper-once',
      severity: 'warning',
      message: `workflow ${id}, through which people leave, enrolls nobody a second time, so a person may leave through it only once`,
      help: 'Let contacts be enrolled again in its settings in HubSpot.',
    });
  }
  if (suppressionLists.length > 0) {
    found.push({
      code: 'helper-refuses',
      severity: 'warning',
      message: `workflow ${id}, through which people leave, never takes members of the HubSpot list ${suppressionLists.join(', ')}: they cannot leave`,
      help: 'Take the suppression list out of its settings in HubSpot.',
    });
  }
  return found;
}
