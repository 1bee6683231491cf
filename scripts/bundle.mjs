// Bundles the command line and the library with the packages that they use.
import { rolldown } from 'rolldown';

/** Packages that stay outside: `libsql` is a native module, and `pg` tries `pg-native` only if a program asks for it. */
const external = ['libsql', 'pg-native'];

/**
 * Modules that the bundle replaces. rollcall never calls them, and each command that connects to an account would load
 * them.
 *
 * @type {readonly { importer: string, module: RegExp, code: string }[]}
 */
const replacements = [
  {
    // The typed calls, one class for each of HubSpot's APIs: 47 MB. rollcall uses `apiRequest`.
    importer: '@hubspot/api-client',
    module: /^\.\/discovery\//u,
    code: `throw new Error('This package has HubSpot\\'s client without its typed calls.');`,
  },
  {
    // rollcall turns off the limiter of the client.
    importer: '@hubspot/api-client',
    module: /^bottleneck$/u,
    code: `export default class Limiter {
  constructor() {
    throw new Error('This package has HubSpot\\'s client without its limiter.');
  }
}`,
  },
  {
    // The simulator speaks HTTP/1.1 only, and Node takes 5 ms to load HTTP/2.
    importer: '@hono/node-server',
    module: /^(?:node:)?http2$/u,
    code: `export class Http2ServerRequest {}
export const constants = {};`,
  },
  {
    // Node has this class; the module contains it for versions before 10.
    importer: 'node-fetch',
    module: /^whatwg-url$/u,
    code: `export { URL } from 'node:url';`,
  },
];

/**
 * Packages with one function, which the bundle loads at its first call. `string-width` has an expression of all emoji:
 * reading it takes 14 ms, and most commands measure no text that has other than simple characters.
 */
const deferred = ['string-width'];

/**
 * Modules that several commands use are in few chunks, because each further file costs a command about 1 ms. A module goes
 * to the first chunk that takes it, with what it imports.
 */
const chunks = [
  {
    // What the entry itself imports.
    name: 'base',
    test: /[\\/]src[\\/](?:model[\\/](?:exit-code|omit-undefined)|runtime[\\/]environment)/u,
  },
  {
    // `--version` and `help` need no cryptography, which takes Node 5 ms to load, and no colors.
    name: 'shared',
    test: /[\\/]src[\\/](?:model|disk|runtime|render)[\\/](?!digest|text[\\/]style)|^\0deferred:/u,
    minShareCount: 8,
  },
  {
    // What `validate` needs. All commands that read the files need it too.
    name: 'configuration',
    test: /[\\/](?:src[\\/](?:schema|definitions)|node_modules[\\/](?:yaml|csv-parse))[\\/]/u,
    minShareCount: 3,
  },
  {
    // What most commands that plan need. HubSpot's client and the databases are chunks of their own: `validate` loads this one, too.
    name: 'account',
    test: /[\\/]src[\\/](?:hubspot[\\/](?:http[\\/](?:response|errors|proxy-tunnel)|routes)\b|(?:reconciler|ledger|commands|runtime|render)[\\/])/u,
    minShareCount: 6,
  },
].map((chunk, index, { length }) => ({ ...chunk, priority: length - index }));

/**
 * Writes the bundle into a folder and returns the paths of the modules in it. Each `import()` begins a chunk. A module is
 * in one chunk only, so that the command line and the library never load it twice. The code keeps its names, because stack
 * traces show them.
 *
 * @param {{ root: string, folder: string }} folders
 */
export async function bundle({ root, folder }) {
  const input = {
    cwd: root,
    platform: /** @type {const} */ ('node'),
    external,
    checks: { ineffectiveDynamicImport: false },
    onwarn: (/** @type {{ message: string }} */ { message }) => {
      throw new Error(message);
    },
  };
  const output = {
    dir: folder,
    comments: false,
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  };
  const main = await rolldown({
    ...input,
    input: { 'cli/main': 'src/cli/main.ts', 'lib/index': 'src/lib/index.ts' },
    plugins: [replaceModules(), deferModules()],
  });
  const written = await main.write({
    ...output,
    format: 'esm',
    entryFileNames: '[name].js',
    // All chunks are two folders below the package, where `packageFolder` finds it.
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: { groups: chunks },
  });
  const functions = await rolldown({
    ...input,
    input: Object.fromEntries(deferred.map((name) => [name, name])),
  });
  const others = await functions.write({
    ...output,
    format: 'cjs',
    exports: 'default',
    entryFileNames: 'chunks/[name].cjs',
  });
  return [...written.output, ...others.output].flatMap((file) =>
    file.type === 'chunk' ? file.moduleIds : [],
  );
}

/** @returns {import('rolldown').Plugin} */
function replaceModules() {
  const prefix = '\0replacement:';
  return {
    name: 'replace-modules',
    resolveId(source, importer = '') {
      const index = replacements.findIndex(
        (one) => one.module.test(source) && importer.includes(`/node_modules/${one.importer}/`),
      );
      return index === -1 ? undefined : `${prefix}${index}`;
    },
    load(id) {
      return id.startsWith(prefix) ? replacements[Number(id.slice(prefix.length))]?.code : undefined;
    },
  };
}

/** @returns {import('rolldown').Plugin} */
function deferModules() {
  const prefix = '\0deferred:';
  return {
    name: 'defer-modules',
    resolveId: (source) => (deferred.includes(source) ? `${prefix}${source}` : undefined),
    load: (id) =>
      id.startsWith(prefix)
        ? `import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
let loaded;
export default (...args) => (loaded ??= load('../chunks/${id.slice(prefix.length)}.cjs'))(...args);`
        : undefined,
  };
}
