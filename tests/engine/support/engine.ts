import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type EngineEvent, eventsIn } from "./events";
import type { EnginePrograms } from "./programs";

const root = join(__dirname, "..", "..", "..");
const version = (name: string) =>
  (JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { version: string }).version;

/** The cluster that the simulated EKS gives away: a control plane on this machine. */
export interface Cluster {
  endpoint: string;
  /** Certificate of its authority, PEM. */
  authority: string;
  token: string;
}

/** One run of `pulumi`. */
export interface Run {
  /** Exit code; undefined when it was killed. */
  code: number | undefined;
  /** What it wrote, both streams. */
  text: string;
  events: EngineEvent[];
  seconds: number;
}

export interface Settings {
  programs: EnginePrograms;
  /** Name of the stack. */
  stack: string;
  /** Text of the stack's YAML. */
  config: string;
  accountId: string;
  /** Without one, every API server is unknown or can't be reached. */
  cluster?: Cluster;
  /** Folder with stand-ins of the charts, made for the program; without one it takes the real ones. */
  charts?: string;
  /** Folder that it works in; one of its own by default, which `close` removes. */
  directory?: string;
}

/**
 * `pulumi` on this machine, away from everything of the user's: a home, a state and a copy of the project of its own, no
 * credentials in its environment, no downloads of plugins, and simulated providers.
 *
 * The project is a folder with links to the repository's files, so that what `pulumi` writes to a stack's YAML stays there.
 */
export class Engine {
  readonly directory: string;
  readonly env: Record<string, string>;
  private readonly temporary: boolean;
  private runs = 0;

  constructor(private readonly settings: Settings) {
    this.temporary = settings.directory === undefined;
    this.directory = settings.directory ?? mkdtempSync(join(tmpdir(), "eks-platform-engine-"));
    for (const name of ["bin", "home", "state", "logs"]) mkdirSync(this.at(name), { recursive: true });
    this.writePlugins();
    this.linkProject();
    this.env = this.environment();
    refuseOtherPlugins(this.env, this.at("bin"));
  }

  /** Folder of the project, with the copy of the stack's YAML. */
  get project(): string {
    return this.at("project");
  }

  get configFile(): string {
    return join(this.project, `Pulumi.${this.settings.stack}.yaml`);
  }

  /** Makes the stack; the YAML gets its encryption salt. */
  async init(): Promise<void> {
    const made = await this.pulumi(["stack", "init", this.settings.stack]);
    if (made.code !== 0) throw new Error(made.text);
  }

