import { describe, expect, it } from 'vitest';
import { send, enrollmentsOf, simulator } from '../simulator-client.ts';

const draft = {
  name: 'New',
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  isEnabled: true,
  actions: [],
};

describe('workflows in v4', () => {
  const path = '/automation/v4/flows';

  it('are listed, read, and read in a batch', async () => {
    const account = await simulator();
    const list = await send(account, `GET ${path}?limit=3`);
    expect(list.body.results.map(({ id }: { id: string }) => id)).toEqual(['900100', '900200', '900300']);
    expect(list.body.paging.next.after).toBeTypeOf('string');
    const single = await send(account, `GET ${path}/900500`);
    expect(single.body).toMatchObject({
      id: '900500',
      type: 'CONTACT_FLOW',
      unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['900100'] },
    });
    const batch = await send(account, `POST ${path}/batch/read`, {
      inputs: [
        { flowId: '900100', type: 'FLOW_ID' },
        { flowId: '1', type: 'FLOW_ID' },
      ],
    });
    expect(batch.status).toBe(207);
    expect(batch.body.results).toHaveLength(1);
  });

  it('have another id in v2, returned as a number', async () => {
    const { status, body } = await send(
      await simulator(),
      'POST /automation/v4/workflow-id-mappings/batch/read',
      {
        inputs: [
          { type: 'FLOW_ID', flowId: '900100' },
          { type: 'WORKFLOW_ID', workflowId: '45077' },
          { type: 'FLOW_ID', flowId: '5' },
        ],
      },
    );
    expect(status).toBe(207);
    expect(body.results).toEqual([
      { flowId: 900_100, workflowId: 45_001 },
      { flowId: 7781, workflowId: 45_077 },
    ]);
    expect(body.errors).toMatchObject([{ context: { ids: ['5'] } }]);
  });

  it('are created, changed only at their current revision, and deleted with their enrollments', async () => {
    const account = await simulator();
    const created = await send(account, `POST ${path}`, draft);
    expect(created.status).toBe(201);
    const { id } = created.body;
    const { body: complete } = await send(account, `GET ${path}/${id}`);
    const changed = await send(account, `PUT ${path}/${id}`, { ...complete, name: 'Newer' });
    expect(changed.body).toMatchObject({ id, name: 'Newer', revisionId: '2' });
    expect((await send(account, `PUT ${path}/${id}`, complete)).status).toBe(409);
    expect((await send(account, `DELETE ${path}/900100`)).status).toBe(204);
    expect((await send(account, `GET ${path}/900100`)).status).toBe(404);
    expect(enrollmentsOf(account, '1062')[0]?.endReason).toBe('target-deleted');
  });
});
