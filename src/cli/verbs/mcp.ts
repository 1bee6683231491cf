import { ExitCode } from '../../model/exit-code.ts';
import { accountOptions, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

/** Enough for some plans of a large account; far below the daily quota of any. */
const defaultMaxRequests = 5_000;

/** The clients whose configuration the command prints. */
const clients = ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'codex'] as const;

export const mcpVerb: Verb = (parser, act) =>
  parser.command(
    'mcp',
    'Serve tools that read, explain and propose to an AI agent (MCP over stdio); only reads',
    (on) =>
      on
        .option('max-requests', {
          type: 'number',
          requiresArg: true,
          default: defaultMaxRequests,
          describe: 'Limit the requests to HubSpot of one session to <number> (default 5000)',
        })
        .option('print-config', {
          type: 'string',
          choices: [...clients, 'all'] as const,
          // yargs gives an empty text for the flag alone.
          coerce: (client: string) => (client === '' ? 'all' : client),
          describe: `Print the configuration of a client for this folder: {${clients.join('|')}}; of all without a name`,
        })
        .option('allow-base-url', accountOptions['allow-base-url'])
        .example(
          exampleLines([
            ['mcp --print-config claude-code', 'Show how to add the server'],
            ['mcp --max-requests 500', 'Serve the configuration in this folder'],
          ]),
        ),
    act(async ({ printConfig, allowBaseUrl, ...args }, session) => {
      const maxRequests = parseWholeNumber('--max-requests', args.maxRequests, 1) ?? defaultMaxRequests;
      const folder = process.cwd();
      if (printConfig !== undefined) {
        const { clientConfiguration } = await import('../../mcp/print-config.ts');
        const limit = maxRequests === defaultMaxRequests ? [] : ['--max-requests', String(maxRequests)];
        // A client may pass no variable that its configuration does not name, and a plan without its ledger would be wrong.
        const ledger = process.env['ROLLCALL_LEDGER'] === undefined ? [] : ['ROLLCALL_LEDGER'];
        const server = {
          command: 'node',
          args: [process.argv[1] ?? 'rollcall', 'mcp', ...limit],
          folder,
          variables: ['HUBSPOT_ACCESS_TOKEN', ...ledger],
        };
        const wanted = clients.filter((client) => printConfig === 'all' || printConfig === client);
        for (const client of wanted) {
          const { place, text } = clientConfiguration(client, server);
          session.log(wanted.length === 1 ? place : `${client}: ${place}`);
          session.print(text);
        }
        return ExitCode.done;
      }
      const { serve } = await import('../../mcp/serve.ts');
      await serve({
        input: process.stdin,
        output: process.stdout,
        env: process.env,
        folder,
        allowBaseUrl,
        maxRequests,
        log: session.log,
      });
      return ExitCode.done;
    }),
  );
