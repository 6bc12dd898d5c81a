import type { AppEvents, AppHandlers, AppInfo } from '../contract/app-ipc.ts';
import { succeed } from '../contract/problem.ts';
import type { Ports } from './ports.ts';
import { createCaptureService } from './services/capture-service.ts';
import { createCaseService } from './services/case-service.ts';
import { createCaseShelf } from './services/case-shelf.ts';
import { createCaseStore } from './services/case-store.ts';
import { createDiagnoseService } from './services/diagnose-service.ts';
import { createLetterService } from './services/letter-service.ts';
import { createLiveCapture } from './services/live-capture.ts';
import { overridesNow } from './services/overrides-now.ts';
import { loadProductFacts } from './services/product-facts.ts';
import { createReportService } from './services/report-service.ts';
import { createSettingsStore } from './services/settings-store.ts';
import { createSymptomService } from './services/symptom-service.ts';
import { ownRightsPorts, traceWithRights } from './services/trace-with-rights.ts';
import { createWorkaroundService } from './services/workaround-service.ts';

export interface App {
  readonly handlers: AppHandlers;
  /** What runs by itself: the reminder of an override that has outlived its time. */
  begin(): Promise<void>;
  /** Stops what is running; the case is already on disk. */
  close(): Promise<void>;
}

/** The product without Electron: services over ports. Electron, the command line and tests differ only in the ports. */
export function createApp(ports: Ports, events: AppEvents, info: AppInfo): App {
  const facts = loadProductFacts(ports.resourcesFolder);
  const store = createCaseStore(ports.userDataFolder, ports.now);
  const cases = createCaseService(store, ports);
  const settings = createSettingsStore(ports.userDataFolder);
  const capture = createCaptureService(cases, ports, events.capture);
  const live = createLiveCapture({ cases, store, capture, facts, ports, events: events.live });
  const workaround = createWorkaroundService({
    ...{ facts, ports, events: events.workaround },
    // A change made while no case is open is still told by what is in force.
    onChanged: async (action) => {
      if ((await cases.openId()) !== null) await cases.apply({ kind: 'acted', action });
    },
  });
  const inForce = () =>
    overridesNow(
      { hostsFile: ports.workaround.hostsFile, place: ports.workaround.place(ports.userDataFolder) },
      facts.playbook,
      ports.now(),
    );
  const own = ports.diagnose(facts);
  const { tracer } = ports.live.elevation;
  const measuring = { ...own, trace: traceWithRights(own.trace, tracer, ownRightsPorts(ports.random)) };
  const diagnose = createDiagnoseService({
    cases,
    store,
    facts,
    ports,
    measuring,
    events: events.diagnose,
    record: live.beginMeanwhile,
    readKept: capture.openRecorded,
  });
  const leaveCase = async (): Promise<void> => {
    await live.handlers.stop(undefined, { windowId: 0 });
    await diagnose.close();
    await capture.close();
  };
  return {
    handlers: {
      app: { info: () => succeed(info) },
      settings: { read: settings.read, write: settings.write },
      cases: {
        ...cases.handlers,
        ...createCaseShelf(store, facts, ports),
        // What is being measured, captured or read belongs to the case that is being left.
        create: async (input, caller) => {
          await leaveCase();
          return cases.handlers.create(input, caller);
        },
        open: async (input, caller) => {
          await leaveCase();
          return cases.handlers.open(input, caller);
        },
        remove: async (input, caller) => {
          if ((await cases.openId()) === input.id) await leaveCase();
          return cases.handlers.remove(input, caller);
        },
      },
      symptoms: createSymptomService(cases, facts.playbook),
      diagnose: diagnose.handlers,
      capture: capture.handlers,
      live: live.handlers,
      workaround: workaround.handlers,
      letter: createLetterService(cases, facts, ports, inForce),
      report: createReportService(cases, facts, { ...ports, inForce }, events.report),
    },
    begin: () => workaround.remind(),
    close: async () => {
      workaround.close();
      await diagnose.close();
      await live.close();
      await capture.close();
    },
  };
}
