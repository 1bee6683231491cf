/** One connection of a client: its budget of requests, its results with further pages, and its proposals. */
import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import { diskFiles } from '../disk/read-files.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure, toFailure } from '../model/failure.ts';
import { count } from '../model/text/count.ts';
import type { Environment } from '../runtime/environment.ts';
import { cleanDocument, cleanLine, type CleanOptions, namesIn } from './clean.ts';
import { filesIn } from './folder-files.ts';
import { InvalidFiles, problemLines } from './invalid-files.ts';
import { openPages, type Page } from './pages.ts';
import { progressOf } from './progress.ts';
import { openProposals } from './proposals.ts';
import type { RunTool } from './tool.ts';
import { runCall, type ToolCall } from './tool-call.ts';

export interface SessionOptions {
  readonly env: Environment;
  /** The folder with the configuration: the working folder. */
  readonly folder: string;
  readonly allowBaseUrl: boolean;
  /** The number of HTTP requests that all calls of the session may send. */
  readonly maxRequests: number;
  /** Receives a line for the user of the server. */
  readonly log: (line: string) => void;
}

export interface Session {
  readonly runTool: RunTool;
  /** Runs work with the dependencies of a call, after all earlier work has ended. */
  readonly use: <T>(context: ServerContext, work: (call: ToolCall) => Promise<T>) => Promise<T>;
}

export function openSession(options: SessionOptions): Session {
  const pages = openPages();
  const proposals = openProposals();
  const budget = requestBudget(options.maxRequests);
  const files = filesIn(options.folder, diskFiles);
  // One call at a time: each then sees in the rate headers of HubSpot what the calls before it have used.
  let previous: Promise<unknown> = Promise.resolve();
  const use: Session['use'] = (context, work) => {
    const { env, folder, allowBaseUrl, log } = options;
    const { signal } = context.mcpReq;
    const progress = progressOf(context);
    const { beforeRead } = budget;
    const call = { env, folder, allowBaseUrl, log, files, proposals, signal, progress, beforeRead };
    const result = previous.then(() => {
      signal.throwIfAborted();
      return budget.complete(() => runCall(call, work));
    });
    previous = result.catch(() => undefined);
    return result;
  };
  return {
    use,
    runTool: async (spec, args, context) => {
      const { cursor, limit } = args;
      let known: Pick<ToolCall, 'names' | 'senders'> | undefined;
      try {
        if (cursor !== undefined) return resultOf(pages.at(spec.name, cursor, limit));
        requireArguments(spec.required ?? [], args);
        return await use(context, async (call) => {
          known = call;
          const result = await spec.run(args, call);
          const shown = [...(result.shown ?? []), ...call.senders];
          const names = new Set([...call.names, ...namesIn(result.document)]);
          return resultOf(pages.first(spec.name, { ...result, names, shown }, limit));
        });
      } catch (error) {
        return errorOf(error, { names: known?.names ?? new Set(), shown: [...(known?.senders ?? [])] });
      }
    },
  };
}

function requireArguments(required: readonly string[], args: object): void {
  const missing = required.filter((name) => !Object.hasOwn(args, name));
  if (missing.length === 0) return;
  throw new Failure({
    code: 'bad-flag',
    message: `The argument \`${missing.join('`, `')}\` is missing.`,
    help: 'Pass it, or the cursor of an earlier result.',
  });
}

/** The requests of a session. */
interface Budget {
  /** Counts a request. Throws once all requests of the session are used. */
  readonly beforeRead: () => void;
  /** Runs work, and throws if the budget ended it: commands report the failure of a request as one of many problems. */
  readonly complete: <T>(work: () => Promise<T>) => Promise<T>;
}

function requestBudget(max: number): Budget {
  let used = 0;
  let refused = 0;
  const usedUp = (): Failure =>
    new Failure({
      exitCode: ExitCode.quota,
      code: 'session-requests-used-up',
      message: `This session has sent ${count(max, 'request')} to HubSpot, its limit. This call needs more, so it has no result.`,
      help: 'Let the user restart the server, with a larger --max-requests if needed. `validate` without `online`, `show_plan` and `status` send no request.',
    });
  return {
    beforeRead: () => {
      if (used >= max) {
        refused += 1;
        throw usedUp();
      }
      used += 1;
    },
    complete: async (work) => {
      const before = refused;
      try {
        return await work();
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- the reason of a failure, too, is the budget
        if (refused > before) throw usedUp();
      }
    },
  };
}

function resultOf({ result, document, lines, total, nextCursor }: Page): CallToolResult {
  const options = { names: result.names, shown: result.shown ?? [] };
  const clean = cleanLine(options);
  const more =
    nextCursor === undefined
      ? []
      : [`${lines.length} of ${total} items. More: call the tool with cursor "${nextCursor}".`];
  const text = [...result.summary, ...lines, ...more, ...(result.next ?? [])].map(clean);
  return {
    content: [{ type: 'text', text: text.join('\n') }],
    structuredContent: { ...cleanDocument(document, options) },
  };
}

function errorOf(error: unknown, options: CleanOptions): CallToolResult {
  const { code, message, help } = toFailure(error);
  const problems = error instanceof InvalidFiles ? problemLines(error.diagnostics) : [];
  const text = [`error[${code}]: ${message}`, ...problems, help].map(cleanLine(options));
  return { content: [{ type: 'text', text: text.join('\n') }], isError: true };
}
