import { describe, expect, it } from 'vitest';
import { Files } from '../src/documents/files.ts';
import { nameOf, shortName, uriOf } from '../src/documents/names.ts';
import { Snapshots } from '../src/documents/snapshots.ts';
import { defaultSettings, settingsFrom } from '../src/settings.ts';

const main = 'file:///p/main.race';
const part = 'file:///p/part.race';
const text = '#include "part.race"\n';

function open(files: Files, name: string, content: string, version = 1): void {
  files.put({ name, uri: uriOf(name), version, text: content });
}

describe('snapshots', () => {
  it('are the same as long as every text is', () => {
    const files = new Files();
    const snapshots = new Snapshots(files, []);
    open(files, main, 'int x;');
    expect(snapshots.current(main)).toBe(snapshots.current(main));
  });

  it('change with an included text, be it open or on the disk', async () => {
    const files = new Files();
    const snapshots = new Snapshots(files, []);
    const disk = new Map([[part, 'int a;']]);
    open(files, main, text);
    const revisions = [snapshots.current(main)?.revision];
    await files.load((name) => Promise.resolve(disk.get(name)));
    const look = () => revisions.push(snapshots.current(main)?.revision);
    look();
    open(files, part, 'int b;');
    look();
    files.close(part);
    look();
    expect(revisions).toEqual([1, 2, 3, 4]);
    expect(snapshots.current(main)?.analysis.missing).toEqual([part]);
    await files.load((name) => Promise.resolve(disk.get(name)));
    expect(snapshots.current(main)?.analysis.missing).toEqual([]);
  });

  it('do not exist for a text that is not open', () => {
    expect(new Snapshots(new Files(), []).current(main)).toBeUndefined();
  });
});

describe('files', () => {
  it('that are absent are known to be', async () => {
    const files = new Files();
    expect(files.text(part)).toBeUndefined();
    expect(files.isKnown(part)).toBe(false);
    await files.load(() => Promise.resolve(undefined));
    expect(files.isKnown(part)).toBe(true);
    files.text(part);
    expect(files.hasWanted()).toBe(false);
  });

  it('that change while they are read are read again', async () => {
    const files = new Files();
    files.text(part);
    await files.load(() => {
      files.forget(part);
      return Promise.resolve('older');
    });
    expect(files.text(part)).toBeUndefined();
    expect(files.hasWanted()).toBe(true);
  });

  it('that are open win over what was read', async () => {
    const files = new Files();
    files.text(part);
    await files.load(() => Promise.resolve('on the disk'));
    open(files, part, 'in the editor');
    expect(files.text(part)).toBe('in the editor');
  });
});

describe('names', () => {
  it.each([
    ['file:///p/a%20b.race', 'file:///p/a b.race'],
    ['racewalk-kernel:/mm/mprotect.race', 'kernel:/mm/mprotect.race'],
    ['vscode-vfs://github/o/r/a.race', 'vscode-vfs://github/o/r/a.race'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ])('of %s', (uri, name) => {
    expect(nameOf(uri)).toBe(name);
    expect(uriOf(name)).toBe(uri);
  });

  it('are short for a reader', () => {
    expect(shortName('kernel:/mm/mprotect.race')).toBe('mm/mprotect.race');
    expect(shortName('file:///p/a.race')).toBe('a.race');
  });
});

describe('settings', () => {
  it('are read where they make sense', () => {
    expect(settingsFrom({ states: 10, automatic: { states: 0 } })).toEqual({
      states: 10,
      automaticStates: 0,
    });
  });

  it.each([
    [null],
    [7],
    [{}],
    [{ states: 'many', automatic: 3 }],
    [{ states: -1, automatic: { states: 0.5 } }],
  ])('are the defaults for %j', (section) =>
    expect(settingsFrom(section)).toEqual(defaultSettings),
  );

  it('stay within what the engine takes', () => {
    expect(settingsFrom({ states: 1e15, automatic: {} }).states).toBe(100_000_000);
    expect(settingsFrom({ states: 0 }).states).toBe(1);
  });
});
