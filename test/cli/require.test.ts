import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const conditions = '    require: [firstname, { property: hubspot_owner_id, is: "88101" }]\n';

function fileOf(portal: number, dialect: string, require: string): string {
  return `version: 1\nportal: ${portal}\ndialect: ${dialect}\nsequences:\n  q4:\n    id: 5510021\n    sender: maria@acme.example\n${require}    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]\n`;
}

describe.each(['documented', 'guide'])('conditions in the dialect %s', (dialect) => {
  async function start() {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({});
    const write = (require: string): void =>
      writeFileSync(join(cwd, 'enrollments.yaml'), fileOf(simulator.portalId, dialect, require));
    const run = async (line: string) => rollcallInProcess(line.split(' '), { cwd, env });
    const plan = async (): Promise<Plan> => JSON.parse((await run('plan --format json')).stdout);
    const setProperty = async (id: string, properties: object): Promise<void> => {
      const url = `${simulator.url}/crm/objects/2026-09/contacts/${id}`;
      const headers = { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ properties }) });
      expect(response.status).toBe(200);
    };
    return { simulator, write, run, plan, setProperty };
  }

  it('take one request more for the account, none for the contacts', async () => {
    const { simulator, write, plan } = await start();
    const sent = (): number => simulator.requests().length;
    write('');
    const { summary } = await plan();
    const without = sent();
    write(conditions);
    const conditioned = await plan();
    expect(sent() - without).toBe(without + 1);
    expect(summary).toMatchObject({ enroll: 3, blocked: 0 });
    expect(conditioned.summary).toMatchObject({ enroll: 2, blocked: 1 });
  });

  it('are judged again just before the request', async () => {
    const { write, run, plan, setProperty } = await start();
    write(conditions);
    expect(await run('ledger create')).toMatchObject({ exit: 0 });
    expect(await run('plan --out plan.json')).toMatchObject({ exit: 0 });
    await setProperty('1041', { firstname: '' });
    const { stdout, exit } = await run('apply plan.json --auto-approve');
    expect(exit).toBe(6);
    expect(stdout).toContain('1 of 2 changes applied');
    expect((await plan()).unchanged.find(({ contact }) => contact?.id === '1041')).toMatchObject({
      status: 'blocked',
      reason: 'requires firstname',
    });
    await setProperty('1041', { firstname: 'Ana' });
    expect((await plan()).summary).toMatchObject({ enroll: 1 });
  });
});
