/** The command line for what a job asks for. Every result is Markdown: it is read in a browser. */
export function planArguments({ args, files, plan }) {
  return ['plan', '--detailed-exitcode', '--out', plan, '--format', 'markdown', ...args, ...files];
}

export function applyArguments({ args, files, plan, expect, reviewed, lockTimeout }) {
  const fixed = ['apply', '--auto-approve', '--lock-timeout', lockTimeout, '--format', 'markdown'];
  return [...fixed, ...(expect ? ['--expect', expect] : []), ...args, ...(reviewed ? [plan] : files)];
}

export function otherArguments({ command, args, files }) {
  return [command, '--format', 'markdown', ...args, ...files];
}
