#!/usr/bin/env node
import { ExitCode } from '../model/exit-code.ts';
import { exitWhenFlushed } from './interrupt.ts';
import { surviveLostOutput } from './print.ts';
import { run } from './run.ts';

surviveLostOutput();
process.exitCode = await run(process.argv.slice(2));
if (process.exitCode === ExitCode.interrupted) await exitWhenFlushed();
