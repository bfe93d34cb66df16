// The tests as a tree: file, scenario, variant, property. Files are known from the workspace, what is
// in them from the server, once somebody looks into them.

import {
  type RunOf,
  type Stretch,
  type TestProperty,
  type TestsAnswer,
  type TestVariant,
  testsRequest,
} from '@racewalk/server';
import {
  Range,
  type TestController,
  type TestItem,
  type TestItemCollection,
  type Uri,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { findScenarioFiles } from '../files/find-files.ts';
import { openText } from '../files/open-text.ts';

/** A variant that can be run, with what was last known of it. */
export interface VariantItem {
  readonly item: TestItem;
  readonly run: RunOf;
  readonly known: TestVariant;
}

export class TestTree {
  readonly #client: BaseLanguageClient;
  readonly #controller: TestController;
  readonly #variants = new WeakMap<TestItem, VariantItem>();
  readonly #properties = new WeakMap<TestItem, TestProperty>();

  constructor(client: BaseLanguageClient, controller: TestController) {
    this.#client = client;
    this.#controller = controller;
  }

  /** All files of the workspace; what is in them is not read. False: there may be more. */
  async findFiles(): Promise<boolean> {
    const { files, isWhole } = await findScenarioFiles();
    for (const uri of files) this.fileItem(uri);
    return isWhole;
  }

  fileItem(uri: Uri): TestItem {
    const { items } = this.#controller;
    const known = items.get(uri.toString());
    if (known !== undefined) return known;
    const item = this.#controller.createTestItem(
      uri.toString(),
      workspace.asRelativePath(uri),
      uri,
    );
    item.canResolveChildren = true;
    items.add(item);
    return item;
  }

  /** A file that is gone, or a text without a file that was closed. */
  remove(uri: Uri): void {
    this.#controller.items.delete(uri.toString());
  }

  /** Asks the server what is in the text, and shows that. A text that is not open is opened for it. */
  async load(file: TestItem): Promise<void> {
    if (file.uri === undefined) return;
    file.busy = true;
    try {
      const document = await openText(file.uri);
      const answer = await this.#client.sendRequest<TestsAnswer | null>(testsRequest, {
        uri: document.uri.toString(),
      });
      file.error = undefined;
      if (answer !== null) this.#fill(file, document.uri, answer);
    } catch (error) {
      file.error = error instanceof Error ? error.message : String(error);
    } finally {
      file.busy = false;
    }
  }

  variantOf(item: TestItem): VariantItem | undefined {
    return this.#variants.get(item);
  }

  propertyOf(item: TestItem): TestProperty | undefined {
    return this.#properties.get(item);
  }

  /** The variants at and below an item; of a property, the one it belongs to. */
  variantsOf(item: TestItem): readonly VariantItem[] {
    const own = this.#variants.get(item);
    if (own !== undefined) return [own];
    if (this.#properties.has(item)) {
      return item.parent === undefined ? [] : this.variantsOf(item.parent);
    }
    return [...item.children].flatMap(([, child]) => this.variantsOf(child));
  }

  fileOf(item: TestItem): TestItem {
    return item.parent === undefined ? item : this.fileOf(item.parent);
  }

  #fill(file: TestItem, uri: Uri, { scenarios }: TestsAnswer): void {
    const kept = scenarios.map(({ name, range, variants }, scenario) => {
      const item = this.#item(file.children, name, uri, range);
      const inside = variants.map((known, variant) => {
        const child = this.#item(item.children, known.name, uri, known.range);
        const run = { uri: uri.toString(), scenario, variant };
        this.#variants.set(child, { item: child, run, known });
        const properties = known.properties.map((property) => {
          const leaf = this.#item(child.children, property.name, uri, known.range);
          this.#properties.set(leaf, property);
          return leaf;
        });
        child.children.replace(properties);
        return child;
      });
      item.children.replace(inside);
      return item;
    });
    file.children.replace(kept);
  }

  /** The same item as before where there was one: its results belong to it. */
  #item(among: TestItemCollection, name: string, uri: Uri, range: Stretch): TestItem {
    const item = among.get(name) ?? this.#controller.createTestItem(name, name, uri);
    const { start, end } = range;
    item.range = new Range(start.line, start.character, end.line, end.character);
    return item;
  }
}
