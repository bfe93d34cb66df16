// Debugging in the editor: which adapter, which configurations, and the command of the lenses.
import { debugCommand } from '@racewalk/server';
import {
  commands,
  DebugConfigurationProviderTriggerKind,
  type Disposable,
  debug,
  type LogOutputChannel,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { atCursor, runOf, told } from '../commands.ts';
import { AdapterFactory } from './adapter.ts';
import { Configurations, configurationOf, debugType } from './configurations.ts';

export function registerDebugging(client: BaseLanguageClient, log: LogOutputChannel): Disposable[] {
  const configurations = new Configurations();
  const adapters = new AdapterFactory(client);
  return [
    adapters,
    debug.registerDebugAdapterDescriptorFactory(debugType, adapters),
    debug.registerDebugConfigurationProvider(debugType, configurations),
    debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: () => configurations.provideDebugConfigurations() },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    commands.registerCommand(debugCommand, (...args: unknown[]) =>
      told({ log }, async () => {
        const run = runOf(args) ?? (await atCursor(debugCommand));
        if (run !== undefined)
          await debug.startDebugging(undefined, configurationOf(run, 'Racewalk'));
      }),
    ),
  ];
}
