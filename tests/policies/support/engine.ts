import { spawn, type ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { packConfig } from "../../../preview/policy-run/config";
import { engineObject } from "../../../preview/policy-run/wire";
import type { RecordedResource } from "../../../preview/recorded";
import type { Rule } from "../../../policies/support/rule";

const root = join(__dirname, "../../..");

/** What the tests compare of a diagnostic. */
export interface Diagnostic {
  policy: string;
  level: "advisory" | "mandatory";
  urn: string;
  message: string;
}

/** Starts the pack as the engine does and talks to it as the engine does, over its own gRPC analyzer. */
export class PackServer {
  private constructor(
    private readonly engine: grpc.Server,
    private readonly pack: ChildProcess,
    readonly client: AnalyzerClient,
  ) {}

  /** @param folder the pack's, from the root of the repository or absolute */
  static async start(folder: string): Promise<PackServer> {
    const engine = new grpc.Server();
    engine.addService(EngineService, { log: (_: unknown, done: grpc.sendUnaryData<Empty>) => done(null, new Empty()) });
    const port = await new Promise<number>((resolve, reject) => {
      engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const script = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const folderPath = resolve(root, folder);
    const pack = spawn(process.execPath, [script, `127.0.0.1:${port}`, folderPath], { cwd: folderPath });
    const printed = await firstLine(pack);
    if (!/^\d+$/.test(printed)) {
      throw new Error(`could not read policy pack port: ${printed}`);
    }
    const client = new AnalyzerClient(`127.0.0.1:${printed}`, grpc.credentials.createInsecure());
    return new PackServer(engine, pack, client);
  }

  stop(): void {
    this.client.close();
    this.pack.kill();
    this.engine.forceShutdown();
  }

  async info(): Promise<analyzer.AnalyzerInfo> {
    return call((done) => this.client.getAnalyzerInfo(new Empty(), done));
  }

  /** Sends the config that the engine would have put together. */
  async configure(rules: Rule[], config: unknown, today: string): Promise<void> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    const levels = {
      advisory: analyzer.EnforcementLevel.ADVISORY,
      mandatory: analyzer.EnforcementLevel.MANDATORY,
      disabled: analyzer.EnforcementLevel.DISABLED,
      remediate: analyzer.EnforcementLevel.REMEDIATE,
    };
    for (const [name, { level, properties }] of packConfig(rules, config).rules) {
      const one = new analyzer.PolicyConfig();
      one.setEnforcementlevel(levels[level]);
      one.setProperties(struct({ ...properties, today }));
      request.getPolicyconfigMap().set(name, one);
    }
    await call((done) => this.client.configure(request, done));
  }

  async analyze(resource: RecordedResource): Promise<Diagnostic[]> {
    return diagnostics(await call((done) => this.client.analyze(asked(resource), done)), resource.urn);
  }

  /** Inputs after the remediations, and which rules made them. */
  async remediate(resource: RecordedResource): Promise<{ inputs: Record<string, unknown>; names: string[] }> {
    const response = await call<analyzer.RemediateResponse>((done) => this.client.remediate(asked(resource), done));
    const made = response.getRemediationsList();
    const last = made.findLast((one) => one.hasProperties())?.getProperties();
    return {
      inputs: (last?.toJavaScript() ?? resource.inputs) as Record<string, unknown>,
      names: made.filter((one) => one.hasProperties()).map((one) => one.getPolicyname()),
    };
  }

  /** `known: false` leaves the outputs empty, as they are in the preview of a cluster that doesn't exist yet. */
  async analyzeStack(resources: RecordedResource[], known: boolean): Promise<Diagnostic[]> {
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => {
        const one = new analyzer.AnalyzerResource();
        one.setType(resource.type);
        one.setUrn(resource.urn);
        one.setName(resource.name);
        one.setProperties(struct(known ? engineObject(resource.inputs, new Set(), false) : {}));
        one.setOptions(options(resource));
        one.setParent(resource.parent ?? "");
        one.setDependenciesList(resource.dependencies);
        return one;
      }),
    );
    return diagnostics(await call((done) => this.client.analyzeStack(request, done)), "");
  }
}

function asked(resource: RecordedResource): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(struct(engineObject(resource.inputs, new Set(), false)));
  request.setOptions(options(resource));
  return request;
}

function options(resource: RecordedResource): analyzer.AnalyzerResourceOptions {
  const options = new analyzer.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList(resource.ignoreChanges);
  options.setParent(resource.parent ?? "");
  return options;
}

function struct(value: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}

function diagnostics(response: analyzer.AnalyzeResponse, urn: string): Diagnostic[] {
  return response.getDiagnosticsList().map((one) => ({
    policy: one.getPolicyname(),
    level: one.getEnforcementlevel() === analyzer.EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
    urn: one.getUrn() || urn,
    message: one.getMessage().slice(one.getDescription().length + 1),
  }));
}

function call<T>(send: (done: (error: grpc.ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}

function firstLine(pack: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [out, err] = ["", ""];
    pack.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes("\n")) {
        resolve(out.split("\n")[0] ?? "");
      }
    });
    pack.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    pack.on("exit", (code) => reject(new Error(`the pack ended with ${code}: ${err}`)));
  });
}
