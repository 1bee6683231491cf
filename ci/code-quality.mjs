import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { runRollcall } from './run-rollcall.mjs';

/** GitLab shows these at their lines; the names are its own. */
const severities = { error: 'major', warning: 'minor', advice: 'info' };

/** Writes what is wrong with the files as GitLab's code quality report, where the job asks for one. */
export async function writeCodeQuality({ files, args }, { codeQuality }) {
  if (!codeQuality) return;
  const { stdout } = await runRollcall(['validate', '--format', 'json', ...args, ...files]);
  const { diagnostics = [] } = JSON.parse(stdout);
  const entries = diagnostics.filter(({ source }) => source).map((one) => entryOf(one, codeQuality.root));
  writeFileSync(codeQuality.path, JSON.stringify(entries, null, 2));
}

function entryOf({ code, severity, message, help, source }, root) {
  const { file, line, column } = source;
  return {
    description: `${message} ${help}`,
    check_name: code,
    fingerprint: `${code}:${file}:${line}:${column}`,
    severity: severities[severity],
    location: { path: relative(root, resolve(file)), lines: { begin: line } },
  };
}
