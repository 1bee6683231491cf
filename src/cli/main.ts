#!/usr/bin/env node
import { ExitCode } from '../model/exit-code.ts';
import { version } from '../runtime/environment.ts';
import { exitWhenFlushed } from './interrupt.ts';
import { surviveLostOutput } from './print.ts';

const words = process.argv.slice(2);
surviveLostOutput();
// Scripts often read the version, and the argument parser takes longer to load than all other modules.
if (words.length === 1 && words[0] === '--version') process.stdout.write(`${version()}\n`);
else process.exitCode = await (await import('./run.ts')).run(words);
if (process.exitCode === ExitCode.interrupted) await exitWhenFlushed();
