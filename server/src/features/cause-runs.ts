// The distinct causes of broken properties, as runs that can be walked: one for each racing pair.
import type { ListedCauses, ListedRun } from '@racewalk/checker';

/** `cause:tag_loss:0` is about `tag_loss`; undefined: the choice is none of this kind. */
export function causeProperty(choice: string | undefined): string | undefined {
  return /^cause:(.+):\d+$/u.exec(choice ?? '')?.[1];
}

export function causeRuns({ property, causes }: ListedCauses): readonly ListedRun[] {
  return causes.map(({ label, run }, index) => ({
    choice: `cause:${property}:${index}`,
    label: `${property} by ${label}`,
    what: property,
    property,
    run,
  }));
}
