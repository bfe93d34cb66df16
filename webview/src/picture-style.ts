// How the shapes look, in the editor and in a file. The colours are variables: the editor gives
// them those of its theme, a file has its own, light and dark.

export const pictureRules = `
.picture text { font-family: var(--rw-font); font-size: var(--rw-size); fill: var(--rw-text); white-space: pre; }
.picture .hit { fill: transparent; }
.picture .lane.even { fill: var(--rw-lane); }
.picture .lane.odd { fill: var(--rw-lane-other); }
.picture .head-box { fill: var(--rw-head); stroke: var(--rw-frame); }
.picture .head-cpu { font-weight: bold; font-size: 13px; }
.picture .head-role { font-size: 12px; fill: var(--rw-quiet); }
.picture .number, .picture .note { fill: var(--rw-quiet); }
.picture .note { font-style: italic; }
.picture .note-ground { fill: var(--rw-ground); }
.picture .rule { stroke: var(--rw-frame); stroke-dasharray: 1 4; fill: none; }
.picture .box { fill: var(--rw-box); stroke: var(--rw-frame); }
.picture .box.depth1 { fill: var(--rw-box-other); }
.picture .box.open { stroke-dasharray: 6 3; }
.picture .box.folded { fill: var(--rw-head); }
.picture .call-name { font-weight: 600; fill: var(--rw-call); }
.picture .fold-sign { fill: var(--rw-quiet); }
.picture .step-text.hardware { font-style: italic; fill: var(--rw-hardware); }
.picture .step-text.blocked { fill: var(--rw-broken); font-style: italic; }
.picture .outline { fill: none; stroke-width: 1.5; }
.picture .outline.pair { stroke: var(--rw-race); stroke-dasharray: 5 2; }
.picture .outline.breaks { stroke: var(--rw-broken); stroke-width: 2; }
.picture .badge { fill: var(--rw-race); }
.picture text.badge-text { fill: var(--rw-on-race); font-size: 10px; font-weight: bold; text-anchor: middle; }
.picture .moved { fill: none; stroke: var(--rw-race); stroke-width: 1.5; }
.picture .violation { fill: var(--rw-broken-band); }
.picture .violation-text { font-weight: bold; fill: var(--rw-broken); }
.picture .stop { fill: var(--rw-broken); }
.picture .stop-cross { stroke: var(--rw-ground); stroke-width: 1.8; stroke-linecap: round; fill: none; }
.picture .bar { stroke: var(--rw-lock); stroke-width: 1; }
.picture .bar.held { fill: var(--rw-lock); }
.picture .bar.shared { fill: var(--rw-ground); stroke-width: 2; }
.picture .bar.waiting { fill: var(--rw-ground); stroke: var(--rw-wait); stroke-dasharray: 3 2; }
.picture .hatch { stroke: var(--rw-wait); stroke-width: 1.2; fill: none; }
.picture .torn { stroke: var(--rw-ground); stroke-width: 2; fill: none; }
.picture text.bar-label { font-size: 9.5px; }
.picture text.bar-label.held { fill: var(--rw-on-lock); }
.picture text.bar-label.shared { fill: var(--rw-lock); }
.picture .bar-label-ground { fill: var(--rw-ground); }
.picture .arrow-line { fill: none; stroke: var(--rw-arrow); stroke-width: 1; }
.picture .arrow-tail, .picture .arrow-head { fill: var(--rw-arrow); }
.picture .arrow.lit .arrow-line { stroke: var(--rw-lit); stroke-width: 2; }
.picture .arrow.lit .arrow-tail, .picture .arrow.lit .arrow-head { fill: var(--rw-lit); }
.picture .bracket { fill: none; stroke: var(--rw-race); stroke-width: 2; }
.picture text.bracket-label, .picture text.tie-label { font-size: 10px; fill: var(--rw-race); }
.picture .tie { fill: none; stroke: var(--rw-race); stroke-width: 2.5; stroke-dasharray: 5 2; }
`;
