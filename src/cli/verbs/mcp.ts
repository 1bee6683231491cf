import { ExitCode } from '../../model/exit-code.ts';
import { accountOptions, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

/** Enough for some plans of a large account; far below the daily quota of any. */
const defaultMaxRequests = 5_000;

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
        .option('allow-base-url', accountOptions['allow-base-url'])
        .example(exampleLines([['mcp --max-requests 500', 'Serve the configuration in this folder']])),
    act(async (args, session) => {
      const maxRequests = parseWholeNumber('--max-requests', args.maxRequests) ?? defaultMaxRequests;
      const { serve } = await import('../../mcp/serve.ts');
      await serve({
        input: process.stdin,
        output: process.stdout,
        env: process.env,
        folder: process.cwd(),
        allowBaseUrl: args.allowBaseUrl,
        maxRequests,
        log: session.log,
      });
      return ExitCode.done;
    }),
  );
