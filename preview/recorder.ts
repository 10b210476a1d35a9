import * as pulumi from "@pulumi/pulumi";
// Not public API, and the only way to see parent, dependencies and options of a registration: the SDK is pinned, and
// nothing outside this file may import from here.
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import type * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { mocksFor } from "./mocks";
import type { RecordedResource } from "./recorded";

const rootType = "pulumi:pulumi:Stack";

/** What one run of the program registered. */
export interface Recording {
  resources: RecordedResource[];
  /** Stack outputs, as wire values. */
  outputs: Record<string, unknown>;
}

type Callback = (error: unknown, response: unknown) => void;

/** The SDK's mock monitor, which also keeps every registration whole. */
class RecordingMonitor extends MockMonitor {
  readonly recorded: RecordedResource[] = [];
  outputs: Record<string, unknown> = {};

  constructor(mocks: pulumi.runtime.Mocks) {
    super(mocks);
    // URNs as the engine makes them, with every parent's type; the SDK's own method (private) keeps the nearest only.
    Object.assign(this, { newUrn: urnOf });
  }

  override async registerResource(request: resproto.RegisterResourceRequest, callback: Callback): Promise<void> {
    const parent = request.getParent() || undefined;
    this.recorded.push({
      urn: urnOf(parent, request.getType(), request.getName()),
      type: request.getType(),
      name: request.getName(),
      parent,
      provider: request.getProvider() || undefined,
      custom: request.getCustom(),
      remote: request.getRemote(),
      inputs: (request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
      dependencies: request.getDependenciesList(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      deletedWith: request.getDeletedwith() || undefined,
    });
    await super.registerResource(request, callback);
  }

  override registerResourceOutputs(request: resproto.RegisterResourceOutputsRequest, callback: Callback): void {
    const stack = this.recorded.find((resource) => resource.type === rootType);
    if (stack && request.getUrn() === stack.urn) {
      this.outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    }
    super.registerResourceOutputs(request, callback);
  }
}

function urnOf(parent: string | undefined, type: string, name: string): string {
  const parentType = parent?.split("::")[2];
  const qualified = parentType && parentType !== rootType ? `${parentType}$${type}` : type;
  return ["urn:pulumi:" + settings.getStack(), settings.getProject(), qualified, name].join("::");
}

/**
 * Runs a Pulumi program on the SDK's mock runtime in preview mode and records what it registers. What only a deployment
 * knows stays unknown, as it is in the engine's first preview.
 */
export async function record(
  run: { project: string; stack: string; config: Record<string, string>; secretKeys?: string[] },
  program: () => unknown,
): Promise<Recording> {
  const mocks = mocksFor(run.config);
  await pulumi.runtime.setMocks(mocks, run.project, run.stack, true);
  const monitor = new RecordingMonitor(mocks);
  settings.setMockOptions(monitor, run.project, run.stack, true);
  pulumi.runtime.setAllConfig(run.config, run.secretKeys ?? []);
  await pulumi.runtime.runInPulumiStack(async () => program());
  await settings.disconnect();
  return { resources: monitor.recorded, outputs: monitor.outputs };
}
