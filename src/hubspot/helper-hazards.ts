/** What may go wrong with the workflows through which people leave others. */
import type { TargetHazard } from '../model/observed-state.ts';
import type { TargetId } from '../model/target.ts';
import type { Flow } from './read/workflows.ts';
import type { WorkflowSight } from './checks/workflow-details.ts';

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
        message: `workflow ${route.workflow} does not unenroll contacts from workflow ${flow.id}: ${why}`,
        help: `Name workflow ${flow.id}, and no other, in its unenrollment settings in HubSpot, and turn it on.`,
      },
    ];
  }
  return exit && dialect === 'guide' ? [...takesMore(exit, flow.id), ...helperHazards(exit)] : [];
}

/** Returns why a workflow is not a valid exit workflow of another one; nothing if it is. */
export function whyNoExit(flow: Flow, exit: Flow | undefined): string | undefined {
  if (!exit) return 'HubSpot does not know it';
  if (!exit.enabled) return 'it is turned off';
  if (exit.notForContacts !== undefined) return exit.notForContacts;
  if (exit.takesOutOf === 'all')
    return 'its unenrollment settings name all workflows, so it unenrolls its contacts from every other one, too';
  return exit.takesOutOf.includes(flow.id) ? undefined : 'its unenrollment settings do not name it';
}

function takesMore(exit: Flow, target: TargetId): readonly TargetHazard[] {
  const others = exit.takesOutOf === 'all' ? [] : exit.takesOutOf.filter((id) => id !== target);
  if (others.length === 0) return [];
  return [
    {
      code: 'exit-workflow-takes-more',
      severity: 'warning',
      message: `a contact unenrolled from workflow ${target} through workflow ${exit.id} is also unenrolled from workflow ${others.join(', ')}`,
      help: 'Name only one workflow in its unenrollment settings in HubSpot, unless this is meant.',
    },
  ];
}

/** Returns what keeps a helper workflow from accepting every contact, each time. */
export function helperHazards({ id, reEnrolls, suppressionLists }: Flow): readonly TargetHazard[] {
  const found: TargetHazard[] = [];
  if (!reEnrolls) {
    found.push({
      code: 'helper-once',
      severity: 'warning',
      message: `workflow ${id} does not enroll a contact a second time, so it can unenroll a contact only once`,
      help: 'Let contacts be enrolled again in its settings in HubSpot.',
    });
  }
  if (suppressionLists.length > 0) {
    found.push({
      code: 'helper-refuses',
      severity: 'warning',
      message: `workflow ${id} suppresses HubSpot list ${suppressionLists.join(', ')}: it cannot unenroll members of that list`,
      help: 'Remove the suppression list from its settings in HubSpot.',
    });
  }
  return found;
}
