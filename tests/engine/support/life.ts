import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "mocha";
import { parse, stringify } from "yaml";
import { parseStack, rawConfig } from "../../../stacks/config";
import type { Plan } from "../../../preview/plan";
import type { PlatformConfig } from "../../../stacks/schema";
import { planOfText } from "../../../tools/shown";
import { type ControlPlane, startControlPlane } from "../../cluster/support/control-plane";
import { define, snapshotDefinitions } from "../../cluster/support/definitions";
import { growPools } from "../../cluster/support/nodes";
import { poolsOf } from "../../cluster/support/pools";
import { writeCharts } from "./charts";
import type { Cluster, Engine, Run } from "./engine";
import { changesOf } from "./events";
import { engineWith, packFlags, programsOrSkip } from "./session";

/** A stack that lives on a control plane of this machine, and what is done to it. */
export class Life {
  private constructor(
    private readonly stack: string,
    readonly plane: ControlPlane,
    readonly engine: Engine,
    private readonly charts: string,
  ) {}

  /** Starts a control plane with the nodes that the stack's pools have, and makes the stack; nothing is deployed yet. */
  static async start(hook: Context, stack: string, text: string): Promise<Life> {
    const programs = await programsOrSkip(hook);
    const plan = await planOfText(stack, text);
    const charts = mkdtempSync(join(tmpdir(), "eks-platform-charts-"));
    const plane = await startControlPlane(plan.config.cluster.version, () => undefined);
    try {
      await prepare(plane, plan, charts);
      const cluster = clusterOf(readFileSync(plane.kubeconfig("admin"), "utf8"));
      const engine = await engineWith(programs, stack, text, { cluster, charts });
      return new Life(stack, plane, engine, charts);
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  async end(): Promise<void> {
    this.engine.close();
    rmSync(this.charts, { recursive: true });
    await this.plane.stop();
  }

  up(...more: string[]): Promise<Run> {
    const pack = packFlags(this.config().tier);
    return this.pulumi("up", "--yes", "--skip-preview", "--parallel", "16", ...pack, ...more);
  }

  /** @param more flags, after the words of a subcommand. */
  pulumi(command: string, ...more: string[]): Promise<Run> {
    return this.engine.pulumi([command, ...more, "--stack", this.stack]);
  }

  /** Changes the stack's YAML, keys without the project's name. */
  change(how: (config: any) => void): void {
    const file = parse(readFileSync(this.engine.configFile, "utf8")) as { config: Record<string, unknown> };
    const named = Object.entries(file.config).map(([key, value]) => [key.replace(/^platform:/, ""), value]);
    const config = Object.fromEntries(named) as Record<string, unknown>;
    how(config);
    const prefixed = Object.entries(config).map(([key, value]) => [`platform:${key}`, value]);
    writeFileSync(this.engine.configFile, stringify({ ...file, config: Object.fromEntries(prefixed) as unknown }));
  }

  /** URNs, without the stack's part, of what the state still has. */
  async state(): Promise<string[]> {
    const { text } = await this.engine.pulumi(["stack", "export", "--stack", this.stack]);
    const { deployment } = JSON.parse(text) as { deployment: { resources?: { urn: string }[] } };
    return (deployment.resources ?? []).map(({ urn }) => short(urn));
  }

  private config(): PlatformConfig {
    const { config } = parse(readFileSync(this.engine.configFile, "utf8")) as { config: Record<string, string> };
    return parseStack(this.stack, rawConfig(config)).config;
  }
}

/** What a cluster has that the program doesn't make: nodes of its pools and what EKS add-ons bring; and stand-ins of charts. */
export async function prepare(plane: ControlPlane, { config, resources }: Plan, charts: string): Promise<void> {
  const { version } = config.cluster;
  writeCharts(charts, resources);
  if (config.managedAddons.snapshots) await define(plane.api, snapshotDefinitions(version).definitions);
  await growPools(plane.api, poolsOf(config), "desired", version);
}

/** A control plane as the simulated EKS gives it away, by the text of its kubeconfig. */
export function clusterOf(text: string): Cluster {
  const kubeconfig = JSON.parse(text) as {
    clusters: [{ cluster: { server: string; "certificate-authority": string } }];
    users: [{ user: { token: string } }];
  };
  const [{ cluster }] = kubeconfig.clusters;
  const authority = readFileSync(cluster["certificate-authority"], "utf8");
  return { endpoint: cluster.server, authority, token: kubeconfig.users[0].user.token };
}

/** `<types>::<name>` of a URN. */
export function short(urn: string): string {
  return urn.split("::").slice(2).join("::");
}

/** `<operation> <type>::<name>` of every change, in the order in which they began. */
export function changed(run: Run): string[] {
  return changesOf(run.events).map(({ op, urn }) => `${op} ${short(urn).replace(/^.*\$/, "")}`);
}
