// The test explorer: every variant is a test. What it shows comes from the server's results, as lens,
// status and problems do, whoever began the run.
import { cancelRequest, runRequest, type StatusMessage, type TestProperty } from '@racewalk/server';
import type { ShownRun } from '@racewalk/webview';
import {
  type CancellationToken,
  type Disposable,
  debug,
  type LogOutputChannel,
  l10n,
  type TestItem,
  type TestRun,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  Uri,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { configurationOf } from '../debug/configurations.ts';
import { runScheme } from '../names.ts';
import { Coverage } from './coverage.ts';
import { outputOf, tell } from './messages.ts';
import { toldOf } from './told.ts';
import { TestTree, type VariantItem } from './tree.ts';

/** A fresh verdict is mostly there sooner; until then the one before it stands. */
const patienceMs = 1000;
/** A text that does not compile is one that somebody types in: a declaration takes a while. */
const brokenPatienceMs = 3000;

/** Texts that tests are in: not those of the library, nor what a version control shows of the past. */
const foreignSchemes = new Set(['racewalk-kernel', runScheme, 'git', 'vscode-local-history']);

export class TestExplorer implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #log: LogOutputChannel;
  readonly #controller = tests.createTestController('racewalk', 'Racewalk');
  readonly #tree: TestTree;
  readonly #coverage: Coverage;
  readonly #parts: Disposable[] = [];
  /** What the test view shows of a variant. */
  readonly #told = new WeakMap<TestItem, string>();
  /** Tests that somebody has asked to run: they are told of by that run. */
  readonly #busy = new Set<TestItem>();
  /** Texts that run, until their results fade. */
  readonly #fading = new Map<string, ReturnType<typeof setTimeout>>();
  /** Files whose tests run again after every change. */
  readonly #continuous = new Map<TestRunRequest, CancellationToken>();

  constructor(client: BaseLanguageClient, log: LogOutputChannel) {
    this.#client = client;
    this.#log = log;
    this.#tree = new TestTree(client, this.#controller);
    this.#coverage = new Coverage(client);
    this.#controller.resolveHandler = async (item) => {
      if (item === undefined) await this.#findFiles();
      else await this.#tree.load(item);
    };
    this.#controller.refreshHandler = () => this.#findFiles();
    this.#addProfiles();
    const watcher = workspace.createFileSystemWatcher('**/*.race', false, true, false);
    this.#parts.push(
      this.#controller,
      watcher,
      watcher.onDidCreate((uri) => void this.#tree.fileItem(uri)),
      watcher.onDidDelete((uri) => this.#tree.remove(uri)),
      // The next text without a file may have the same name.
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'untitled') this.#tree.remove(uri);
      }),
    );
  }

  dispose(): void {
    for (const timer of this.#fading.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
  }

  /** The server's results of a text are others now. */
  async statusChanged({ uri: text, version, state }: StatusMessage): Promise<void> {
    const uri = Uri.parse(text);
    if (version === undefined || foreignSchemes.has(uri.scheme)) return;
    const file = this.#tree.fileItem(uri);
    if (state === 'running') {
      this.#fadeLater(text, file, patienceMs);
      return;
    }
    await this.#tree.load(file);
    this.#forgetFading(text);
    if (this.#tree.variantsOf(file).some(hasNoVerdict)) {
      this.#fadeLater(text, file, brokenPatienceMs);
    }
    this.#publish(file);
    for (const [request, token] of this.#continuous) {
      const wanted = this.#chosen(request).filter(({ run, known }) => {
        return run.uri === text && known.state === 'undecided';
      });
      // What an automatic run left open is explored under the full budget.
      if (wanted.length > 0 && !this.#asked.has(`${text} ${version}`)) {
        this.#asked.add(`${text} ${version}`);
        void this.#runAll(request, wanted, token, undefined);
      }
    }
  }

  readonly #asked = new Set<string>();

  async #findFiles(): Promise<void> {
    if (await this.#tree.findFiles()) return;
    this.#log.warn(
      'There are more scenario files than the test view looks for: see docs/editor.md.',
    );
  }

  /**
   * Most runs are over at once, and a text that somebody types in does not compile for a moment: only
   * results that are waited for fade.
   */
  #fadeLater(text: string, file: TestItem, patience: number): void {
    if (this.#fading.has(text)) return;
    this.#fading.set(
      text,
      setTimeout(() => {
        this.#fading.delete(text);
        void this.#fade(file);
      }, patience),
    );
  }

  async #fade(file: TestItem): Promise<void> {
    await this.#tree.load(file);
    for (const { item } of this.#tree.variantsOf(file).filter(hasNoVerdict)) {
      if (this.#told.delete(item)) this.#controller.invalidateTestResults(item);
    }
  }

  #forgetFading(text: string): void {
    clearTimeout(this.#fading.get(text));
    this.#fading.delete(text);
  }

  #addProfiles(): void {
    const { Run, Debug, Coverage: Covered } = TestRunProfileKind;
    const controller = this.#controller;
    controller.createRunProfile(
      l10n.t('Run'),
      Run,
      (request, token) => this.#run(request, token),
      true,
      undefined,
      true,
    );
    controller.createRunProfile(l10n.t('Debug'), Debug, (request) => this.#debug(request), true);
    const covered = controller.createRunProfile(
      l10n.t('Coverage'),
      Covered,
      (request, token) => this.#run(request, token, this.#coverage),
      true,
    );
    covered.loadDetailedCoverage = async (_run, file) => this.#coverage.detailsOf(file);
  }

  async #run(
    request: TestRunRequest,
    token: CancellationToken,
    coverage?: Coverage,
  ): Promise<void> {
    await this.#loadAll(request);
    if (request.continuous === true) {
      this.#continuous.set(request, token);
      token.onCancellationRequested(() => this.#continuous.delete(request));
    }
    await this.#runAll(request, this.#chosen(request), token, coverage);
  }

  async #runAll(
    request: TestRunRequest,
    chosen: readonly VariantItem[],
    token: CancellationToken,
    coverage: Coverage | undefined,
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    try {
      for (const { item } of chosen) run.enqueued(item);
      for (const variant of chosen) {
        if (token.isCancellationRequested || run.token.isCancellationRequested) {
          run.skipped(variant.item);
          continue;
        }
        await this.#runOne(run, variant, request);
      }
      if (coverage !== undefined && !token.isCancellationRequested) {
        await coverage.add(run, [...new Set(chosen.map((one) => one.run.uri))]);
      }
    } finally {
      run.end();
    }
  }

  /** The answer is that of the store, read once the run is over. */
  async #runOne(
    run: TestRun,
    { item, run: which }: VariantItem,
    request: TestRunRequest,
  ): Promise<void> {
    run.started(item);
    this.#busy.add(item);
    const { uri } = which;
    const stop = run.token.onCancellationRequested(() => {
      void this.#client.sendRequest(cancelRequest, { uri });
    });
    try {
      await this.#client.sendRequest(runRequest, which);
    } finally {
      stop.dispose();
      this.#busy.delete(item);
    }
    await this.#tree.load(this.#tree.fileOf(item));
    const now = this.#tree.variantOf(item);
    if (now !== undefined) this.#tell(run, now, request.exclude ?? []);
  }

  #tell(run: TestRun, { item, known }: VariantItem, exclude: readonly TestItem[]): void {
    const { milliseconds } = known;
    this.#told.set(item, toldOf(known));
    tell(run, item, known, milliseconds);
    run.appendOutput(outputOf(known), undefined, item);
    for (const [, leaf] of item.children) {
      const property = this.#tree.propertyOf(leaf);
      if (property !== undefined && !exclude.includes(leaf))
        tell(run, leaf, property, milliseconds);
    }
  }

  /**
   * What ran by itself: shown like any other. Each run is an entry among the results of tests, so
   * only what differs from what is shown makes one.
   */
  #publish(file: TestItem): void {
    const news = this.#tree.variantsOf(file).filter(({ item, known }) => {
      return !this.#busy.has(item) && this.#told.get(item) !== toldOf(known);
    });
    const known = news.filter((one) => !hasNoVerdict(one));
    // Of a continuous run VS Code has one result, which stands behind those that were begun later.
    for (const request of this.#continuous.keys()) {
      const own = this.#chosen(request).map(({ item }) => item);
      // What is undecided is explored by that run, and told of then.
      const followed = known.filter(({ item, known: { state } }) => {
        return state !== 'undecided' && own.includes(item);
      });
      if (followed.length > 0) this.#tellAll(this.#controller.createTestRun(request), followed);
    }
    const others = known.filter(({ item }) => !this.#isFollowed(item));
    if (others.length === 0) return;
    // As a continuous run it opens no message over the text that somebody types in.
    const items = others.map(({ item }) => item);
    const request = new TestRunRequest(items, undefined, undefined, true);
    this.#tellAll(this.#controller.createTestRun(request, l10n.t('as you type'), false), others);
  }

  #tellAll(run: TestRun, variants: readonly VariantItem[]): void {
    for (const variant of variants) this.#tell(run, variant, []);
    run.end();
  }

  /** Whether a continuous run has it. */
  #isFollowed(item: TestItem): boolean {
    return [...this.#continuous.keys()].some((request) =>
      this.#chosen(request).some((one) => one.item === item),
    );
  }

  /**
   * The run that the timeline shows of a test, or of a message of one: of a property its own, else the
   * first that breaks one. Undefined: the test is not known any more.
   */
  shownRun(of: unknown): ShownRun | undefined {
    const item = this.#itemOf(of);
    if (item === undefined) return undefined;
    const own = this.#tree.propertyOf(item);
    const isBroken = ({ frames }: TestProperty): boolean => frames.length > 0;
    const variants = this.#tree.variantsOf(item);
    const variant = variants.find(({ known }) => known.properties.some(isBroken)) ?? variants[0];
    if (variant === undefined) return undefined;
    const broken = [own, ...variant.known.properties].find(
      (one) => one !== undefined && isBroken(one),
    );
    const choice = broken === undefined ? undefined : `violation:${broken.name}`;
    return { ...variant.run, choice };
  }

  /** What a menu of the test view hands to its command: a test, or a message with its test. */
  #itemOf(of: unknown): TestItem | undefined {
    const target = typeof of === 'object' && of !== null && 'test' in of ? of.test : of;
    return [...this.#controller.items]
      .flatMap(([, file]) => withAllInside(file))
      .find((one) => one === target);
  }

  async #debug(request: TestRunRequest): Promise<void> {
    await this.#loadAll(request);
    const [item] = request.include ?? [];
    const [first] = this.#chosen(request);
    if (first === undefined) return;
    const property = item === undefined ? undefined : this.#tree.propertyOf(item);
    const found = [property, ...first.known.properties].find(
      (one) => (one?.frames.length ?? 0) > 0,
    );
    const which = { ...first.run, ...(found === undefined ? {} : { property: found.name }) };
    const title = first.item.parent?.label ?? 'Racewalk';
    await debug.startDebugging(undefined, configurationOf(which, title));
  }

  /** Files that nobody has looked into are looked into now. */
  async #loadAll({ include }: TestRunRequest): Promise<void> {
    if (include === undefined) await this.#findFiles();
    const items = include ?? [...this.#controller.items].map(([, item]) => item);
    const files = new Set(items.map((item) => this.#tree.fileOf(item)));
    for (const file of files) await this.#tree.load(file);
  }

  #chosen({ include, exclude }: TestRunRequest): readonly VariantItem[] {
    const items = include ?? [...this.#controller.items].map(([, item]) => item);
    const chosen = new Set(items.flatMap((item) => this.#tree.variantsOf(item)));
    const isOut = (item: TestItem | undefined): boolean =>
      item !== undefined && (exclude?.includes(item) === true || isOut(item.parent));
    return [...chosen].filter(({ item }) => !isOut(item));
  }
}

/** Nor is there anything to tell: a text that does not compile has its squiggles. */
function hasNoVerdict({ known }: VariantItem): boolean {
  return known.state === 'unknown' || known.state === 'running' || known.state === 'error';
}

function withAllInside(item: TestItem): readonly TestItem[] {
  return [item, ...[...item.children].flatMap(([, child]) => withAllInside(child))];
}
