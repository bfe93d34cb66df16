// The page of the timeline: two files of ours, and a policy that allows nothing else.
import { Uri, type Webview } from 'vscode';

export const pageFiles = { script: 'timeline.js', style: 'timeline.css' } as const;

export function distOf(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist');
}

export function pageOf(webview: Webview, extension: Uri): string {
  const at = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(distOf(extension), name)).toString();
  const nonce = nonceOf();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timeline</title>
<link rel="stylesheet" href="${at(pageFiles.style)}">
</head>
<body>
<script nonce="${nonce}" src="${at(pageFiles.script)}"></script>
</body>
</html>
`;
}

function nonceOf(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
