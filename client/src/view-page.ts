// The page of a view: two files of ours, and a policy that allows nothing else.
import { Uri, type Webview } from 'vscode';

/** Its files in `dist/` are `NAME.js` and `NAME.css`. */
export interface Page {
  readonly name: string;
  readonly title: string;
}

export function distOf(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist');
}

export function pageOf(webview: Webview, extension: Uri, { name, title }: Page): string {
  const at = (kind: string): string =>
    webview.asWebviewUri(Uri.joinPath(distOf(extension), `${name}.${kind}`)).toString();
  const nonce = nonceOf();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${at('css')}">
</head>
<body>
<script nonce="${nonce}" src="${at('js')}"></script>
</body>
</html>
`;
}

function nonceOf(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
