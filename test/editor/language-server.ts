import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import rpc from 'vscode-jsonrpc/node.js';

const server = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

/** A position in a text. Line and character begin at 0, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

interface Diagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly message: string;
  readonly severity: number;
}

export interface Completion {
  readonly label: string;
  readonly insertText?: string;
  readonly textEdit?: {
    readonly newText: string;
    readonly range: { readonly start: Position; readonly end: Position };
  };
  readonly documentation?: string | { readonly value: string };
}

/** A language server with an open folder. */
export interface Editor {
  /** Opens a text as a new file of the folder and returns its diagnostics. */
  readonly open: (name: string, text: string) => Promise<readonly Diagnostic[]>;
  readonly complete: (name: string, at: Position) => Promise<readonly Completion[]>;
  /** Returns Markdown; empty if there is no hover text. */
  readonly hover: (name: string, at: Position) => Promise<string>;
  readonly close: () => void;
}

/** Starts the YAML language server that editors use. `folder` is a file URL that ends with a slash. */
export async function startEditor(folder: URL): Promise<Editor> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
  const settings = {
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  };
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => (section === 'yaml' ? settings.yaml : {})),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) =>
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
      const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uri, resolve));
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      });
      return diagnostics;
    },
    complete: async (name, position) => {
      const response: { readonly items: readonly Completion[] } = await connection.sendRequest(
        'textDocument/completion',
        { textDocument: { uri: uriOf(name) }, position },
      );
      return response.items;
    },
    hover: async (name, position) => {
      const response: { readonly contents: { readonly value: string } } | null = await connection.sendRequest(
        'textDocument/hover',
        { textDocument: { uri: uriOf(name) }, position },
      );
      return response?.contents.value ?? '';
    },
  };
}
