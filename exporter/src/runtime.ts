// The fixed part of the C in every model: a copy of the state to work on, choices, faults, events.

/** Blocks of `c_code`, in order. They use what model.ts declares before them. */
export const runtimeBlocks: readonly string[] = [
  `/* Where a step function says that no state comes of it. */
enum { no_step = -1, run_ended = -2 };
/* The part of the number of the combination that no choice has used yet. */
static int combination;
static int chosen;
static int turns;
/* The pool that this step finds exhausted, from 1. */
static int exhausts;
static char now_broken[properties + 1];
/* What the search has met. Searches in several processes share it. */
static struct { char broken[properties + 1], exhausted[pools + 1]; } *ever;
/* RACEWALK_STOP: the property that is an assertion in this search. RACEWALK_TELL: tell each step. */
static int stop_at = -1, tells;
static int landed;`,
  `static void event(int property) { if (property >= 0) now_broken[property] = 1; }
/* The next choice in this step, of so many. */
static int digit(int count) {
	int value = combination % count;
	combination /= count;
	return value;
}
/* A number with choices left over stands for no combination. */
static int arrived(int pc) { return combination == 0 ? pc : no_step; }
static int fault(int property) { event(property); return arrived(run_ended); }
static int exhausted(int pool) { exhausts = pool + 1; return arrived(run_ended); }
/* Of these variables, those that are not needed are zero. Both lists ascend, and -1 ends them. */
static void keep(const int *stored, const int *needed) {
	for (; *stored >= 0; stored++) {
		if (*stored == *needed) needed++;
		else r[*stored] = 0;
	}
}
static void turn(void) {
	if (++turns <= 100000) return;
	fprintf(stderr, "racewalk: a step does not end\\n");
	exit(70);
}`,
  `/* What leaves 40 bits leaves every range. */
static i64 product(i64 left, i64 right) {
	i64 most = 1LL << 40;
	if (left == 0 || right == 0) return 0;
	if (llabs(right) > most / llabs(left)) return (left < 0) == (right < 0) ? most : -most;
	return left * right;
}
static i64 low(i64 value, int bits, int is_signed) {
	i64 size = 1LL << bits;
	i64 kept = value & (size - 1);
	return is_signed && kept >= size / 2 ? kept - size : kept;
}
/* A pointer is the number, from 1, of what it points to; 0 is NULL. */
static i64 find(const int *targets, int count, i64 slot) {
	int at;
	for (at = 0; at < count; at++) if (targets[at] == slot) return at + 1;
	return 0;
}
/* An object of a pool is fresh 0, live 1 or freed 2; what is in no pool has no status, -1. */
static int is_dead(int status) { return status >= 0 && m[status] != 1; }
static int release(const int *status, i64 pointer) {
	int at;
	if (pointer == 0) return 1;
	at = status[pointer - 1];
	if (at < 0 || m[at] != 1) return 0;
	m[at] = 2;
	return 1;
}`,
  `/* Any freed object, or the first fresh one. */
static int candidates(const int *members, int count, const int *status) {
	int at, found = 0, fresh = 0;
	for (at = 0; at < count; at++) {
		if (m[status[members[at] - 1]] == 2) found++;
		if (m[status[members[at] - 1]] == 0) fresh = 1;
	}
	return found + fresh;
}
static int allocate(int which, const int *members, int count, const int *status) {
	int at, taken = 0;
	for (at = 0; at < count && taken == 0; at++)
		if (m[status[members[at] - 1]] == 2 && which-- == 0) taken = members[at];
	for (at = 0; at < count && taken == 0 && which == 0; at++)
		if (m[status[members[at] - 1]] == 0) taken = members[at];
	if (taken > 0) m[status[taken - 1]] = 1;
	return taken;
}`,
  `static void begin_search(void);
/* Takes a step on the copy of the state: where the thread rests after it, or why not. */
static int take(int (*step)(void), int which) {
	/* Some compilers know no constructors. */
	if (ever == NULL) begin_search();
	copy_in();
	memset(now_broken, 0, sizeof now_broken);
	combination = which;
	turns = exhausts = 0;
	return landed = step();
}`,
];

/** After the functions of the program: what happens to a state that a step has come to. */
export const endBlocks: readonly string[] = [
  `static void remember(void) {
	int property;
	for (property = 0; property < properties; property++)
		if (now_broken[property]) ever->broken[property] = 1;
}`,
  `static i64 told_m[slots_of_all + 1], told_r[registers_of_all + 1];
/* Which thread moved, where it rests, and what the step changed. */
static void tell(int thread) {
	int at;
	if (!tells) return;
	printf("racewalk: step %d %d", thread, landed);
	for (at = 0; at < slots_of_all; at++)
		if (m[at] != told_m[at]) printf(" m%d=%lld", at, told_m[at] = m[at]);
	for (at = 0; at < registers_of_all; at++)
		if (r[at] != told_r[at]) printf(" r%d=%lld", at, told_r[at] = r[at]);
	printf("\\n");
}`,
  `/* The step is done: its copy becomes the state. */
static void commit(int thread) { copy_out(); copy_in(); tell(thread); judge(); remember(); }
/* The run ends inside the step, which leads to no state: the state stays as it is. */
static void end_run(int thread) {
	if (exhausts > 0) ever->exhausted[exhausts - 1] = 1;
	tell(thread);
	remember();
}`,
  `static void report(void) {
	int at;
	for (at = 0; at < properties; at++)
		if (ever->broken[at]) printf("racewalk: violated %d: %s\\n", at, property_names[at]);
	for (at = 0; at < pools; at++)
		if (ever->exhausted[at]) printf("racewalk: exhausted %d: %s\\n", at, pool_names[at]);
	printf("racewalk: end of report\\n");
}`,
  `/* Before the search: judges the initial state. */
__attribute__((constructor)) static void begin_search(void) {
	const char *stop = getenv("RACEWALK_STOP");
	stop_at = stop == NULL ? -1 : atoi(stop);
	tells = getenv("RACEWALK_TELL") != NULL;
	ever = mmap(NULL, sizeof *ever, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (ever == MAP_FAILED) _exit(71);
	begin_run();
	memcpy(told_m, m, sizeof m);
	memcpy(told_r, r, sizeof r);
	judge();
	remember();
	atexit(report);
}`,
];
