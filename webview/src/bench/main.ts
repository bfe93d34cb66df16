// The script of the bench's page. It runs in a sandboxed frame: all it knows comes by message.
import { BenchApp } from './app.ts';
import type { FromBench } from './messages.ts';

interface VsCode {
  postMessage(message: FromBench): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const app = new BenchApp(document, {
  post: (message) => vscode.postMessage(message),
  getState: () => vscode.getState(),
  setState: (state) => vscode.setState(state),
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => app.receive(data));
// The keyboard comes back to the frame, not to what had it there.
window.addEventListener('focus', () => app.focused());
vscode.postMessage({ kind: 'ready' });
