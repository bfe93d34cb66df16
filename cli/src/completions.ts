// Completion scripts for shells, made from the commands and options themselves.
import type { Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export function completions(program: Command, shell: Shell): string {
  const commands = program.commands.filter((one) => one.name() !== 'help');
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      // zsh reads bash's completions.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = [...flagsOf(command), ...argumentChoices(command)].join(' ');
    return `    ${command.name()}) words="${words}" ;;`;
  });
  const choices = commands.flatMap((command) =>
    command.options.flatMap(({ long, argChoices }) =>
      argChoices === undefined
        ? []
        : [
            `    "${command.name()} ${long}") mapfile -t COMPREPLY < <(compgen -W "${argChoices.join(' ')}" -- "$word"); return ;;`,
          ],
    ),
  );
  return `# racewalk completions: source this file, or put it where your shell looks for completions.
_racewalk() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "${commands.map((one) => one.name()).join(' ')} help --help --version" -- "$word")
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${choices.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -f -X '!*.race' -- "$word"; compgen -d -- "$word")
}
complete -o filenames -F _racewalk racewalk
`;
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c racewalk -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
    ...command.options.map((option) => fishOption(command.name(), option)),
    ...argumentChoices(command).map(
      (choice) =>
        `complete -c racewalk -n '__fish_seen_subcommand_from ${command.name()}' -a ${choice}`,
    ),
  ]);
  return `# racewalk completions: put this file into fish's folder of completions.\n${lines.join('\n')}\n`;
}

function fishOption(
  command: string,
  { long, short, description, required, argChoices }: Option,
): string {
  const names = [
    ...(short === undefined ? [] : [`-s ${short.replace(/^-/, '')}`]),
    ...(long === undefined ? [] : [`-l ${long.replace(/^--/, '')}`]),
  ];
  const value = argChoices === undefined ? '' : ` -xa ${quoted(argChoices.join(' '))}`;
  const needs = required && argChoices === undefined ? ' -r' : '';
  const on = `-n '__fish_seen_subcommand_from ${command}'`;
  return `complete -c racewalk ${on} ${names.join(' ')}${value}${needs} -d ${quoted(description)}`;
}

function flagsOf({ options }: Command): string[] {
  return [...options.flatMap(({ long, short }) => [long, short]), '--help'].filter(
    (flag) => flag !== undefined,
  );
}

function argumentChoices({ registeredArguments }: Command): readonly string[] {
  return registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
