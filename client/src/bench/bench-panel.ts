// The editor tab of the bench.
import { type BenchShown, type FromBench, isFromBench, type ToBench } from '@racewalk/webview';
import { l10n, type Uri, type WebviewPanel } from 'vscode';
import { benchView } from '../names.ts';
import { PagePanel, panelBeside } from '../page-panel.ts';

export class BenchPanel extends PagePanel<FromBench, ToBench> {
  #shown: BenchShown | undefined;

  static open(extension: Uri): BenchPanel {
    return new BenchPanel(panelBeside(benchView, l10n.t('Variants')), extension);
  }

  /** `panel`: a new one, or one that VS Code kept over a restart. */
  constructor(panel: WebviewPanel, extension: Uri) {
    super(panel, extension, { name: 'bench', title: l10n.t('Variants'), isMessage: isFromBench });
  }

  show(shown: BenchShown): void {
    this.#shown = shown;
    const name = shown.table?.scenario ?? shown.which.name;
    this.panel.title = name === '' ? l10n.t('Variants') : l10n.t('Variants: {0}', name);
    this.sendAll();
  }

  protected override sendAll(): void {
    if (this.#shown !== undefined) this.send({ kind: 'show', shown: this.#shown });
  }
}
