/** The diagnostics of workflows to create. */
import type { DesiredCreation, DesiredTarget } from '../model/desired-state.ts';
import type { Creation } from '../model/ledger/ledger-view.ts';
import type { Diagnostic, Source } from '../model/results/diagnostic.ts';
import type { Address, TargetId } from '../model/target.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import type { Instant } from '../model/time.ts';

/** An unattended apply leaves a new workflow for a reviewed plan. */
export function creationNeedsReview(target: Address, source: Source): Diagnostic {
  return {
    code: 'creations-need-review',
    severity: 'warning',
    message: `An unattended apply creates no workflow: ${target}.`,
    help: 'Plan, review that plan, and apply it.',
    source,
  };
}

/** rollcall created the workflow, and the files do not name its id yet. */
export function workflowCreated(
  { key, source }: DesiredCreation,
  {
    run,
    id,
    isReadBack,
    enabled,
    owner,
  }: Pick<Creation, 'run' | 'isReadBack'> & {
    readonly id: TargetId;
    readonly enabled: boolean;
    /** The key that has the id in the files already. */
    readonly owner: string | undefined;
  },
): Diagnostic {
  return {
    code: 'workflow-created',
    severity: 'warning',
    message: isReadBack
      ? `Run ${run} was about to create workflows.${key}, and the ledger has no response. rollcall found one new workflow of its name: ${id}. It does not create another one.`
      : `Run ${run} created workflows.${key} in HubSpot: it is workflow ${id}. rollcall does not create it again.`,
    help:
      owner === undefined
        ? `Check it in HubSpot${enabled ? ', where it is turned on,' : ', turn it on there,'} and add \`id: ${id}\` to workflows.${key}.`
        : `workflows.${owner} has the id ${id}. Remove workflows.${key} from the files, or move the \`id\` to it.`,
    source,
  };
}

/** The files name another id than that of the workflow that rollcall created for the key. */
export function createdUnderOtherId(
  { key, id: written, source }: DesiredTarget,
  { run, id }: { readonly run: number; readonly id: TargetId },
): Diagnostic {
  return {
    code: 'creation-undeclared',
    severity: 'warning',
    message: `Run ${run} created workflow ${id} for workflows.${key}, but its \`id\` in these files is ${written}.`,
    help: `If you mean the new workflow, write \`id: ${id}\`. Otherwise delete it in HubSpot.`,
    source,
  };
}

/** The workflow that rollcall created does not do what its file defines: one of the two was edited since. */
export function createdWorkflowDiffers(
  { key, definition, source }: DesiredCreation,
  { id, changes }: { readonly id: TargetId; readonly changes: readonly string[] },
): Diagnostic {
  const more = changes.length > shownChanges ? `; and ${changes.length - shownChanges} more` : '';
  return {
    code: 'created-workflow-differs',
    severity: 'warning',
    message: `Workflow ${id} of workflows.${key} differs from ${definition}: ${changes.slice(0, shownChanges).join('; ')}${more}. rollcall does not change a workflow that exists.`,
    help: `Edit it in HubSpot. To take over what HubSpot has, add \`id: ${id}\` and run: rollcall workflows pull ${key} --force. To create it from the file again, delete it in HubSpot, and run: rollcall resolve workflows.${key} --not-created`,
    source,
  };
}

/** The differences that a warning names. */
const shownChanges = 5;

/** rollcall created or found the workflow, and HubSpot does not show it. */
export function createdWorkflowGone(
  { key, source }: DesiredCreation,
  {
    run,
    id,
    isReadBack,
    isRecent,
  }: Pick<Creation, 'run' | 'isReadBack'> & { readonly id: TargetId; readonly isRecent: boolean },
): Diagnostic {
  const beginning = isReadBack
    ? `Run ${run} was about to create workflows.${key}, and the ledger has no response. rollcall found one new workflow of its name: ${id}.`
    : `Run ${run} created workflows.${key} in HubSpot as workflow ${id}.`;
  const state = isRecent
    ? 'HubSpot does not show it: it was deleted, or HubSpot does not show it yet.'
    : 'It was deleted: HubSpot does not have it any more.';
  return {
    code: 'created-workflow-deleted',
    severity: 'warning',
    message: `${beginning} ${state}`,
    help: `${isRecent ? 'If you deleted it' : 'To let the next apply create it again'}: rollcall resolve workflows.${key} --not-created`,
    source,
  };
}

