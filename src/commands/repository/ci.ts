import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { PackedTool } from '../../model/packed-tool.ts';
import {
  isVendoredTarball,
  vendoredFiles,
  vendoredVersion,
  vendorFolder,
  vendorManifest,
} from '../../schema/write/vendored-files.ts';

export interface CiUpgradeDeps {
  /** Returns the text of a file; `undefined` if it does not exist. */
  readonly read: (path: string) => Promise<string | undefined>;
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Returns the names in a folder that exists. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly remove: (path: string) => Promise<void>;
  /** Packs the running version. */
  readonly packTool: () => Promise<PackedTool>;
  readonly show: (result: CiUpgrade) => void;
}

export interface CiUpgrade {
  /** The version before. Absent if package.json names none. */
  readonly from?: string;
  readonly to: string;
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Replaces the vendored rollcall by the running version. Throws `Failure` `ci-not-vendored` if the folder has none, and
 * then writes nothing.
 */
export async function ciUpgrade(deps: CiUpgradeDeps): Promise<ExitCode> {
  const manifest = await deps.read(vendorManifest);
  if (manifest === undefined) throw notVendored();
  const from = vendoredVersion(manifest);
  const tool = await deps.packTool();
  const files = vendoredFiles(tool);
  for (const { path, content } of files) await deps.write(path, content);
  const written = files.map(({ path }) => path);
  const tarballs = (await deps.list(vendorFolder)).filter(isVendoredTarball);
  const removed = tarballs.map((name) => `${vendorFolder}/${name}`).filter((path) => !written.includes(path));
  for (const path of removed) await deps.remove(path);
  deps.show({ ...(from === undefined ? {} : { from }), to: tool.version, written, removed });
  return ExitCode.done;
}

function notVendored(): Failure {
  return new Failure({
    code: 'ci-not-vendored',
    message: `There is no ${vendorManifest} in this folder. Nothing was written.`,
    help: 'Run this command in the root folder of the repository. To create the pipeline: rollcall init --ci github (or gitlab); next to an existing pipeline, run that in an empty folder and copy .rollcall/ci from there.',
  });
}
