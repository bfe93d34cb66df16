// Beside the lanes: what the shown step does and why it could, what is broken, and the state.
import { type Details, detailsAt, type ValueGroup, type ValueMode, valueModes } from './details.ts';
import { element } from './dom.ts';
import type { Choice } from './messages.ts';
import type { RunShown } from './run-shown.ts';

export interface SideActions {
  readonly goto: (step: number) => void;
  /** `call`: index of an open call; undefined: the step itself. */
  readonly open: (row: number, call: number | undefined) => void;
  readonly choose: (choice: Choice) => void;
  readonly setMode: (mode: ValueMode) => void;
}

export interface Sided {
  readonly run: RunShown;
  readonly step: number;
  readonly mode: ValueMode;
  readonly choices: readonly Choice[] | undefined;
}

export class Side {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #actions: SideActions;
  readonly #step: HTMLElement;
  readonly #choices: HTMLElement;
  readonly #properties: HTMLElement;
  readonly #race: HTMLElement;
  readonly #values: HTMLElement;
  readonly #mode: HTMLSelectElement;

  constructor(document: Document, actions: SideActions) {
    this.#document = document;
    this.#actions = actions;
    this.#mode = element(document, 'select', { 'aria-label': 'which values are shown' });
    for (const { mode, words } of valueModes) {
      this.#mode.append(element(document, 'option', { value: mode }, [words]));
    }
    this.#mode.addEventListener('change', () => {
      const found = valueModes.find(({ mode }) => mode === this.#mode.value);
      if (found !== undefined) actions.setMode(found.mode);
    });
    this.#step = element(document, 'div', { class: 'about-step' });
    this.#choices = element(document, 'div', { class: 'choices' });
    this.#properties = element(document, 'ul', { class: 'properties', 'aria-label': 'properties' });
    this.#race = element(document, 'div', { class: 'about-race' });
    this.#values = element(document, 'div', { class: 'values' });
    const state = element(document, 'div', { class: 'state-head' }, [
      element(document, 'h2', {}, ['State']),
      this.#mode,
    ]);
    this.root = element(document, 'aside', { class: 'side', 'aria-label': 'the shown step' }, [
      this.#step,
      this.#choices,
      this.#properties,
      this.#race,
      state,
      this.#values,
    ]);
  }

  show(sided: Sided): void {
    const details = detailsAt(sided.run, sided.step, sided.mode);
    this.#mode.value = sided.mode;
    this.#step.replaceChildren(...this.#aboutStep(details));
    this.#choices.replaceChildren(...this.#aboutChoices(sided));
    this.#properties.replaceChildren(...this.#aboutProperties(details));
    this.#race.replaceChildren(...this.#aboutRace(sided.run));
    this.#values.replaceChildren(...this.#aboutValues(details, sided.mode));
  }

  #make<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    name: string,
    parts: readonly (Node | string)[],
  ): HTMLElementTagNameMap[Tag] {
    return element(this.#document, tag, name === '' ? {} : { class: name }, parts);
  }

  #link(text: string, title: string, act: () => void): HTMLElement {
    const button = element(this.#document, 'button', { class: 'link', type: 'button', title }, [
      text,
    ]);
    button.addEventListener('click', act);
    return button;
  }

  #aboutStep({ step, of, thread, text, calls, place, why, waiting, locks }: Details): Node[] {
    const head = thread === undefined ? `Step 0 of ${of}` : `Step ${step} of ${of} · ${thread}`;
    const nodes: Node[] = [this.#make('h2', '', [head])];
    if (calls.length > 0) {
      const path = calls.flatMap(({ name }, index) => [
        ...(index === 0 ? [] : [' › ']),
        this.#link(`${name}()`, `where ${name}() is called`, () =>
          this.#actions.open(step - 1, index),
        ),
      ]);
      nodes.push(this.#make('p', 'calls', path));
    }
    nodes.push(this.#make('p', 'code', [text]));
    if (why !== '') nodes.push(this.#make('p', 'why', [why]));
    for (const one of waiting) nodes.push(this.#make('p', 'waiting', [one]));
    if (place !== undefined) {
      const file = place.file.replace(/^.*\//u, '');
      const words = `${file}:${place.line + 1}`;
      nodes.push(
        this.#make('p', 'place', [
          this.#link(words, `${place.file}, line ${place.line + 1}`, () =>
            this.#actions.open(step - 1, undefined),
          ),
        ]),
      );
    }
    for (const lock of locks) nodes.push(this.#make('p', 'lock-held', [lock]));
    return nodes;
  }

  #aboutChoices({ choices }: Sided): Node[] {
    if (choices === undefined) return [];
    const marks = { yes: '▲', no: '○', unknown: '?' } as const;
    const words = {
      yes: 'a violation can still be reached',
      no: 'no violation is left behind it',
      unknown: 'not known whether a violation can be reached',
    } as const;
    const buttons = choices.map((choice) => {
      const { label, reaches } = choice;
      const title = `${label}: ${words[reaches]}`;
      const attributes = { type: 'button', class: `choice ${reaches}`, title, 'aria-label': title };
      const button = element(this.#document, 'button', attributes, [
        this.#make('span', 'choice-mark', [marks[reaches]]),
        ` ${label}`,
      ]);
      button.addEventListener('click', () => this.#actions.choose(choice));
      return button;
    });
    if (buttons.length === 0) return [this.#make('p', '', ['No thread can move.'])];
    const present = [...new Set(choices.map(({ reaches }) => reaches))];
    const legend = present.map((one) => `${marks[one]} ${words[one]}`).join(' · ');
    return [this.#make('h2', '', ['Next']), ...buttons, this.#make('p', 'legend', [legend])];
  }

  /** What is or was broken, each with its sentence; what holds, in one line. */
  #aboutProperties({ properties }: Details): Node[] {
    const words = { now: 'broken by this step', still: 'still broken', before: 'broken before' };
    const signs = { now: '✖', still: '✖', before: '◐' };
    const nodes: Node[] = [];
    const holding: string[] = [];
    for (const { name, sentence, standing } of properties) {
      if (standing === 'holds') {
        holding.push(name);
        continue;
      }
      nodes.push(
        this.#make('li', `property ${standing}`, [
          this.#sign(signs[standing]),
          this.#make('span', 'name', [name]),
          ` ${words[standing]}`,
          ...(sentence === '' ? [] : [this.#make('span', 'sentence', [sentence])]),
        ]),
      );
    }
    if (holding.length > 0) {
      const label = nodes.length === 0 ? 'nothing is broken' : 'not broken';
      nodes.push(
        this.#make('li', 'property holds', [
          this.#sign('✓'),
          `${label}: `,
          this.#make('span', 'name', [holding.join(', ')]),
        ]),
      );
    }
    return nodes;
  }

  /** `A|B|C` may be broken behind its bars. */
  #breakable(value: string): (Node | string)[] {
    return value
      .split(/(?<=[|,])/u)
      .flatMap((part, index) => (index === 0 ? [part] : [this.#make('wbr', '', []), part]));
  }

  #sign(text: string): HTMLElement {
    return element(this.#document, 'span', { class: 'sign', 'aria-hidden': 'true' }, [text]);
  }

  #aboutRace({ trace: { pair, window } }: RunShown): Node[] {
    const nodes: Node[] = [];
    const step = (row: number, sign: string): HTMLElement =>
      this.#link(`${sign} step ${row + 1}`, `go to step ${row + 1}`, () =>
        this.#actions.goto(row + 1),
      );
    if (pair !== undefined) {
      const parts = ['Race on ', this.#make('code', '', [pair.name]), ': '];
      nodes.push(
        this.#make('p', 'pair', [
          ...parts,
          step(pair.first, '◆1'),
          ' and ',
          step(pair.second, '◆2'),
        ]),
      );
    }
    if (window !== undefined) {
      const { moved, sentence } = window;
      nodes.push(this.#make('p', 'window', [`Race window of `, step(moved, '↕'), `: ${sentence}`]));
    }
    return nodes;
  }

  #aboutValues({ groups, hidden }: Details, mode: ValueMode): Node[] {
    const nodes: Node[] = groups.map((group) => this.#table(group));
    const none = mode === 'step' ? 'This step changes nothing.' : 'Nothing to show.';
    if (groups.length === 0) nodes.push(this.#make('p', 'legend', [none]));
    if (hidden > 0) {
      const words = `${hidden} more ${hidden === 1 ? 'value is' : 'values are'} not shown`;
      nodes.push(this.#make('p', 'legend', [words]));
    }
    return nodes;
  }

  #table({ object, values }: ValueGroup): HTMLElement {
    const rows = values.map(({ name, value, before, initial, read }) => {
      const short = object === '' ? name : name.slice(object.length + 1);
      const isChanged = before !== undefined;
      const kind = [isChanged ? 'changed' : '', initial === undefined ? '' : 'differs'];
      const sign = isChanged ? '●' : read ? '◦' : '';
      const said = isChanged ? 'changed by this step' : read ? 'read by this step' : '';
      const was = isChanged ? `was ${before}` : initial === undefined ? '' : `began as ${initial}`;
      return element(
        this.#document,
        'tr',
        { class: kind.filter((one) => one !== '').join(' ') || undefined },
        [
          element(this.#document, 'td', { class: 'sign', title: said, 'aria-label': said }, [sign]),
          element(this.#document, 'th', { scope: 'row' }, [short]),
          this.#make('td', 'value', this.#breakable(value)),
          this.#make('td', 'was', [was]),
        ],
      );
    });
    const caption = this.#make('caption', '', [object === '' ? 'variables' : object]);
    return this.#make('table', '', [caption, this.#make('tbody', '', rows)]);
  }
}
