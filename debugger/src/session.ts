// The Debug Adapter Protocol: requests in, answers and events out. What they mean is elsewhere.
import {
  CapabilitiesEvent,
  Event,
  InitializedEvent,
  InvalidatedEvent,
  TerminatedEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { AnsweringSession, wordsOf } from './answering.ts';
import * as breakpoints from './answers/breakpoints.ts';
import { dataBreakpointInfo } from './answers/data-info.ts';
import { exceptionInfo } from './answers/exception-info.ts';
import { gotoTargets, stepInTargets } from './answers/goto.ts';
import { loadedSources, source } from './answers/sources.ts';
import { stackTrace, threads } from './answers/threads.ts';
import { scopes, setVariable, variables } from './answers/variables.ts';
import { anyFilter, propertyFilters } from './breakpoints/exception.ts';
import { capabilities } from './capabilities.ts';
import { completions } from './completions.ts';
import { type Bases, type Context, callAt } from './context.ts';
import { type Debuggee, rewind } from './debuggee.ts';
import { evaluate } from './evaluate.ts';
import { Handles } from './handles.ts';
import type { DebugHost } from './host.ts';
import { type LaunchConfig, launchConfigOf } from './launch/config.ts';
import { isUnchanged, launchDebuggee, type Prepared } from './launch/launch.ts';
import { load } from './launch/load.ts';
import * as motion from './motion.ts';
import { printedRun } from './printed-run.ts';
import { SearchProgress } from './progress.ts';
import { gotoRequest, isGoto, isStep, shownEvent, stepRequest, walkRequest } from './protocol.ts';
import { Reaching } from './reaching.ts';
import { type OrRefused, Refused } from './refused.ts';
import { shownOf, walkAnswer } from './shown.ts';
import { Sources } from './sources.ts';
import { type Stopping, stoppedBody } from './stops.ts';

export class RaceDebugSession extends AnsweringSession {
  readonly #host: DebugHost;
  readonly #ended: () => void;
  readonly #expected: unknown;
  #prepared: Prepared | undefined;
  #context: Context | undefined;
  #reaching: { readonly debuggee: Debuggee; readonly search: Reaching } | undefined;
  #takesInvalidated = false;
  #takesProgress = false;
  #isRunning = false;
  #isPaused = false;
  #isOver = false;

  /**
   * `ended` is called when the client has gone, or is done. `expected` is the launch configuration,
   * where that is known before the client sends it.
   */
  constructor(host: DebugHost, ended: () => void, expected?: unknown) {
    super();
    this.#expected = expected;
    this.#host = host;
    this.#ended = ended;
    this.setDebuggerLinesStartAt1(false);
    this.setDebuggerColumnsStartAt1(false);
  }

  override shutdown(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#isPaused = true;
    this.#reaching?.search.stop();
    this.#ended();
  }

  // ---- beginning and end

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    args: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.#takesInvalidated = args.supportsInvalidatedEvent === true;
    this.#takesProgress = args.supportsProgressReporting === true;
    this.answer(response, async () => {
      const prepared = await this.#prepare();
      const loaded = prepared?.loaded;
      const isKnown = loaded !== undefined && !(loaded instanceof Refused);
      const filters = isKnown ? [...propertyFilters(loaded.program)] : [anyFilter];
      return { ...capabilities, exceptionBreakpointFilters: filters };
    });
  }

  /** Clients that take the properties only now have said before what will be launched. */
  async #prepare(): Promise<Prepared | undefined> {
    const config = launchConfigOf(this.#expected);
    if (config instanceof Refused) return undefined;
    this.#prepared = { config, loaded: await load(this.#host, config) };
    return this.#prepared;
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    this.answer(response, () => this.#launch(launchConfigOf(args)), true);
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse): void {
    this.answer(response, () => new Refused("there is nothing to attach to: use 'launch'"), true);
  }

  protected override configurationDoneRequest(
    response: DebugProtocol.ConfigurationDoneResponse,
  ): void {
    this.sendResponse(response);
    this.#begin();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.sendResponse(response);
    this.shutdown();
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#isPaused = true;
    this.sendResponse(response);
    this.sendEvent(new TerminatedEvent());
  }

  protected override restartRequest(
    response: DebugProtocol.RestartResponse,
    args: DebugProtocol.RestartArguments,
  ): void {
    this.answer(response, () => this.#restart(args.arguments));
  }

  async #launch(config: OrRefused<LaunchConfig>): Promise<undefined | Refused> {
    if (config instanceof Refused) return config;
    const progress = new SearchProgress(this.#host, (event) => {
      if (this.#takesProgress) this.sendEvent(event);
    });
    const searching = {
      host: this.#host,
      isCancelled: () => this.#isOver,
      progress: (states: number) => progress.at(states),
    };
    const debuggee = await launchDebuggee(config, searching, this.#prepared);
    progress.end();
    if (debuggee instanceof Refused) return debuggee;
    this.#context = this.#contextOf(debuggee);
    this.say(`${debuggee.chosen.title}\n`);
    const filters = [...propertyFilters(debuggee.walk.program)];
    // All are set until the client says otherwise.
    breakpoints.setExceptionBreakpoints(this.#context, {
      filters: filters.map(({ filter }) => filter),
    });
    this.sendEvent(new CapabilitiesEvent({ exceptionBreakpointFilters: filters }));
    this.sendEvent(new InitializedEvent());
    return undefined;
  }

  #contextOf(debuggee: Debuggee): Context {
    const bases: Bases = {
      line: (line) => this.convertDebuggerLineToClient(line),
      column: (column) => this.convertDebuggerColumnToClient(column),
      lineFrom: (line) => this.convertClientLineToDebugger(line),
      columnFrom: (column) => this.convertClientColumnToDebugger(column),
    };
    const host = this.#host;
    return { host, debuggee, bases, sources: new Sources(host, debuggee), handles: new Handles() };
  }

  /** Once the client has said which breakpoints it wants. */
  #begin(): void {
    const context = this.#context;
    if (context === undefined) return;
    const { config, walk } = context.debuggee;
    if (config.noDebug) {
      this.say(printedRun(context.debuggee));
      this.sendEvent(new TerminatedEvent());
    } else if (config.stopOnEntry) {
      this.#announce({ stop: { kind: 'aim' }, reason: 'entry', thread: undefined });
    } else {
      const first = walk.next?.action.thread ?? 0;
      this.#go(motion.moveOn(this.#mover(context), first + 1));
    }
  }

  /** To step 0; or, where the text is another one now, all over again. */
  async #restart(args: unknown): Promise<undefined | Refused> {
    const context = this.#context;
    if (context === undefined) return notYet();
    this.#isPaused = true;
    while (this.#isRunning) await this.#host.pause();
    const { debuggee } = context;
    const config = args === undefined ? debuggee.config : launchConfigOf(args);
    if (config instanceof Refused) return config;
    const isSame = JSON.stringify(config) === JSON.stringify(debuggee.config);
    if (isSame && (await isUnchanged(this.#host, debuggee.loaded))) {
      rewind(debuggee);
      this.#go(motion.moveTo(this.#mover(context), 0), 'entry');
      return undefined;
    }
    this.say('The text has changed: it is compiled anew.\n');
    return this.#launch(config);
  }

  // ---- moving

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: true };
    this.#move(response, (mover) => motion.moveOn(mover, threadId));
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.#move(response, (mover) => motion.moveOver(mover, threadId));
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId, targetId }: DebugProtocol.StepInArguments,
  ): void {
    const choice = targetId === undefined ? undefined : targetId - 1;
    this.#move(response, (mover) => motion.moveInto(mover, threadId, choice));
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.#move(response, (mover) => motion.moveOut(mover, threadId));
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.#move(response, (mover) => motion.moveBack(mover));
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.#move(response, (mover) => motion.moveBackOn(mover));
  }

  protected override restartFrameRequest(
    response: DebugProtocol.RestartFrameResponse,
    { frameId }: DebugProtocol.RestartFrameArguments,
  ): void {
    this.#move(response, (mover) => motion.moveToEntry(mover, callAt(mover.context, frameId)));
  }

  protected override gotoRequest(
    response: DebugProtocol.GotoResponse,
    { targetId }: DebugProtocol.GotoArguments,
  ): void {
    this.#move(response, (mover) => motion.moveTo(mover, targetId - 1));
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#isPaused = true;
    this.sendResponse(response);
    if (!this.#isRunning && this.#context !== undefined) {
      this.#announce({ stop: { kind: 'paused' }, reason: 'pause', thread: undefined });
    }
  }

  #mover(context: Context): motion.Mover {
    return {
      context,
      say: (text) => this.say(`${text}\n`),
      isPaused: () => this.#isPaused,
    };
  }

  /** Answers first, as the protocol wants it: a client takes a stop before the answer for another. */
  #move(
    response: DebugProtocol.Response,
    command: (mover: motion.Mover) => OrRefused<motion.Move>,
  ): void {
    const move = this.#moveBy(command);
    if (move instanceof Refused) {
      this.refuse(response, move);
      return;
    }
    this.sendResponse(response);
    this.#go(move);
  }

  #moveBy(command: (mover: motion.Mover) => OrRefused<motion.Move>): OrRefused<motion.Move> {
    const context = this.#context;
    if (context === undefined) return notYet();
    return this.#isRunning ? new Refused('it runs: pause it first') : command(this.#mover(context));
  }

  #go(move: OrRefused<motion.Move>, reason?: string): void {
    if (move instanceof Refused) return;
    this.#isRunning = true;
    this.#isPaused = false;
    move().then(
      (stopping) => {
        this.#isRunning = false;
        if (!this.#isOver)
          this.#announce(reason === undefined ? stopping : { ...stopping, reason });
      },
      (error: unknown) => {
        this.#isRunning = false;
        this.say(`internal error: ${wordsOf(error)}\n`, 'stderr');
        this.sendEvent(new TerminatedEvent());
      },
    );
  }

  #announce(stopping: Stopping): void {
    const context = this.#context;
    if (context === undefined) return;
    const { debuggee, handles } = context;
    handles.forget();
    if (debuggee.walk.mode === 'explore') this.#markChoices(debuggee);
    const body = stoppedBody(debuggee, stopping);
    debuggee.announced = body.threadId - 1;
    this.sendEvent(new Event('stopped', body));
    this.sendEvent(new Event(shownEvent, shownOf(debuggee)));
  }

  /** Once for a program; what is known later is told then. */
  #markChoices(debuggee: Debuggee): void {
    if (this.#reaching?.debuggee === debuggee) return;
    this.#reaching?.search.stop();
    const search = new Reaching(debuggee, this.#host, () => {
      if (this.#isRunning || this.#context?.debuggee !== debuggee) return;
      if (this.#takesInvalidated) this.sendEvent(new InvalidatedEvent(['threads']));
      this.sendEvent(new Event(shownEvent, shownOf(debuggee)));
    });
    this.#reaching = { debuggee, search };
  }

  // ---- looking

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    this.#look(response, (context) => threads(context));
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    args: DebugProtocol.StackTraceArguments,
  ): void {
    this.#look(response, (context) => stackTrace(context, args));
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    args: DebugProtocol.ScopesArguments,
  ): void {
    this.#look(response, (context) => scopes(context, args));
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    this.#look(response, (context) => variables(context, args));
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    this.#look(response, (context) => evaluate(context, args));
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    args: DebugProtocol.CompletionsArguments,
  ): void {
    this.#look(response, (context) => completions(context, args));
  }

  protected override setVariableRequest(response: DebugProtocol.SetVariableResponse): void {
    this.#look(response, () => setVariable());
  }

  protected override setExpressionRequest(response: DebugProtocol.SetExpressionResponse): void {
    this.#look(response, () => setVariable());
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    this.#look(response, (context) => exceptionInfo(context));
  }

  protected override gotoTargetsRequest(
    response: DebugProtocol.GotoTargetsResponse,
    args: DebugProtocol.GotoTargetsArguments,
  ): void {
    this.#look(response, (context) => gotoTargets(context, args));
  }

  protected override stepInTargetsRequest(
    response: DebugProtocol.StepInTargetsResponse,
    args: DebugProtocol.StepInTargetsArguments,
  ): void {
    this.#look(response, (context) => stepInTargets(context, args));
  }

  protected override loadedSourcesRequest(response: DebugProtocol.LoadedSourcesResponse): void {
    this.#look(response, (context) => loadedSources(context));
  }

  protected override sourceRequest(
    response: DebugProtocol.SourceResponse,
    args: DebugProtocol.SourceArguments,
  ): void {
    this.#look(response, (context) => source(context, args));
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    this.#look(response, (context) => dataBreakpointInfo(context, args));
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.#look(response, (context) => breakpoints.setBreakpoints(context, args));
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.#look(response, (context) => breakpoints.setFunctionBreakpoints(context, args));
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    args: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    this.#look(response, (context) => breakpoints.setDataBreakpoints(context, args));
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.#look(response, (context) => breakpoints.setExceptionBreakpoints(context, args));
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    args: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    this.#look(response, (context) => breakpoints.breakpointLocations(context, args));
  }

  #look<R extends DebugProtocol.Response>(
    response: R,
    look: (context: Context) => OrRefused<R['body']>,
  ): void {
    this.answer(response, () => {
      const context = this.#context;
      return context === undefined ? notYet() : look(context);
    });
  }

  // ---- of our own

  protected override customRequest(
    command: string,
    response: DebugProtocol.Response,
    args: unknown,
  ): void {
    if (command === walkRequest) {
      this.#look(response, ({ debuggee }) => walkAnswer(debuggee));
    } else if (command === gotoRequest && isGoto(args)) {
      this.#move(response, (mover) => motion.moveTo(mover, args.step));
    } else if (command === stepRequest && isStep(args)) {
      this.#move(response, (mover) => motion.takeAction(mover, args.thread, args.choice));
    } else {
      this.refuse(response, new Refused(`there is no request ${command} with such arguments`));
    }
  }
}

function notYet(): Refused {
  return new Refused('nothing is launched yet');
}
