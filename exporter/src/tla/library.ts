// Operators that modules share. Only those that a module uses are written into it.

interface LibraryOperator {
  readonly text: string;
  /** Operators that its text uses. */
  readonly uses: readonly string[];
}

const operator = (text: string, uses: readonly string[] = []): LibraryOperator => ({ text, uses });

/** In the order in which they are defined. */
const library = {
  Bit: operator('Bit(holds) == IF holds THEN 1 ELSE 0'),
  Below: operator(
    `\\* a < b for numbers without a sign: a number from 2^31 on is written less 2^32.
Below(a, b) == IF (a < 0) = (b < 0) THEN a < b ELSE b < 0`,
  ),
  Find: operator(
    `\\* The first place of an address in a list; 0 where it is not there.
Find(list, address) ==
  IF \\E i \\in 1..Len(list) : list[i] = address
  THEN CHOOSE i \\in 1..Len(list) :
         list[i] = address /\\ \\A j \\in 1..(i - 1) : list[j] # address
  ELSE 0`,
  ),
  And: operator(
    `\\* The bits that two numbers have in common, both of 32 bits in two's complement.
RECURSIVE CommonBits(_, _)
CommonBits(a, b) ==
  IF a = 0 \\/ b = 0 THEN 0
  ELSE (a % 2) * (b % 2) + 2 * CommonBits(a \\div 2, b \\div 2)
And(a, b) ==
  IF a >= 0 /\\ b >= 0 THEN CommonBits(a, b)
  ELSE IF a >= 0 THEN a - CommonBits(a, -1 - b)
  ELSE IF b >= 0 THEN b - CommonBits(-1 - a, b)
  ELSE LET x == -1 - a  y == -1 - b IN -1 - (x + (y - CommonBits(x, y)))`,
  ),
  Or: operator('Or(a, b) == -1 - And(-1 - a, -1 - b)', ['And']),
  Xor: operator('Xor(a, b) == Or(a, b) - And(a, b)', ['Or', 'And']),
  LowBits: operator(
    `\\* The low n bits, n < 31.
LowBits(a, n) == a % (2 ^ n)
SignedLowBits(a, n) ==
  LET low == a % (2 ^ n) IN IF low >= 2 ^ (n - 1) THEN low - 2 ^ n ELSE low`,
  ),
  SignedShift: operator(
    `SignedShift(a, n) ==
  IF n = 31 THEN (IF a < 0 THEN -1 ELSE 0) ELSE a \\div (2 ^ n)`,
  ),
  Wide: operator(
    `\\* Exact numbers beyond the 32 bits of TLC's integers: <<high, low>> is high * 65536 + low.
FromSigned(a) == <<a \\div 65536, a % 65536>>
FromUnsigned(a) == <<(a \\div 65536) % 65536, a % 65536>>
\\* As it is kept in 32 bits.
Narrow(w) == (IF w[1] >= 32768 THEN w[1] - 65536 ELSE w[1]) * 65536 + w[2]
WideLess(v, w) == v[1] < w[1] \\/ (v[1] = w[1] /\\ v[2] < w[2])
WidePlus(v, w) ==
  LET low == v[2] + w[2] IN <<v[1] + w[1] + low \\div 65536, low % 65536>>
WideMinus(v, w) ==
  LET low == v[2] - w[2] IN <<v[1] - w[1] + low \\div 65536, low % 65536>>
Magnitude(w) == IF w[1] < 0 THEN WideMinus(<<0, 0>>, w) ELSE w
Negated(w, isNegative) == IF isNegative THEN WideMinus(<<0, 0>>, w) ELSE w`,
  ),
  WideTimes: operator(
    `\\* A product from 2^32 on is in no range of 32 bits, so 2^33 stands for all of them.
TimesByte(w, n) ==
  <<w[1] * n + (w[2] * n) \\div 65536, (w[2] * n) % 65536>>
Product(v, w) ==
  IF v[1] > 0 /\\ w[1] > 0 THEN <<131072, 0>>
  ELSE LET small == IF v[1] = 0 THEN v[2] ELSE w[2]
           other == IF v[1] = 0 THEN w ELSE v
           high == TimesByte(other, small \\div 256)
       IN IF high[1] > 262144 THEN <<131072, 0>>
          ELSE WidePlus(TimesByte(high, 256), TimesByte(other, small % 256))
WideTimes(v, w) ==
  Negated(Product(Magnitude(v), Magnitude(w)), (v[1] < 0) # (w[1] < 0))
WidePower(n) == <<IF n >= 16 THEN 2 ^ (n - 16) ELSE 0, IF n < 16 THEN 2 ^ n ELSE 0>>`,
    ['Wide'],
  ),
  WideQuotient: operator(
    `\\* Quotient and remainder, rounded towards zero as in C.
RECURSIVE Divided(_, _)
Divided(v, w) ==
  IF WideLess(v, w) THEN [quotient |-> <<0, 0>>, remainder |-> v]
  ELSE LET half == Divided(v, WidePlus(w, w))
           twice == WidePlus(half.quotient, half.quotient)
       IN IF WideLess(half.remainder, w)
          THEN [quotient |-> twice, remainder |-> half.remainder]
          ELSE [quotient |-> WidePlus(twice, <<0, 1>>),
                remainder |-> WideMinus(half.remainder, w)]
WideQuotient(v, w) ==
  Negated(Divided(Magnitude(v), Magnitude(w)).quotient, (v[1] < 0) # (w[1] < 0))
WideRemainder(v, w) ==
  Negated(Divided(Magnitude(v), Magnitude(w)).remainder, v[1] < 0)`,
    ['Wide'],
  ),
  UnsignedShift: operator(
    `UnsignedShift(a, n) ==
  IF n = 0 THEN a
  ELSE LET w == FromUnsigned(a)
       IN (w[1] * 32768 + w[2] \\div 2) \\div (2 ^ (n - 1))`,
    ['Wide'],
  ),
} satisfies Record<string, LibraryOperator>;

export type LibraryName = keyof typeof library;

/** All words that the texts define. */
export const libraryNames: readonly string[] = Object.values(library).flatMap(({ text }) =>
  [...text.matchAll(/^([A-Za-z]+)(?:\(.*\))? ==/gmu)].map(([, name]) => name ?? ''),
);

export class Library {
  private readonly used = new Set<string>();

  use(name: LibraryName): void {
    this.used.add(name);
  }

  /** The texts of what has been used, and of what these use. */
  texts(): readonly string[] {
    const operators: Readonly<Record<string, LibraryOperator>> = library;
    for (const name of this.used) {
      for (const needed of operators[name]?.uses ?? []) this.used.add(needed);
    }
    return Object.entries(operators).flatMap(([name, { text }]) =>
      this.used.has(name) ? [text] : [],
    );
  }
}
