// Stands in for `java ... tlc2.TLC -tool`: checks the module with the evaluator of tla.ts, and prints
// what TLC would, message by message. So `--engine tlc` can be driven where there is no TLC.
import { readFileSync } from 'node:fs';
import { checkTla } from './tla.ts';

const args = process.argv.slice(2);
const config = args[args.indexOf('-config') + 1] ?? '';
const module = readFileSync(args.at(-1) ?? '', 'utf8');

function say(mark: string, text: string): void {
  const [code] = mark.split(':');
  process.stdout.write(`@!@!@STARTMSG ${mark} @!@!@\n${text}\n@!@!@ENDMSG ${code} @!@!@\n`);
}

/** The module that only asks whether TLC is there. */
const isProbe = !module.includes('EXTENDS');
const answer = isProbe
  ? { states: 1, transitions: 1, depth: 1, violated: undefined }
  : checkTla(module, readFileSync(config, 'utf8'));
say('2262:0', 'TLC2 Version 0.0 of a stand-in');
say('2187:0', 'Running breadth-first search Model-Checking with fp 1 and seed 1 with 1 worker.');
if (answer.violated === undefined)
  say(
    '2193:0',
    'Model checking completed. No error has been found.\n  calculated (optimistic):  val = 1.1E-19',
  );
else {
  const { invariant, trace } = answer.violated;
  const [first] = trace;
  if (trace.length === 1)
    say(
      '2107:1',
      `Invariant ${invariant} is violated by the initial state:\n${first?.text ?? ''}\n`,
    );
  else {
    say('2110:1', `Invariant ${invariant} is violated.`);
    say('2121:1', 'The behavior up to this point is:');
    trace.forEach(({ action, text }, index) => {
      const place = 'line 1, col 1 to line 2, col 2 of module Model';
      const told = action === undefined ? 'Initial predicate' : `${action} ${place}`;
      say('2217:4', `${index + 1}: <${told}>\n${text}\n`);
    });
  }
}
const left = answer.violated === undefined ? 0 : 1;
say(
  '2199:0',
  `${answer.transitions + 1} states generated, ${answer.states} distinct states found, ${left} states left on queue.`,
);
say('2194:0', `The depth of the complete state graph search is ${answer.depth}.`);
say('2186:0', 'Finished in 1ms at (2024-01-01 00:00:00)');
process.exitCode = answer.violated === undefined ? 0 : 12;
