import { describe, expect, it } from 'vitest';
import { exampleFolder } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { textOf } from '../docs/blocks.ts';
import { protocolVersions, startAgent } from './agent.ts';

describe.each(protocolVersions)('protocol %s', (version) => {
  it('has the pages, the schema, and the saved plans by id', async () => {
    const { env } = await serverFor();
    const cwd = exampleFolder();
    const saved = await rollcallInProcess(['plan', '--out', 'plan.json', '--format', 'json'], { cwd, env });
    const { planId, changes } = JSON.parse(saved.stdout);
    const { client } = await startAgent({ cwd, env, version });
    const { resources } = await client.listResources();
    const uris = [
      'schema',
      'file-reference',
      'concepts',
      'sequence-or-workflow',
      'routes',
      `plans/${planId}`,
    ];
    expect(resources.map(({ uri }) => uri).toSorted()).toEqual(
      uris.map((path) => `rollcall://${path}`).toSorted(),
    );
    const read = async (path: string): Promise<string> => {
      const { contents } = await client.readResource({ uri: `rollcall://${path}` });
      const [content] = contents;
      return content && 'text' in content ? content.text : '';
    };
    expect(await read('file-reference')).toBe(textOf('docs/file.md'));
    expect(await read('concepts')).toBe(textOf('docs/concepts.md'));
    expect(await read('routes')).toBe(textOf('docs/routes.md'));
    expect(textOf('README.md')).toContain(
      (await read('sequence-or-workflow')).split('\n').slice(1).join('\n').trim(),
    );
    expect(JSON.parse(await read('schema')).title).toMatch(/rollcall/u);
    expect(JSON.parse(await read(`plans/${planId}`)).changes).toEqual(changes);
    await expect(client.readResource({ uri: 'rollcall://plans/ffffffffffffffff' })).rejects.toThrow(
      'not found',
    );
    await expect(client.readResource({ uri: 'rollcall://plans/..%2Fsecret' })).rejects.toThrow('not found');
  });

  it('reports the progress of a plan, and ends its reads when the client cancels', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFolder();
    const { client, call } = await startAgent({ cwd, env, version });
    const steps: number[] = [];
    const messages: string[] = [];
    await client.callTool(
      { name: 'plan', arguments: {} },
      {
        onprogress: ({ progress, message = '' }) => {
          steps.push(progress);
          messages.push(message);
        },
      },
    );
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(messages.join()).toMatch(/contacts: \d+ of \d+/u);

    // Without the cancellation, the reads would wait for HubSpot and retry for minutes.
    simulator.setFaults([{ route: 'POST /crm/*', kind: 'timeout' }]);
    const requests = simulator.requests().length;
    const controller = new AbortController();
    const canceled = client.callTool({ name: 'plan', arguments: {} }, { signal: controller.signal });
    canceled.catch(() => undefined);
    const waiting = (): boolean =>
      simulator
        .requests()
        .slice(requests)
        .some(({ path }) => path.startsWith('/crm/objects'));
    await expect.poll(waiting).toBe(true);
    controller.abort();
    await expect(canceled).rejects.toThrow('abort');
    // The next call starts when the canceled one has ended.
    expect(await call('status')).toMatchObject({ isError: false });
  });
});
