// `npm run mutate`: takes locks, tests, flushes and calls of the MMU notifier out of the library, one at a time, and
// says which bundled scenario notices. Some minutes. `--new` asks about those only of which nothing is written yet. A
// word chooses the mutants whose name contains it, and then nothing is written. Fails where nothing notices a mutant
// and its function does not say why.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mutants, nameOf } from './mutants.ts';
import { bundled, judge } from './notice.ts';
import { mutationsPage, readNoticed } from './page.ts';
import { reasonFor, reasons } from './reasons.ts';

const root = process.cwd();
const resultsFile = path.join(root, 'test', 'mutation', 'noticed.json');
const pageFile = path.join(root, 'docs', 'library-mutations.md');

const [wanted] = process.argv.slice(2).filter((one) => one !== '--new');
const newOnly = process.argv.includes('--new');
const known = existsSync(resultsFile) ? readNoticed(readFileSync(resultsFile, 'utf8')) : {};
const written = reasons();
const all = mutants();
const chosen = all
  .filter((mutant) => wanted === undefined || nameOf(mutant).includes(wanted))
  .filter(
    (mutant) =>
      !newOnly || (known[nameOf(mutant)] === undefined && reasonFor(written, mutant) === undefined),
  );
const scenarios = bundled(path.join(root, 'scenarios'));
const noticed: Record<string, { by: string; becomes: string }> = {};
for (const name of all.map(nameOf)) {
  const before = known[name];
  if (newOnly && before !== undefined) noticed[name] = before;
}
const wrong: string[] = [];

for (const mutant of chosen) {
  const name = nameOf(mutant);
  const reason = reasonFor(written, mutant);
  const { by, becomes, asked } = judge(mutant, scenarios, known[name]?.by);
  if (by !== undefined && becomes !== undefined) {
    noticed[name] = { by, becomes };
    console.log(`noticed    ${name}\n             by ${by}: ${becomes}`);
    if (reason !== undefined) wrong.push(`${name}: noticed, and said to be unnoticed`);
  } else {
    console.log(`unnoticed  ${name} (${asked} variants have it)\n             ${reason ?? ''}`);
    if (reason === undefined) wrong.push(`${name}: unnoticed, and nobody says why (${asked})`);
  }
}
if (wanted === undefined) {
  writeFileSync(resultsFile, `${JSON.stringify(noticed, undefined, 2)}\n`);
  writeFileSync(pageFile, mutationsPage(all, noticed, written));
}
console.log(`\n${chosen.length} mutants asked about; ${Object.keys(noticed).length} are noticed`);
for (const line of wrong) console.log(`- ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
