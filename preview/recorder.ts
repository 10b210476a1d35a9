import * as pulumi from "@pulumi/pulumi";
// Not public API, and the only way to see parent, dependencies and options of a registration: the SDK is pinned, and
// nothing outside this file may import from here.
import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { previewMocks } from "./mocks";
import type { RecordedResource } from "./recorded";
import { withoutStackTraces } from "./stack-traces";
import { urnBelow } from "./urn";

const rootType = "pulumi:pulumi:Stack";

/** What one run of the program registered. */
export interface Recording {
  resources: RecordedResource[];
  /** Stack outputs, as wire values. */
  outputs: Record<string, unknown>;
}

/** A program's surroundings, and how it is run. */
export interface Run {
  project: string;
  stack: string;
  config: Record<string, string>;
  /** Keys of the config that hold secrets. */
  secretKeys?: string[];
  /** Keeps the traces of errors: to look for a fault in the program. It costs more than everything else. */
  stackTraces?: boolean;
}

type Callback = (error: unknown, response: unknown) => void;

/**
 * A monitor in the place of the engine, which keeps every registration whole and answers it like a first preview: the
 * inputs come back as they are, ids and computed outputs are unknown.
 *
 * It does not call the mock monitor's own registration, which would take the inputs apart and put them together again.
 */
class RecordingMonitor extends MockMonitor {
  readonly recorded: RecordedResource[] = [];
  outputs: Record<string, unknown> = {};

  constructor(mocks: pulumi.runtime.Mocks) {
    super(mocks);
    // URNs as the engine makes them, with every parent's type; the SDK's own method (private) keeps the nearest only.
    Object.assign(this, { newUrn: urnOf });
  }

  override registerResource(request: resproto.RegisterResourceRequest, callback: Callback): Promise<void> {
    const parent = request.getParent() || undefined;
    const object = request.getObject();
    const resource: RecordedResource = {
      urn: urnOf(parent, request.getType(), request.getName()),
      type: request.getType(),
      name: request.getName(),
      parent,
      provider: request.getProvider() || undefined,
      custom: request.getCustom(),
      remote: request.getRemote(),
      inputs: (object?.toJavaScript() ?? {}) as Record<string, unknown>,
      dependencies: request.getDependenciesList(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      deletedWith: request.getDeletedwith() || undefined,
    };
    this.recorded.push(resource);
    // A reference to a resource that comes back in another's outputs is looked up here.
    this.resources.set(resource.urn, { urn: resource.urn, id: null, state: resource.inputs });
    const response = new resproto.RegisterResourceResponse();
    response.setUrn(resource.urn);
    response.setId(request.getImportid());
    response.setObject(object);
    callback(null, response);
    return Promise.resolve();
  }

  override invoke(request: unknown, callback: Callback): Promise<void> {
    return super.invoke(request, (error: unknown, response: unknown) => {
      // What the SDK shows of a failed call is the `details` of a gRPC error.
      callback(error instanceof Error ? Object.assign(error, { details: error.message }) : error, response);
    });
  }

  override registerResourceOutputs(request: resproto.RegisterResourceOutputsRequest, callback: Callback): void {
    if (request.getUrn().includes(`::${rootType}::`)) {
      this.outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    }
    callback(null, {});
  }
}

function urnOf(parent: string | undefined, type: string, name: string): string {
  return urnBelow(parent ?? `urn:pulumi:${settings.getStack()}::${settings.getProject()}::`, type, name);
}

/**
 * Runs a Pulumi program on the SDK's mock runtime in preview mode and records what it registers. What only a deployment
 * knows stays unknown, as it is in the engine's first preview.
 */
export async function record(run: Run, program: () => unknown): Promise<Recording> {
  const mocks = previewMocks();
  await pulumi.runtime.setMocks(mocks, run.project, run.stack, true);
  const monitor = new RecordingMonitor(mocks);
  settings.setMockOptions(monitor, run.project, run.stack, true);
  pulumi.runtime.setAllConfig(run.config, run.secretKeys ?? []);
  const recording = async () => {
    await pulumi.runtime.runInPulumiStack(async () => program());
    await settings.disconnect();
  };
  await (run.stackTraces ? recording() : withoutStackTraces(recording));
  return { resources: monitor.recorded, outputs: monitor.outputs };
}