/** The ledger has no response to a request to create a workflow, and the account does not show exactly one. */
export function creationUnknown(
  { key, source }: DesiredCreation,
  {
    run,
    at,
    name,
    found,
  }: {
    readonly run: number;
    readonly at: Instant;
    readonly name: string;
    /** The ids of the workflows of the name since the request. */
    readonly found: readonly TargetId[];
  },
): Diagnostic {
  const hasSeveral = found.length > 0;
  const shown = hasSeveral ? `${found.length} new workflows` : 'no new workflow';
  const those = hasSeveral ? `: ${found.join(', ')}` : '';
  return {
    code: 'creation-unknown',
    severity: 'warning',
    message: `It is unknown whether run ${run} created workflows.${key} at ${at.slice(0, 16).replace('T', ' ')} UTC: the ledger has no response, and HubSpot shows ${shown} with the name "${maskSentences(name)}"${those}.`,
    help: hasSeveral
      ? `Check them in HubSpot. If one of them is it, add its \`id\` to workflows.${key}; if not: rollcall resolve workflows.${key} --not-created`
      : `Search for it in HubSpot. If it exists, add its \`id\` to workflows.${key}; if not: rollcall resolve workflows.${key} --not-created`,
    source,
  };
}

/** The account has a workflow with the name of a workflow to create. */
export function workflowNameTaken(
  { key, definition, source }: DesiredCreation,
  name: string,
  namesakes: readonly { readonly id: TargetId }[],
): Diagnostic {
  const ids = namesakes.map(({ id }) => id);
  const [only, ...others] = ids;
  return {
    code: 'workflow-name-taken',
    severity: 'error',
    message: `HubSpot already has ${others.length === 0 ? 'a workflow' : `${ids.length} workflows`} with the name "${maskSentences(name)}": ${ids.join(', ')}.`,
    help: `If ${others.length === 0 ? 'it is' : 'one of them is'} the one, add \`id: ${only ?? ''}\` to workflows.${key}. To create another one, change \`name\` in ${definition}.`,
    source,
  };
}

/** An earlier request under another key may have created a workflow of the name, and HubSpot does not show it yet. */
export function workflowNameRequested(
  { key, definition, source }: DesiredCreation,
  name: string,
  { key: sentKey, run, at, id }: Creation,
): Diagnostic {
  const shown = maskSentences(name);
  const time = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const same =
    id === undefined
      ? `Search for it in HubSpot. If it exists, add its \`id\` to workflows.${key}; if not: rollcall resolve workflows.${sentKey} --not-created`
      : `If you renamed workflows.${sentKey}, add \`id: ${id}\` to workflows.${key}.`;
  return {
    code: 'workflow-name-taken',
    severity: 'error',
    message:
      id === undefined
        ? `It is unknown whether run ${run} created a workflow with the name "${shown}" for workflows.${sentKey} at ${time}: the ledger has no response.`
        : `Run ${run} created a workflow with the name "${shown}" for workflows.${sentKey} at ${time}: it is workflow ${id}, which HubSpot may not show yet.`,
    help: `${same} To create another one, change \`name\` in ${definition}.`,
    source,
  };
}

/** rollcall created a workflow, or may have, and the files have neither its key nor its id. */
export function creationUndeclared({ key, run, id }: Creation): Diagnostic {
  return {
    code: 'creation-undeclared',
    severity: 'warning',
    message:
      id === undefined
        ? `It is unknown whether run ${run} created workflows.${key}, and these files do not have that key.`
        : `Run ${run} created workflow ${id} for workflows.${key}, and these files have neither that key nor its id.`,
    help:
      id === undefined
        ? `If you renamed the key, write it as before until the result is known. If HubSpot does not have the workflow: rollcall resolve workflows.${key} --not-created`
        : `If you renamed the key, add \`id: ${id}\` to the new one. If you do not need the workflow, delete it in HubSpot.`,
  };
}

/** Members of a workflow that does not exist yet, or whose id the files do not name. */
export function membersWaitForWorkflow(
  { key, members, source }: DesiredCreation,
  workflow: { readonly id: TargetId; readonly enabled?: boolean } | undefined,
): Diagnostic {
  return {
    code: 'members-wait-for-workflow',
    severity: 'warning',
    message: `${members === 1 ? '1 member entry' : `${members} member entries`} of workflows.${key} ${members === 1 ? 'waits' : 'wait'}: the workflow has no \`id\` in the files yet.`,
    help:
      workflow === undefined
        ? 'Create the workflow with an apply, turn it on in HubSpot, and add its `id`.'
        : `${workflow.enabled ? 'Add' : `Turn on workflow ${workflow.id} in HubSpot, and add`} \`id: ${workflow.id}\`.`,
    source,
  };
}

/** An undo unenrolls contacts. It leaves the workflow that the run created. */
export function creationKept({ run, key, id }: Creation): Diagnostic {
  return {
    code: 'created-workflow-kept',
    severity: 'warning',
    message: `An undo deletes no workflow: run ${run} ${id === undefined ? 'may have created' : 'created'} workflows.${key}${id === undefined ? '' : ` as workflow ${id}`}.`,
    help: `To remove it, delete it in HubSpot, and remove workflows.${key} from the files.`,
  };
}
