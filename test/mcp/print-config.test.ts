import { realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { folderWith } from '../cli/folder.ts';

describe('rollcall mcp --print-config', () => {
  it('prints a configuration that names the folder, the command and no token', async () => {
    const cwd = realpathSync(folderWith({}));
    const env = { HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' };
    const printed: Record<string, string> = {};
    for (const client of ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'codex']) {
      const { exit, stdout, stderr } = await rollcallInProcess(['mcp', '--print-config', client], {
        cwd,
        env,
      });
      expect(exit).toBe(0);
      expect(stdout + stderr).toContain(cwd);
      expect(stdout + stderr).not.toContain('pat-na1');
      expect(stdout).toMatch(/\bmcp\b/u);
      printed[client] = stdout;
    }
    expect(JSON.parse(printed['cursor'] ?? '').mcpServers.rollcall).toMatchObject({ command: 'node', cwd });
    expect(JSON.parse(printed['vscode'] ?? '').servers.rollcall).toMatchObject({ type: 'stdio', cwd });
    expect(JSON.parse(printed['claude-desktop'] ?? '').mcpServers.rollcall.args[1]).toContain(
      `cd ${cwd} && exec node`,
    );
    expect(printed['codex']).toContain(`cwd = ${JSON.stringify(cwd)}`);
  });

  it('prints the configuration of every client without a name', async () => {
    const cwd = realpathSync(folderWith({}));
    const { exit, stdout, stderr } = await rollcallInProcess(['mcp', '--print-config'], { cwd });
    expect(exit).toBe(0);
    for (const client of ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'codex'])
      expect(stderr).toContain(`${client}: `);
    for (const part of ['claude mcp add', '"mcpServers"', '"servers"', '[mcp_servers.rollcall]'])
      expect(stdout).toContain(part);
  });

  it('names the clients for any other name', async () => {
    const { exit, stderr } = await rollcallInProcess(['mcp', '--print-config', 'emacs'], {
      cwd: folderWith({}),
    });
    expect(exit).toBe(1);
    expect(stderr).toContain('claude-code, claude-desktop, cursor, vscode, codex');
  });
});
