/**
 * The open points about workflows and their lists.
 *
 * @import { Play } from './play.mjs'
 */
import { acceptedOrRefused, base, createContact, enrollmentPath, v2, workflowIdOf } from './play.mjs';

/** @param {Play} play */
export async function playWorkflows(play) {
  const { send, inputs, variants } = play;
  const workflowId = await workflowIdOf(play, inputs.workflow);
  if (workflowId === undefined || variants.serviceKeyWorkflows === 'forbidden') return;
  const contact = await createContact(play, 'workflow');
  const first = await send('workflow enrollment', `POST ${enrollmentPath(workflowId, contact.email ?? '')}`);
  if (first.status === 403) {
    variants.serviceKeyWorkflows = 'read-only';
    return;
  }
  if (first.status !== 204) return;
  variants.serviceKeyWorkflows = 'allowed';
  const workflows = await send('oneWorkflow', `GET ${v2}/enrollments/contacts/${contact.id}`);
  if (workflows.status === 200) variants.oneWorkflow = Array.isArray(workflows.body) ? 'array' : 'object';
  const again = await send('alreadyInWorkflow', `POST ${enrollmentPath(workflowId, contact.email ?? '')}`);
  variants.alreadyInWorkflow = acceptedOrRefused(again);
  const outside = await createContact(play, 'outside');
  const removed = await send('notInWorkflow', `DELETE ${enrollmentPath(workflowId, outside.email ?? '')}`);
  if (removed.status === 204) variants.notInWorkflow = 'accepted';
  else if (removed.status === 404) variants.notInWorkflow = 'not-found';
  const disabled = await workflowIdOf(play, inputs.disabledWorkflow);
  if (disabled !== undefined) {
    const response = await send('disabledWorkflow', `POST ${enrollmentPath(disabled, outside.email ?? '')}`);
    variants.disabledWorkflow = acceptedOrRefused(response);
  }
  if (inputs.suppressionList === undefined) return;
  const path = `${base(play).lists}/${inputs.suppressionList}/memberships`;
  const added = await send('suppressedContact', `PUT ${path}/add`, [outside.id]);
  if (added.status !== 200) return;
  const suppressed = await send(
    'suppressedContact',
    `POST ${enrollmentPath(workflowId, outside.email ?? '')}`,
  );
  variants.suppressedContact = acceptedOrRefused(suppressed);
  await send('cleanup', `PUT ${path}/remove`, [outside.id]);
}

/** @param {Play} play */
export async function playLists(play) {
  const { send, inputs, variants } = play;
  if (inputs.activeList === undefined || inputs.workflow === undefined) return;
  const { status, body } = await send(
    'listFilterId',
    `GET ${base(play).lists}/${inputs.activeList}?includeFilters=true`,
  );
  if (status !== 200) return;
  const [, id] = /"metadata":\{[^}]*"id":"?(\d+)/u.exec(JSON.stringify(body)) ?? [];
  if (id === inputs.workflow) variants.listFilterId = 'flow';
  else if (id !== undefined && id === (await workflowIdOf(play, inputs.workflow)))
    variants.listFilterId = 'workflow';
}
