import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import rpc from 'vscode-jsonrpc/node.js';

const server = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

/** A place in a text, counted from 0, as editors count. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

interface Marked {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly message: string;
  readonly severity: number;
}

export interface Offer {
  readonly label: string;
  readonly insertText?: string;
  readonly textEdit?: {
    readonly newText: string;
    readonly range: { readonly start: Position; readonly end: Position };
  };
  readonly documentation?: string | { readonly value: string };
}

/** An editor with one file open at a time. */
export interface Editor {
  /** Opens a text as a new file of the folder and returns what is underlined in it. */
  readonly open: (name: string, text: string) => Promise<readonly Marked[]>;
  readonly complete: (name: string, at: Position) => Promise<readonly Offer[]>;
  /** Markdown, empty when there is nothing to say. */
  readonly hover: (name: string, at: Position) => Promise<string>;
  readonly close: () => void;
}

/** Starts the language server that editors use, in a folder (a file URL with a slash at its end). */
export async function startEditor(folder: URL): Promise<Editor> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
  const settings = {
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  };
  const waiting = new Map<string, (marks: readonly Marked[]) => void>();
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => (section === 'yaml' ? settings.yaml : {})),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Marked[] }) =>
      waiting.get(uri)?.(diagnostics),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder.href,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    },
  });
  await connection.sendNotification('initialized', {});
  const uriOf = (name: string): string => new URL(name, folder).href;
  return {
    close: () => {
      connection.dispose();
      child.kill();
    },
    open: async (name, text) => {
      const uri = uriOf(name);
      const marked = new Promise<readonly Marked[]>((resolve) => waiting.set(uri, resolve));
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      });
      return marked;
    },
    complete: async (name, position) => {
      const answer: { readonly items: readonly Offer[] } = await connection.sendRequest(
        'textDocument/completion',
        { textDocument: { uri: uriOf(name) }, position },
      );
      return answer.items;
    },
    hover: async (name, position) => {
      const answer: { readonly contents: { readonly value: string } } | null = await connection.sendRequest(
        'textDocument/hover',
        { textDocument: { uri: uriOf(name) }, position },
      );
      return answer?.contents.value ?? '';
    },
  };
}
