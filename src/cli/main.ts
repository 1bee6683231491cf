#!/usr/bin/env node
import { ExitCode } from '../model/exit-code.ts';
import { keepCompiledCode } from './compile-cache.ts';
import { exitWhenFlushed } from './interrupt.ts';
import { surviveLostOutput } from './print.ts';
import { run } from './run.ts';

keepCompiledCode(process.env);
surviveLostOutput();
// The exit code of a process that ends before its command does.
process.exitCode = ExitCode.error;
void main();

// Not a top-level await: the bundler would merge no chunks.
async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2));
  if (process.exitCode === ExitCode.interrupted) await exitWhenFlushed();
}
