#!/usr/bin/env node
import { ExitCode } from '../model/exit-code.ts';
import { leave } from './interrupt.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2));
if (process.exitCode === ExitCode.interrupted) await leave();
