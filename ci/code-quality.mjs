import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { runRollcall } from './run-rollcall.mjs';

/**
 * @import { Diagnostic, Severity, Source } from '../src/model/results/diagnostic.ts'
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 */

/**
 * GitLab's severities.
 *
 * @type {Readonly<Record<Severity, 'major' | 'minor' | 'info'>>}
 */
const severities = { error: 'major', warning: 'minor', advice: 'info' };

/**
 * Writes the problems of the files as GitLab's code quality report, which GitLab shows at their lines. Does
 * nothing on a platform without such a report.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 */
export async function writeCodeQualityReport({ files, args }, { codeQuality }) {
  if (!codeQuality) return;
  const { stdout } = await runRollcall(['validate', '--format', 'json', ...args, ...files]);
  // A usage error prints no JSON: the job reports it when it runs the same command next.
  if (stdout.trim() === '') return;
  /** @type {{ diagnostics?: readonly Diagnostic[] }} */
  const { diagnostics = [] } = JSON.parse(stdout);
  const entries = diagnostics.flatMap((diagnostic) =>
    diagnostic.source ? [reportEntry(diagnostic, diagnostic.source, codeQuality.root)] : [],
  );
  writeFileSync(codeQuality.path, JSON.stringify(entries, null, 2));
}

/**
 * @param {Diagnostic} diagnostic
 * @param {Source} source
 * @param {string} root
 */
function reportEntry({ code, severity, message, help }, { file, line, column }, root) {
  return {
    description: `${message} ${help}`,
    check_name: code,
    fingerprint: `${code}:${file}:${line}:${column}`,
    severity: severities[severity],
    location: { path: relative(root, resolve(file)), lines: { begin: line } },
  };
}
