// The scenario of race-model.ts by hand in TLA+, for TLC: one action is one step, so distinct states
// are equal. A process goes through its pages in order; `page` is the one it is at.
import type { Size } from './size.ts';

export interface TlaModel {
  readonly module: string;
  readonly config: string;
}

export function tlaModel({ processes, pages }: Size): TlaModel {
  const sizes = `Children == ${processes - 1}\nPages == ${pages}\n`;
  return { module: `${head}${sizes}${body}`, config };
}

/** Every end would be a deadlock to TLC. */
const config = 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nINVARIANT NoLoss\nINVARIANT NoLeak\n';

const head = `---- MODULE race ----
EXTENDS Naturals
VARIABLES pc, page, tags, mteLock, mteTagged, pte, ownPte, stage2, ptl, mmuLock,
          inProgress, seq, seen
vars == <<pc, page, tags, mteLock, mteTagged, pte, ownPte, stage2, ptl, mmuLock,
          inProgress, seq, seen>>

`;

const body = `
Vmm == 1
Vcpu == 2
Mprotect == 3
Child == 4..(Children + 3)
Process == 1..(Children + 3)
Page == 1..Pages

First(self) ==
  CASE self = Vmm -> "lock" [] self = Vcpu -> "seq" [] self = Mprotect -> "lock"
    [] OTHER -> "test"
AfterSync(self) == IF self = Vcpu THEN "map" ELSE "pte"

Init ==
  /\\ pc = [self \\in Process |-> First(self)]
  /\\ page = [self \\in Process |-> 1]
  /\\ tags = [p \\in Page |-> "stale"]
  /\\ mteLock = [p \\in Page |-> FALSE]
  /\\ mteTagged = [p \\in Page |-> FALSE]
  /\\ pte = [p \\in Page |-> FALSE]
  /\\ ownPte = [self \\in Process |-> [p \\in Page |-> FALSE]]
  /\\ stage2 = [p \\in Page |-> FALSE]
  /\\ ptl = FALSE
  /\\ mmuLock = FALSE
  /\\ inProgress = FALSE
  /\\ seq = 0
  /\\ seen = 0

At(self, label) == pc[self] = label
Stay == UNCHANGED page
Goto(self, label) == pc' = [pc EXCEPT ![self] = label] /\\ Stay
NextPage(self) ==
  IF page[self] = Pages
  THEN Goto(self, "done")
  ELSE /\\ pc' = [pc EXCEPT ![self] = First(self)]
       /\\ page' = [page EXCEPT ![self] = page[self] + 1]

Sync(self) ==
  LET p == page[self] IN
  /\\ UNCHANGED <<pte, ownPte, stage2, ptl, mmuLock, inProgress, seq, seen>>
  /\\ \\/ /\\ At(self, "test")
        /\\ Goto(self, IF mteTagged[p] THEN AfterSync(self) ELSE "elect")
        /\\ UNCHANGED <<tags, mteLock, mteTagged>>
     \\/ /\\ At(self, "elect")
        /\\ Goto(self, IF mteLock[p] THEN "wait" ELSE "clear")
        /\\ mteLock' = [mteLock EXCEPT ![p] = TRUE]
        /\\ UNCHANGED <<tags, mteTagged>>
     \\/ /\\ At(self, "wait") /\\ mteTagged[p]
        /\\ Goto(self, AfterSync(self))
        /\\ UNCHANGED <<tags, mteLock, mteTagged>>
     \\/ /\\ At(self, "clear")
        /\\ tags' = [tags EXCEPT ![p] = "clearing"]
        /\\ Goto(self, "cleared")
        /\\ UNCHANGED <<mteLock, mteTagged>>
     \\/ /\\ At(self, "cleared")
        /\\ tags' = [tags EXCEPT ![p] = "cleared"]
        /\\ Goto(self, "set")
        /\\ UNCHANGED <<mteLock, mteTagged>>
     \\/ /\\ At(self, "set")
        /\\ mteTagged' = [mteTagged EXCEPT ![p] = TRUE]
        /\\ Goto(self, AfterSync(self))
        /\\ UNCHANGED <<tags, mteLock>>

Load(self) ==
  /\\ At(self, "load")
  /\\ NextPage(self)
  /\\ UNCHANGED <<tags, mteLock, mteTagged, pte, ownPte, stage2, ptl, mmuLock,
                 inProgress, seq, seen>>

ChildStep(self) ==
  /\\ At(self, "pte")
  /\\ ownPte' = [ownPte EXCEPT ![self] = [ownPte[self] EXCEPT ![page[self]] = TRUE]]
  /\\ Goto(self, "load")
  /\\ UNCHANGED <<tags, mteLock, mteTagged, pte, stage2, ptl, mmuLock, inProgress, seq, seen>>

VmmStep ==
  /\\ UNCHANGED <<tags, mteLock, mteTagged, ownPte, stage2, mmuLock, inProgress, seq, seen>>
  /\\ \\/ /\\ At(Vmm, "lock") /\\ ~ptl
        /\\ ptl' = TRUE /\\ Goto(Vmm, "test") /\\ UNCHANGED pte
     \\/ /\\ At(Vmm, "pte")
        /\\ pte' = [pte EXCEPT ![page[Vmm]] = TRUE] /\\ Goto(Vmm, "unlock") /\\ UNCHANGED ptl
     \\/ /\\ At(Vmm, "unlock")
        /\\ ptl' = FALSE /\\ Goto(Vmm, "load") /\\ UNCHANGED pte

VcpuFault ==
  LET p == page[Vcpu] IN
  /\\ UNCHANGED <<tags, mteLock, mteTagged, pte, ownPte, stage2, ptl, inProgress, seq>>
  /\\ \\/ /\\ At(Vcpu, "seq")
        /\\ seen' = seq /\\ Goto(Vcpu, "progress") /\\ UNCHANGED mmuLock
     \\/ /\\ At(Vcpu, "progress")
        /\\ IF inProgress THEN seen' = 0 /\\ Goto(Vcpu, "seq")
                         ELSE Goto(Vcpu, "present") /\\ UNCHANGED seen
        /\\ UNCHANGED mmuLock
     \\/ /\\ At(Vcpu, "present")
        /\\ IF pte[p] THEN Goto(Vcpu, "lock") /\\ UNCHANGED seen
                     ELSE seen' = 0 /\\ Goto(Vcpu, "seq")
        /\\ UNCHANGED mmuLock
     \\/ /\\ At(Vcpu, "lock") /\\ ~mmuLock
        /\\ mmuLock' = TRUE /\\ Goto(Vcpu, "again") /\\ UNCHANGED seen
     \\/ /\\ At(Vcpu, "again")
        /\\ IF inProgress THEN seen' = 0 /\\ Goto(Vcpu, "retry")
                         ELSE Goto(Vcpu, "same") /\\ UNCHANGED seen
        /\\ UNCHANGED mmuLock
     \\/ /\\ At(Vcpu, "same")
        /\\ seen' = 0 /\\ Goto(Vcpu, IF seq = seen THEN "test" ELSE "retry")
        /\\ UNCHANGED mmuLock
     \\/ /\\ At(Vcpu, "retry")
        /\\ mmuLock' = FALSE /\\ Goto(Vcpu, "seq") /\\ UNCHANGED seen

VcpuMap ==
  LET p == page[Vcpu] IN
  /\\ UNCHANGED <<mteLock, mteTagged, pte, ownPte, ptl, inProgress, seq, seen>>
  /\\ \\/ /\\ At(Vcpu, "map")
        /\\ stage2' = [stage2 EXCEPT ![p] = TRUE] /\\ Goto(Vcpu, "unlock")
        /\\ UNCHANGED <<tags, mmuLock>>
     \\/ /\\ At(Vcpu, "unlock")
        /\\ mmuLock' = FALSE /\\ Goto(Vcpu, "store") /\\ UNCHANGED <<tags, stage2>>
     \\/ /\\ At(Vcpu, "store")
        /\\ IF stage2[p] THEN tags' = [tags EXCEPT ![p] = "stored"] /\\ NextPage(Vcpu)
                        ELSE Goto(Vcpu, "seq") /\\ UNCHANGED tags
        /\\ UNCHANGED <<stage2, mmuLock>>

Invalidate ==
  LET p == page[Mprotect] IN
  /\\ UNCHANGED <<tags, mteLock, mteTagged, pte, ownPte, ptl, seen>>
  /\\ \\/ /\\ At(Mprotect, "lock") /\\ ~mmuLock
        /\\ mmuLock' = TRUE /\\ Goto(Mprotect, "begin") /\\ UNCHANGED <<stage2, inProgress, seq>>
     \\/ /\\ At(Mprotect, "begin")
        /\\ inProgress' = TRUE /\\ Goto(Mprotect, "unmap") /\\ UNCHANGED <<stage2, mmuLock, seq>>
     \\/ /\\ At(Mprotect, "unmap")
        /\\ stage2' = [stage2 EXCEPT ![p] = FALSE] /\\ Goto(Mprotect, "unlock")
        /\\ UNCHANGED <<mmuLock, inProgress, seq>>
     \\/ /\\ At(Mprotect, "unlock")
        /\\ mmuLock' = FALSE /\\ Goto(Mprotect, "ptl") /\\ UNCHANGED <<stage2, inProgress, seq>>
     \\/ /\\ At(Mprotect, "relock") /\\ ~mmuLock
        /\\ mmuLock' = TRUE /\\ Goto(Mprotect, "count") /\\ UNCHANGED <<stage2, inProgress, seq>>
     \\/ /\\ At(Mprotect, "count")
        /\\ seq' = seq + 1 /\\ Goto(Mprotect, "end") /\\ UNCHANGED <<stage2, mmuLock, inProgress>>
     \\/ /\\ At(Mprotect, "end")
        /\\ inProgress' = FALSE /\\ Goto(Mprotect, "last") /\\ UNCHANGED <<stage2, mmuLock, seq>>
     \\/ /\\ At(Mprotect, "last")
        /\\ mmuLock' = FALSE /\\ NextPage(Mprotect) /\\ UNCHANGED <<stage2, inProgress, seq>>

Protect ==
  LET p == page[Mprotect] IN
  /\\ UNCHANGED <<tags, mteLock, mteTagged, ownPte, stage2, mmuLock, inProgress, seq, seen>>
  /\\ \\/ /\\ At(Mprotect, "ptl") /\\ ~ptl
        /\\ ptl' = TRUE /\\ Goto(Mprotect, "look") /\\ UNCHANGED pte
     \\/ /\\ At(Mprotect, "look")
        /\\ Goto(Mprotect, IF pte[p] THEN "empty" ELSE "release") /\\ UNCHANGED <<pte, ptl>>
     \\/ /\\ At(Mprotect, "empty")
        /\\ pte' = [pte EXCEPT ![p] = FALSE] /\\ Goto(Mprotect, "fill") /\\ UNCHANGED ptl
     \\/ /\\ At(Mprotect, "fill")
        /\\ pte' = [pte EXCEPT ![p] = TRUE] /\\ Goto(Mprotect, "release") /\\ UNCHANGED ptl
     \\/ /\\ At(Mprotect, "release")
        /\\ ptl' = FALSE /\\ Goto(Mprotect, "relock") /\\ UNCHANGED pte

Next ==
  \\/ \\E self \\in Process : Sync(self)
  \\/ \\E self \\in Process : Load(self)
  \\/ \\E self \\in Child : ChildStep(self)
  \\/ VmmStep \\/ VcpuFault \\/ VcpuMap \\/ Invalidate \\/ Protect

NoLoss == \\A self \\in Process : At(self, "clear") => tags[page[self]] # "stored"
NoLeak == \\A self \\in Process : At(self, "load") => tags[page[self]] \\in {"cleared", "stored"}

Spec == Init /\\ [][Next]_vars
====
`;
