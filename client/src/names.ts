// What VS Code knows the parts of the extension by. The manifest has the same names.
import {
  compareCommand,
  copyCommand,
  debugCommand,
  loadBearingCommand,
  repairCommand,
  runCommand,
  showCommand,
  timelineCommand,
} from '@racewalk/server';

export const cancelCommand = 'racewalk.cancel';

/** Every command: the server's words, which its lenses carry, and those of the editor alone. */
export const commandNames = [
  runCommand,
  showCommand,
  copyCommand,
  loadBearingCommand,
  repairCommand,
  compareCommand,
  cancelCommand,
  debugCommand,
  timelineCommand,
  'racewalk.newScenario',
  'racewalk.showTestTimeline',
  'racewalk.nextStep',
  'racewalk.previousStep',
  'racewalk.firstStep',
  'racewalk.lastStep',
  'racewalk.pickRun',
  'racewalk.exportTimeline',
] as const;

export type CommandName = (typeof commandNames)[number];

export const benchView = 'racewalk.bench';
export const timelineView = 'racewalk.timeline';

/** Tabs with a page of ours, which VS Code keeps over a restart. */
export const viewNames = [benchView, timelineView] as const;

export type ViewName = (typeof viewNames)[number];

export const runScheme = 'racewalk-run';
export const differenceScheme = 'racewalk-difference';

/** Read-only documents that the client makes; the library's are the server's. */
export const documentSchemes = [runScheme, differenceScheme] as const;

export type DocumentScheme = (typeof documentSchemes)[number];

export const debugType = 'race';

/** Texts of the library, which the server gives. */
export const libraryScheme = 'racewalk-kernel';
