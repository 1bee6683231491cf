import type { DesiredSequence, DesiredWorkflow, Dialect, UnenrollRoute } from '../../model/desired-state.ts';
import type { ObservedTarget, TargetHazard } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import { objectOf, objectsOf, textOf } from '../http/response.ts';
import type { Flow } from '../read/workflows.ts';

/** Whether rollcall can unenroll contacts from a target, and the reason if it cannot. */
export type UnenrollSupport = Pick<ObservedTarget, 'unenrollRoute' | 'unenrollByEmail' | 'unenrollWhy'>;

export const supported: UnenrollSupport = { unenrollRoute: true };

/** Unenrollment through a v2 route, which identifies contacts by email only. */
export const supportedByEmail: UnenrollSupport = { unenrollRoute: true, unenrollByEmail: true };

export function unsupported(why: string, help: string): UnenrollSupport {
  return { unenrollRoute: false, unenrollWhy: { why, help } };
}

/** The facts about the workflow that a file names as its unenroll workflow. */
export interface UnenrollWorkflowContext {
  readonly flow: Flow | undefined;
  /** The v2 id. Without it, no contact can be enrolled in the workflow. */
  readonly workflowId: string | undefined;
}

/**
 * Returns whether contacts can be unenrolled from a sequence. `guide` has its own route; `documented` needs the
 * unenroll workflow or property of the file, which this function checks.
 */
export async function sequenceUnenrollSupport(
  api: Api,
  route: UnenrollRoute | undefined,
  unenrollWorkflow: UnenrollWorkflowContext,
): Promise<UnenrollSupport> {
  if (api.dialect === 'guide') return supported;
  if (!route)
    return unsupported(
      'HubSpot has no route for this, and the file names no unenroll workflow',
      nameUnenrollWorkflow,
    );
  if ('property' in route) {
    const why = await whyPropertyUnusable(api, route);
    return why === undefined
      ? supported
      : unsupported(why, 'Correct `unenroll: { property: … }`, or unenroll the contact in HubSpot.');
  }
  return throughWorkflow(route.workflow, unenrollWorkflow);
}

const nameUnenrollWorkflow =
  'Unenroll the contact in HubSpot. For rollcall to do it, name an unenroll workflow (`unenroll: { workflow: … }`); `rollcall doctor --unenroll-workflow` explains how to build one.';

function throughWorkflow(id: TargetId, { flow, workflowId }: UnenrollWorkflowContext): UnenrollSupport {
  const orByHand = 'or unenroll the contact in HubSpot.';
  if (!flow) {
    return unsupported(`HubSpot has no workflow ${id}, the unenroll workflow`, `Correct the id, ${orByHand}`);
  }
  const unenrollWorkflow = `workflow ${id}, the unenroll workflow,`;
  if (flow.notForContacts !== undefined) {
    return unsupported(
      `${unenrollWorkflow} cannot enroll contacts: ${flow.notForContacts}`,
      `Name another workflow, ${orByHand}`,
    );
  }
  if (!flow.unenrollsFromSequence) {
    return unsupported(
      `${unenrollWorkflow} has no action "Unenroll from sequence"`,
      `Add the action, name another workflow, ${orByHand}`,
    );
  }
  if (flow.unenrollsFrom === 'all' || flow.unenrollsFrom.length > 0) {
    const otherWorkflows =
      flow.unenrollsFrom === 'all' ? 'all other workflows' : `workflow ${flow.unenrollsFrom.join(', ')}`;
    return unsupported(
      `${unenrollWorkflow} also unenrolls its contacts from ${otherWorkflows}`,
      `Remove that from its unenrollment settings in HubSpot, ${orByHand}`,
    );
  }
  if (!flow.enabled)
    return unsupported(`${unenrollWorkflow} is turned off`, `Turn it on in HubSpot, ${orByHand}`);
  if (workflowId === undefined) {
    return unsupported(
      `HubSpot maps ${unenrollWorkflow} to no v2 workflow, so no contact can be enrolled in it`,
      `Name another workflow, ${orByHand}`,
    );
  }
  return supportedByEmail;
}

/** Returns warnings about an unenroll workflow that does not work, before a contact has to be unenrolled. */
export function unenrollWorkflowHazards(
  wanted: DesiredSequence | undefined,
  { unenrollWhy }: UnenrollSupport,
  flow: Flow | undefined,
): readonly TargetHazard[] {
  if (!wanted?.unenroll) return [];
  if (!unenrollWhy) return flow ? enrollmentSettingHazards(flow) : [];
  return [
    {
      code: 'unenroll-workflow-unfit',
      severity: 'warning',
      message: `rollcall cannot unenroll contacts from sequence ${wanted.id}: ${unenrollWhy.why}`,
      help: unenrollWhy.help,
    },
  ];
}

