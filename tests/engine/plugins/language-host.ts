/**
 * The language host of Node.js, which Pulumi's releases bring as a program of its own and no registry serves. It starts
 * the SDK's own runners: `run` for the program, `run-policy-pack` for the pack. Standard output is the port, and nothing
 * else.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import type { ServerWritableStream } from "@grpc/grpc-js";
import * as services from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Implementation, serve, unary } from "./serve";

/** Exit code of a program that has told the user what is wrong: @pulumi/pulumi 3.248.0, cmd/run/index.ts. */
const alreadyExplained = 32;

const runners = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd");
const children = new Set<ChildProcess>();
let engine =
  process.argv
    .slice(2)
    .filter((one) => !one.startsWith("-"))
    .at(-1) ?? "";

function runProgram(request: messages.RunRequest): Promise<messages.RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? "";
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as { nodeargs?: string; typescript?: boolean };
  const organization = request.getOrganization();
  const args = [
    ...(options.nodeargs?.split(/\s+/) ?? []),
    ...[join(runners, "run"), "--monitor", request.getMonitorAddress(), "--engine", engine],
    ...(organization ? ["--organization", organization] : []),
    ...["--project", request.getProject(), "--stack", request.getStack(), "--pwd", directory],
    ...["--root-directory", info?.getRootDirectory() ?? "", "--parallel", String(request.getParallel())],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    ...[info?.getEntryPoint() ?? ".", ...request.getArgsList()],
  ];
  const config = (request.getConfigMap().toArray() as [string, string][]).map(([key, value]) => {
    const [namespace = "", ...name] = key.split(":");
    return [`${namespace}:config:${name.join(":")}`, value];
  });
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
  };
  return new Promise((resolve, reject) => {
    const child = start(args, { cwd: directory, env, stdio: ["ignore", 2, 2] });
    child.on("error", reject);
    child.on("exit", (code) => {
      const response = new messages.RunResponse();
      if (code === alreadyExplained) response.setBail(true);
      else if (code !== 0) response.setError(`The program ended with ${code ?? "a signal"}.`);
      resolve(response);
    });
  });
}

function runPlugin(call: ServerWritableStream<messages.RunPluginRequest, messages.RunPluginResponse>): void {
  const request = call.request;
  const directory = request.getInfo()?.getProgramDirectory() ?? "";
  const isPack = request.getKind() === "analyzer";
  const args = isPack
    ? [join(runners, "run-policy-pack"), ...request.getArgsList(), directory]
    : [join(runners, "run-plugin"), directory, ...request.getArgsList()];
  const env = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "true", ...pairs(request.getEnvList()) };
  const child = start(args, { cwd: isPack ? directory : request.getPwd(), env, stdio: ["ignore", "pipe", "pipe"] });
  const send = (fill: (response: messages.RunPluginResponse) => void) => {
    const response = new messages.RunPluginResponse();
    fill(response);
    if (!call.cancelled) call.write(response);
  };
  child.stdout?.on("data", (data: Buffer) => send((response) => response.setStdout(Uint8Array.from(data))));
  child.stderr?.on("data", (data: Buffer) => send((response) => response.setStderr(Uint8Array.from(data))));
  child.on("error", (error) => call.destroy(error));
  child.on("close", (code) => {
    send((response) => response.setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

function start(args: string[], options: Parameters<typeof spawn>[2]): ChildProcess {
  const child = spawn(process.execPath, args, options);
  children.add(child);
  child.on("exit", () => children.delete(child));
  return child;
}

function pairs(list: string[]): Record<string, string> {
  return Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

const implementation: Implementation = {
  handshake: unary((request: messages.LanguageHandshakeRequest) => {
    engine = request.getEngineAddress() || engine;
    return new messages.LanguageHandshakeResponse();
  }),
  getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("1.0.0")),
  getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
  getProgramDependencies: unary(() => new messages.GetProgramDependenciesResponse()),
  about: unary(() => new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  run: unary(runProgram),
  runPlugin,
  cancel: unary(() => {
    for (const child of children) child.kill();
    return new Empty();
  }),
};

process.on("exit", () => {
  for (const child of children) child.kill();
});
serve(services.LanguageRuntimeService, implementation);