  /** Runs `pulumi` in the project; operations on the stack write their events to a file, which is read. */
  pulumi(args: string[], kill?: Promise<unknown>): Promise<Run> {
    const log = this.at("logs", `events-${++this.runs}.json`);
    const command = args[0] ?? "";
    const isOperation = ["preview", "up", "refresh", "destroy"].includes(command);
    const more = isOperation ? ["--event-log", log, "--non-interactive"] : ["--non-interactive"];
    const begin = performance.now();
    const child = spawn(this.settings.programs.pulumi, [...args, ...more], {
      cwd: this.project,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a group of its own, so that a kill takes its plugins, too
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => chunks.push(data));
    void kill?.then(() => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({
          code: code ?? undefined,
          text: Buffer.concat(chunks).toString("utf8"),
          events: eventsIn(log),
          seconds: (performance.now() - begin) / 1000,
        });
      });
    });
  }

  /** Runs `pulumi` on the terminal of this process. */
  attached(args: string[]): Promise<number> {
    const { env, project } = this;
    const child = spawn(this.settings.programs.pulumi, args, { cwd: project, env, stdio: "inherit" });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
  }

  close(): void {
    if (this.temporary) rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private at(...names: string[]): string {
    return join(this.directory, ...names);
  }

  /** Each plugin is a program of the PATH that starts ours. */
  private writePlugins(): void {
    const node = (file: string) =>
      `exec ${quoted(process.execPath)} --require ${quoted(require.resolve("tsx/cjs"))} ${quoted(join(root, "tests/engine", file))} "$@"`;
    const kubernetes = `KUBERNETES_PLUGIN_VERSION=${version("@pulumi/kubernetes")} exec ${quoted(this.settings.programs.kubernetesPlugin)} "$@"`;
    const scripts: Record<string, string> = {
      "pulumi-language-nodejs": node("plugins/language-host.ts"),
      "pulumi-resource-aws": node("aws/main.ts"),
      "pulumi-resource-awsx": node("plugins/awsx.ts"),
      "pulumi-resource-eks": node("plugins/eks.ts"),
      "pulumi-resource-random": node("plugins/random.ts"),
      "pulumi-resource-kubernetes": kubernetes,
      aws: awsCli,
    };
    for (const [name, script] of Object.entries(scripts)) {
      writeFileSync(this.at("bin", name), `#!/bin/sh\n${script}\n`);
      chmodSync(this.at("bin", name), 0o755);
    }
  }

  private linkProject(): void {
    mkdirSync(this.project, { recursive: true });
    for (const name of readdirSync(root)) {
      if (/^(Pulumi\..*yaml|\..*)$/.test(name) || existsSync(join(this.project, name))) continue;
      symlinkSync(join(root, name), join(this.project, name));
    }
    const program = readFileSync(join(root, "Pulumi.yaml"), "utf8");
    const entry = this.settings.charts === undefined ? "index.ts" : "tests/engine/support/program.ts";
    writeFileSync(join(this.project, "Pulumi.yaml"), program.replace(/^main: .*$/m, `main: ${entry}`));
    if (!existsSync(this.configFile)) writeFileSync(this.configFile, this.settings.config);
  }

  private environment(): Record<string, string> {
    const { accountId, cluster, charts } = this.settings;
    return {
      PATH: [this.at("bin"), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
      HOME: this.at("home"),
      PULUMI_HOME: this.at("home", ".pulumi"),
      PULUMI_BACKEND_URL: `file://${this.at("state")}`,
      PULUMI_CONFIG_PASSPHRASE: "local",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The whole state is written once at the end and not at every step, which is most of the time of a destroy.
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      PULUMI_DEBUG_COMMANDS: "true", // the flag --event-log
      AWS_SIM_STATE: this.at("state", "aws.jsonl"),
      AWS_SIM_ACCOUNT: accountId,
      ...(charts !== undefined && { STAND_IN_CHARTS: charts }),
      ...(cluster && {
        AWS_SIM_EKS_ENDPOINT: cluster.endpoint,
        AWS_SIM_EKS_CA: Buffer.from(cluster.authority).toString("base64"),
        AWS_SIM_EKS_TOKEN: cluster.token,
      }),
    };
  }
}

/** What the program's kubeconfig and `eks.Cluster` call of the AWS CLI. */
const awsCli = `case "$*" in
--version) echo "aws-cli/2.31.0 Python/3.13.7 Linux/6 exe/x86_64" ;;
*"eks get-token"*) echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","spec":{},"status":{"token":"'"$AWS_SIM_EKS_TOKEN"'"}}' ;;
*) echo "aws $*: not simulated" >&2; exit 252 ;;
esac`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The guard before anything runs: what the engine would start as the AWS provider, and what the kubeconfigs would start
 * as the AWS CLI, must be ours.
 *
 * @throws Error that names what would have run.
 */
export function refuseOtherPlugins(env: Record<string, string>, bin: string): void {
  for (const name of ["pulumi-resource-aws", "aws"]) {
    const found = (env.PATH ?? "")
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
    if (found === undefined || realpathSync(found) !== realpathSync(join(bin, name))) {
      throw new Error(`${name} is ${found ?? "nowhere"} and not the simulated one: nothing was started.`);
    }
  }
  const plugins = join(env.PULUMI_HOME ?? "", "plugins");
  if (existsSync(plugins) && readdirSync(plugins).length > 0) {
    throw new Error(`${plugins} has plugins of its own: nothing was started.`);
  }
  const real = Object.keys(env).filter((key) => /^(AWS_(?!SIM_)|KUBECONFIG$|PULUMI_ACCESS_TOKEN$)/.test(key));
  if (real.length) throw new Error(`${real.join(", ")} would be handed on: nothing was started.`);
}
