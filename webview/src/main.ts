// The script of the timeline's page. It runs in a sandboxed frame: all it knows comes by message.
import { App } from './app.ts';
import { svgElement } from './dom.ts';
import type { FromView } from './messages.ts';
import { pictureRules } from './picture-style.ts';

interface VsCode {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const rules = new CSSStyleSheet();
rules.replaceSync(pictureRules);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules];

const app = new App(document, {
  post: (message) => vscode.postMessage(message),
  getState: () => vscode.getState(),
  setState: (state) => vscode.setState(state),
  measure,
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => app.receive(data));

// The keyboard comes back to the frame, not to what had it there.
window.addEventListener('focus', () => app.focused());

let frame = 0;
const resized = (): void => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => app.resized());
};
const scroller = document.querySelector('.scroller');
if (scroller !== null) new ResizeObserver(resized).observe(scroller);
// Another theme or font changes the classes of the body.
new MutationObserver(resized).observe(document.documentElement, { attributeFilter: ['style'] });
vscode.postMessage({ kind: 'ready' });

/** The width of a character of the lanes, as this page draws it. */
function measure(inside: Element): number | undefined {
  const probe = svgElement(document, 'svg', { class: 'picture probe', width: 10, height: 10 });
  const text = svgElement(document, 'text', { class: 'step-text' });
  text.textContent = 'x'.repeat(100);
  probe.append(text);
  inside.append(probe);
  const width = text.getComputedTextLength() / 100;
  probe.remove();
  return width > 0 ? width : undefined;
}
