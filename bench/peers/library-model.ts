// The same race through the kernel library: processes that share pages and call mprotect(PROT_MTE)
// on each, as in scenarios/seed/two-mprotect-mte.race. Spin gets it from `racewalk export`.
import { below, type Size, sizeName } from './size.ts';

export function libraryModel(size: Size): string {
  const pages = below(size.pages);
  const processes = below(size.processes).map((index) =>
    index === 0 ? 'parent' : `child${index}`,
  );
  const lines = (each: readonly string[]): string => each.map((line) => `\t\t${line}\n`).join('');
  const setup = [
    ...pages.map(
      (page) => `buf${page} = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);`,
    ),
    ...processes.slice(1).map((child) => `${child} = fork();`),
    ...processes.flatMap((name) => pages.map((page) => `populate(${name}, buf${page});`)),
  ];
  const threads = processes.map((name, index) => {
    const access = (page: number): string =>
      index === 0 ? `user_stg(buf${page}, 3);` : `user_ldg(buf${page});`;
    const calls = pages.flatMap((page) => [
      `mprotect(buf${page}, PROT_READ | PROT_WRITE | PROT_MTE);`,
      access(page),
    ]);
    return `\tthread cpu${index} (${name}) {\n${lines(calls)}\t}\n`;
  });
  return `scenario "mprotect(PROT_MTE), ${sizeName(size)}" {
	kernel v6.2;

	setup (parent) {
${lines(setup)}	}

${threads.join('\n')}
	forbid tag_leak, tag_loss, deadlock;
	expect pass;
}
`;
}
