import { assertNever } from '../model/failure.ts';
import { shellWord } from '../model/text/shell-word.ts';

/** The clients whose configuration rollcall can print. */
type ClientName = 'claude-code' | 'claude-desktop' | 'cursor' | 'vscode' | 'codex';

/** What a user adds to a client. */
interface ClientConfiguration {
  /** The file or the shell that it belongs to. */
  readonly place: string;
  readonly text: string;
}

/** Returns what a user adds to a client. The server runs in `folder`, where the configuration is. Holds no token. */
export function clientConfiguration(
  client: ClientName,
  {
    folder,
    variables,
    ...server
  }: {
    readonly command: string;
    readonly args: readonly string[];
    readonly folder: string;
    /** The variables that the server needs from the environment of the client. */
    readonly variables: readonly string[];
  },
): ClientConfiguration {
  const { command, args } = server;
  const here = { ...server, cwd: folder };
  switch (client) {
    case 'claude-code':
      return {
        place: `Run this in ${folder}. Start the client with ${variables.join(' and ')} in its environment.`,
        text: `claude mcp add rollcall -- ${[command, ...args].map(shellWord).join(' ')}\n`,
      };
    case 'claude-desktop':
      return jsonFile('claude_desktop_config.json', { mcpServers: { rollcall: inFolder(here) } });
    case 'cursor':
      return jsonFile('.cursor/mcp.json', { mcpServers: { rollcall: { ...here, ...passed(variables) } } });
    case 'vscode':
      return jsonFile('.vscode/mcp.json', {
        servers: { rollcall: { type: 'stdio', ...here, ...passed(variables) } },
      });
    case 'codex':
      return {
        place: 'Add this to ~/.codex/config.toml:',
        text: [
          '[mcp_servers.rollcall]',
          `command = ${JSON.stringify(command)}`,
          `args = ${JSON.stringify(args)}`,
          `cwd = ${JSON.stringify(folder)}`,
          `env_vars = ${JSON.stringify(variables)}`,
          '',
        ].join('\n'),
      };
    default:
      return assertNever(client);
  }
}

/** Returns references to variables of the environment of the client: a configuration file must not hold a secret. */
function passed(variables: readonly string[]) {
  return { env: Object.fromEntries(variables.map((name) => [name, `\${env:${name}}`])) };
}

/** Returns a server that changes to its folder itself, for a client without a setting for the folder. */
function inFolder({
  command,
  args,
  cwd,
}: {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}) {
  const line = `cd ${shellWord(cwd)} && exec ${[command, ...args].map(shellWord).join(' ')}`;
  return { command: 'sh', args: ['-c', line] };
}

function jsonFile(path: string, content: object): ClientConfiguration {
  return { place: `Add this to ${path}:`, text: `${JSON.stringify(content, null, 2)}\n` };
}
