/** What a tool is: a thin adapter from arguments to a command of rollcall, and the document that the command prints. */
import {
  type CallToolResult,
  fromJsonSchema,
  type JsonSchemaType,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { OutputName } from '../render/json/output-names.ts';
import { outputSchema } from '../render/json/output-schema.ts';
import type { ToolCall } from './tool-call.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The arguments that every tool with lists takes. */
export interface PageArgs {
  /** Continues an earlier result. All other arguments are then ignored. */
  readonly cursor?: string;
  /** The number of list items in one result. */
  readonly limit?: number;
}

/** The result of a tool before it is cut into pages. */
export interface ToolResult {
  /** The document that `rollcall schema --of NAME` describes, complete. */
  readonly document: Json;
  /** The result in a few sentences, without a name or a text from HubSpot. */
  readonly summary: readonly string[];
  /** The lists of the document that pages divide, in this order, with one line of text for each item. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  /** What to do next, after the items. */
  readonly next?: readonly string[];
  /** Email addresses that are shown in full: senders, and those that the caller wrote. Lower case. */
  readonly shown?: readonly string[];
}

/** A result with the names from HubSpot that its texts may hold. */
export type NamedResult = ToolResult & { readonly names: ReadonlySet<string> };

export interface ToolSpec<Args> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The JSON Schemas of the arguments. */
  readonly input: Json;
  /** The arguments without which the tool has no result, unless there is a cursor. */
  readonly required?: readonly string[];
  readonly output: OutputName;
  /** Keys of the document beyond those of the command. */
  readonly more?: { readonly properties: Json; readonly required: readonly string[] };
  /** Whether the result has lists that pages divide. */
  readonly paged?: boolean;
  readonly run: (args: Args, call: ToolCall) => Promise<ToolResult>;
}

/** Runs a tool for one request of the client. Never throws: a problem is a result with `isError`. */
export type RunTool = <Args extends PageArgs>(
  spec: ToolSpec<Args>,
  args: Args,
  context: ServerContext,
) => Promise<CallToolResult>;

export interface Tool {
  readonly name: string;
  register(server: McpServer, run: RunTool): void;
}

/** Returns a tool that a server can register. All tools only read. */
export function defineTool<Args>(spec: ToolSpec<Args & PageArgs>): Tool {
  const { name, title, description } = spec;
  return {
    name,
    register: (server, run) => {
      const config = {
        title,
        description,
        inputSchema: fromJsonSchema<Args & PageArgs>(schemaOf(inputSchemaOf(spec))),
        outputSchema: fromJsonSchema(schemaOf(outputSchemaOf(spec))),
        annotations: { title, readOnlyHint: true, openWorldHint: true },
      };
      server.registerTool(name, config, (args, context) => run(spec, args, context));
    },
  };
}

export const defaultPageLimit = 50;
const maxPageLimit = 200;

type Described = Pick<ToolSpec<never>, 'input' | 'required' | 'output' | 'more' | 'paged'>;

/** Returns a schema in the type of the SDK, which describes JSON more narrowly than it is. */
function schemaOf(schema: Json): JsonSchemaType {
  return JSON.parse(JSON.stringify(schema));
}

function inputSchemaOf({ input, required = [], paged = false }: Described): Json {
  return {
    type: 'object',
    properties: { ...input, ...(paged ? pageArguments : {}) },
    // A cursor takes the place of all other arguments, and some clients refuse a schema with alternatives.
    ...(required.length > 0 && !paged ? { required } : {}),
    additionalProperties: false,
  };
}

const pageArguments: Json = {
  cursor: {
    type: 'string',
    maxLength: 100,
    description: 'The `nextCursor` of an earlier result. Continues it; all other arguments are ignored.',
  },
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: maxPageLimit,
    default: defaultPageLimit,
    description: 'The number of list items in one result.',
  },
};

/** Returns the schema of the document that the command prints, with the keys that only a tool adds. */
function outputSchemaOf({ output, more, paged = false }: Described): Json {
  // The schema of a forecast is as large as that of a plan, and no tool makes one.
  const schema = outputSchema(output, ['forecast']);
  const { properties, required } = schema;
  return {
    ...schema,
    type: 'object',
    properties: { ...objectOf(properties), ...more?.properties, ...(paged ? { page: pageSchema } : {}) },
    required: [...listOf(required), ...(more?.required ?? []), ...(paged ? ['page'] : [])],
  };
}

const pageSchema: Json = {
  type: 'object',
  description: 'The part of the lists that this result has.',
  required: ['from', 'items', 'total'],
  properties: {
    from: { type: 'integer', minimum: 0, description: 'The number of items before this page.' },
    items: { type: 'integer', minimum: 0, description: 'The number of items on this page, in all lists.' },
    total: { type: 'integer', minimum: 0, description: 'The number of items of the whole result.' },
    nextCursor: { type: 'string', description: 'The `cursor` for the next page. Absent on the last one.' },
  },
};

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