/** A workflow of the files with its exit workflow. */
export interface ExitWorkflowContext {
  /** Absent for a workflow that only the ledger knows. */
  readonly wanted?: DesiredWorkflow;
  /** The exit workflow. Absent if the files name none or HubSpot does not find it. */
  readonly exit?: Flow | undefined;
  readonly dialect: Dialect;
}

/** Returns the hazards of an exit workflow, before a contact has to be unenrolled through it. */
export function exitHazards(
  flow: Flow,
  { wanted, exit, dialect }: ExitWorkflowContext,
): readonly TargetHazard[] {
  const route = wanted?.unenroll;
  if (!route || !('workflow' in route)) return [];
  const why = whyNotExitWorkflow(flow, exit);
  if (why !== undefined) {
    return [
      {
        code: 'exit-workflow-wrong',
        // The documented dialect has its own route and does not use the exit workflow.
        severity: dialect === 'guide' ? 'error' : 'warning',
        message: `workflow ${route.workflow} does not unenroll contacts from workflow ${flow.id}: ${why}`,
        help: `In HubSpot, name only workflow ${flow.id} in the unenrollment settings of workflow ${route.workflow}, and turn that workflow on.`,
      },
    ];
  }
  return exit && dialect === 'guide'
    ? [...unenrollsMoreHazards(exit, flow.id), ...enrollmentSettingHazards(exit)]
    : [];
}

/** Returns why `exit` is not a valid exit workflow of `flow`; undefined if it is. */
export function whyNotExitWorkflow(flow: Flow, exit: Flow | undefined): string | undefined {
  if (!exit) return 'HubSpot has no such workflow';
  if (!exit.enabled) return 'it is turned off';
  if (exit.notForContacts !== undefined) return exit.notForContacts;
  if (exit.unenrollsFrom === 'all')
    return 'its unenrollment settings name all workflows, so it also unenrolls its contacts from every other workflow';
  return exit.unenrollsFrom.includes(flow.id)
    ? undefined
    : `its unenrollment settings do not name workflow ${flow.id}`;
}

function unenrollsMoreHazards(exit: Flow, target: TargetId): readonly TargetHazard[] {
  const otherWorkflows = exit.unenrollsFrom === 'all' ? [] : exit.unenrollsFrom.filter((id) => id !== target);
  if (otherWorkflows.length === 0) return [];
  return [
    {
      code: 'exit-workflow-unenrolls-from-others',
      severity: 'warning',
      message: `a contact unenrolled from workflow ${target} through workflow ${exit.id} is also unenrolled from workflow ${otherWorkflows.join(', ')}`,
      help: `If this is not intended, name only workflow ${target} in the unenrollment settings of workflow ${exit.id} in HubSpot.`,
    },
  ];
}

/** Returns the settings of an unenroll or exit workflow that keep it from enrolling every contact every time. */
function enrollmentSettingHazards({ id, reEnrolls, suppressionLists }: Flow): readonly TargetHazard[] {
  const hazards: TargetHazard[] = [];
  if (!reEnrolls) {
    hazards.push({
      code: 'unenrolls-only-once',
      severity: 'warning',
      message: `workflow ${id} does not enroll a contact a second time, so it can unenroll a contact only once`,
      help: 'Turn on re-enrollment in its settings in HubSpot.',
    });
  }
  if (suppressionLists.length > 0) {
    hazards.push({
      code: 'unenroll-suppressed-by-list',
      severity: 'warning',
      message: `workflow ${id} suppresses HubSpot list ${suppressionLists.join(', ')}: it cannot unenroll members of that list`,
      help: 'Remove the suppression list from its settings in HubSpot.',
    });
  }
  return hazards;
}

type UnenrollProperty = Extract<UnenrollRoute, { property: string }>;

/** Returns why the unenroll property cannot be set to its value; undefined if it can. */
async function whyPropertyUnusable(
  api: Api,
  { property, value }: UnenrollProperty,
): Promise<string | undefined> {
  const params = { propertyName: property };
  const response = await api.read(api.request('contact-property', { params }), [404]);
  if (response.status === 404) return `contacts have no property ${property}`;
  const body = objectOf(response.body);
  const readOnly = objectOf(body['modificationMetadata'])['readOnlyValue'] === true;
  if (readOnly || body['calculated'] === true) return `the property ${property} is read-only`;
  const options = objectsOf(body['options']).flatMap((option) => textOf(option['value']) ?? []);
  // A text property has no options and accepts any value.
  if (options.length === 0 || options.includes(value)) return undefined;
  return `the property ${property} has no option \`${value}\`; it has ${options.slice(0, 10).join(', ')}`;
}
