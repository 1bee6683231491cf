import type { DesiredSequence, UnenrollRoute } from '../../model/desired-state.ts';
import type { ObservedTarget, TargetHazard } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import type { Flow } from '../read/workflows.ts';
import { helperHazards } from '../helper-hazards.ts';
import { whyNoStamp } from '../read-property.ts';

/** Whether somebody can be taken out of a target, and why not. */
export type WayOut = Pick<ObservedTarget, 'unenrollRoute' | 'unenrollByEmail' | 'unenrollWhy'>;

export const open: WayOut = { unenrollRoute: true };

/** A v2 route, which knows contacts by email only. */
export const openByEmail: WayOut = { unenrollRoute: true, unenrollByEmail: true };

export function closed(why: string, help: string): WayOut {
  return { unenrollRoute: false, unenrollWhy: { why, help } };
}

/** The facts about the workflow that a file names as its unenroll workflow. */
export interface BridgeSight {
  readonly flow: Flow | undefined;
  /** The v2 id, without which nobody can be enrolled in it. */
  readonly workflowId: string | undefined;
}

/** Returns how to unenroll from a sequence: its own route in `guide`; the checked unenroll workflow in `documented`. */
export async function wayOutOfSequence(
  api: Api,
  route: UnenrollRoute | undefined,
  bridge: BridgeSight,
): Promise<WayOut> {
  if (api.dialect === 'guide') return open;
  if (!route)
    return closed('HubSpot has no route for it, and the file names no unenroll workflow', nameABridge);
  if ('property' in route) {
    const why = await whyNoStamp(api, route);
    return why === undefined
      ? open
      : closed(why, 'Correct `unenroll: { property: … }`, or unenroll the contact in HubSpot.');
  }
  return throughWorkflow(route.workflow, bridge);
}

const nameABridge =
  'Unenroll the contact in HubSpot. For rollcall to do it, name an unenroll workflow (`unenroll: { workflow: … }`); `rollcall doctor --bridge` explains how to build one.';

function throughWorkflow(id: TargetId, { flow, workflowId }: BridgeSight): WayOut {
  const orByHand = 'or unenroll the contact in HubSpot.';
  if (!flow) {
    return closed(`HubSpot knows no workflow ${id}, the unenroll workflow`, `Correct the id, ${orByHand}`);
  }
  const bridge = `workflow ${id}, the unenroll workflow,`;
  if (flow.notForContacts !== undefined) {
    return closed(
      `${bridge} can't enroll contacts: ${flow.notForContacts}`,
      `Name another workflow, ${orByHand}`,
    );
  }
  if (!flow.unenrollsFromSequence) {
    return closed(
      `${bridge} has no action "Unenroll from sequence"`,
      `Add the action, name another workflow, ${orByHand}`,
    );
  }
  if (flow.takesOutOf === 'all' || flow.takesOutOf.length > 0) {
    const others =
      flow.takesOutOf === 'all' ? 'all other workflows' : `workflow ${flow.takesOutOf.join(', ')}`;
    return closed(
      `${bridge} unenrolls its contacts from ${others}, too`,
      `Remove that from its unenrollment settings in HubSpot, ${orByHand}`,
    );
  }
  if (!flow.enabled) return closed(`${bridge} is turned off`, `Turn it on in HubSpot, ${orByHand}`);
  if (workflowId === undefined) {
    return closed(
      `HubSpot maps ${bridge} to no v2 workflow, so no contact can be enrolled in it`,
      `Name another workflow, ${orByHand}`,
    );
  }
  return openByEmail;
}

/** Warns of an unenroll workflow that does not work before a contact has to be unenrolled. */
export function bridgeHazards(
  wanted: DesiredSequence | undefined,
  { unenrollWhy }: WayOut,
  through: Flow | undefined,
): readonly TargetHazard[] {
  if (!wanted?.unenroll) return [];
  if (!unenrollWhy) return through ? helperHazards(through) : [];
  return [
    {
      code: 'bridge-unfit',
      severity: 'warning',
      message: `rollcall cannot unenroll contacts from sequence ${wanted.id}: ${unenrollWhy.why}`,
      help: unenrollWhy.help,
    },
  ];
}
