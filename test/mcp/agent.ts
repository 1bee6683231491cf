import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { environmentOf } from '../cli/rollcall.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The current protocol version, and the one before. */
export const protocolVersions = ['2026-07-28', '2025-11-25'] as const;

interface Answer {
  readonly text: string;
  readonly isError: boolean;
  /** The structured content, as a value that a test may look into. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly document: any;
}

export interface Agent {
  readonly client: Client;
  /** Calls a tool. The client of the SDK checks the result against the output schema. */
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Answer>;
  /** Calls a tool once for each page, and returns the items of one list. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly all: (name: string, args: Record<string, unknown>, list: string) => Promise<any[]>;
  readonly stderr: () => string;
}

/** Connects the client of the SDK to `rollcall mcp` over stdio, as an agent does. Both end after the test. */
export async function startAgent(options: {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly version?: (typeof protocolVersions)[number];
  readonly args?: readonly string[];
}): Promise<Agent> {
  const { cwd, env, version = '2026-07-28', args = [] } = options;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [cli, 'mcp', ...args],
    cwd,
    env: environmentOf(env),
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
  const mode = version === '2026-07-28' ? { pin: version } : 'legacy';
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  // With the list, the client knows the output schemas.
  await client.listTools();
  const call: Agent['call'] = async (name, given = {}) => {
    const { content, isError = false, structuredContent } = await client.callTool({ name, arguments: given });
    const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
    return { text, isError, document: structuredContent };
  };
  return {
    client,
    call,
    all: async (name, given, list) => {
      const items: unknown[] = [];
      let next: Record<string, unknown> | undefined = given;
      while (next) {
        const { document, isError, text } = await call(name, next);
        if (isError) throw new Error(text);
        items.push(...document[list]);
        const { nextCursor } = document.page;
        next = nextCursor === undefined ? undefined : { cursor: nextCursor };
      }
      return items;
    },
    stderr: () => stderr,
  };
}
