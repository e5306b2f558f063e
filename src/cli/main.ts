#!/usr/bin/env node
import { run } from './program.ts';
import { surviveBrokenPipes } from './terminal.ts';

surviveBrokenPipes();
process.exitCode = await run(process.argv.slice(2));
