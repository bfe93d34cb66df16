import type { BuildOptions } from 'esbuild';

export declare const extensionBundles: Readonly<
  Record<'extension.js' | 'client-node.js' | 'views.js' | 'extension-web.js', BuildOptions>
>;
