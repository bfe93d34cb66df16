// Said where a program has something that no code is generated for: the interpreter runs it.

export class Unsupported extends Error {}
