// What edits of a variant leave as it is: statements that no run of the variant begins are lowered for an edited one
// only where the edit could change them.
import { StandIns, StatementRecorder } from '@racewalk/language';
import type { Pc, Program } from '@racewalk/simulator';
import type { Subject } from './apply.ts';

export class Unchanged {
  readonly #subject: Subject;
  readonly #program: Program;
  readonly #reached: ReadonlySet<Pc>;
  #recorder: StatementRecorder | undefined;
  readonly #standIns = new Map<string, StandIns>();

  /** `reached` are the instructions that runs of the program come to: all of them. */
  constructor(subject: Subject, program: Program, reached: ReadonlySet<Pc>) {
    this.#subject = subject;
    this.#program = program;
    this.#reached = reached;
  }

  /** For edits of these functions. */
  standIns(changing: ReadonlySet<string>): StandIns {
    const key = partName(changing);
    const known = this.#standIns.get(key);
    if (known !== undefined) return known;
    const unbegun = { reached: this.#reached, changing };
    const made = new StandIns(this.#recorded(), this.#program, unbegun);
    this.#standIns.set(key, made);
    return made;
  }

  #recorded(): StatementRecorder {
    if (this.#recorder !== undefined) return this.#recorder;
    const { analysis, scenario, variant } = this.#subject;
    const statements = new StatementRecorder();
    analysis.compile(scenario, variant, { statements });
    this.#recorder = statements;
    return statements;
  }
}

/** The functions that may differ from the variant's, as a word. */
export function partName(changing: ReadonlySet<string>): string {
  return [...changing].sort().join();
}
