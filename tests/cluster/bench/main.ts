import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { PoolSpec } from "../../../components/node-pools/pool-spec";
import { generatedConfig } from "../../../preview/bench/generate";
import { Style } from "../../../preview/text/style";
import { applyStack } from "../support/apply";
import { type ControlPlane, startControlPlane } from "../support/control-plane";
import { growPools } from "../support/nodes";
import { stackOf } from "../support/stack";
import { until } from "../support/wait";
import { restless } from "../support/workloads";

const production = join(__dirname, "..", "..", "..", "Pulumi.production.yaml");
const programs = ["kube-apiserver", "kube-scheduler", "kube-controller-manager", "etcd", "kwok"];

/**
 * `npm run bench:cluster [-- SERVICES [NODES]]`: a generated stack (200 services) on fake nodes (100) of a control plane
 * of its own: how long until every Deployment is Available, and what the programs of the control plane hold by then.
 */
async function main([services = "200", nodes = "100"]: string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  const config = join(scratch, "config.yaml");
  writeFileSync(config, generatedConfig(production, Number(services)));
  const stack = stackOf("production", config);
  rmSync(scratch, { recursive: true });
  const version = stack.config.cluster.version;
  const plane = await startControlPlane(version, (step) => process.stderr.write(`${step}\n`));
  try {
    const idle = memory(plane);
    const start = performance.now();
    const since = () => ((performance.now() - start) / 1000).toFixed(1);
    await growPools(plane.api, sized(stack.pools, Number(nodes)), "desired", version);
    const ready = since();
    const { accepted, refused } = await applyStack(plane.api, stack);
    if (refused.length) process.stderr.write(`refused:\n  ${refused.join("\n  ")}\n`);
    const applied = since();
    await until("every Deployment is Available", 900, () => restless(plane.api));
    const available = since();
    const pods = (await plane.api.list("v1", "Pod")).length;
    const deployments = (await plane.api.list("apps/v1", "Deployment")).length;
    const rows = [
      ["Deployments, pods, nodes", `${deployments}, ${pods}, ${nodes}`],
      ["nodes Ready after", `${ready} s`],
      [`${accepted.length} objects applied after`, `${applied} s`],
      ["all Deployments Available after", `${available} s`],
      ...programs.map((name, index) => [
        `memory of ${name}, idle and then`,
        `${idle[index]}, ${memory(plane)[index]} MiB`,
      ]),
    ];
    const style = new Style({ verbose: true, colour: false, width: 140 });
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`;
    const columns = [{ title: `control plane ${version}` }, { title: "", right: true }];
    process.stdout.write(`${machine}\n\n${style.table(columns, rows).join("\n")}\n`);
  } finally {
    await plane.stop();
  }
}

function memory({ processes }: ControlPlane): string[] {
  return programs.map((name) => String(processes.memoryMiB(name) ?? "unknown"));
}

/** The pools with as many nodes together as asked for: those that the first pool without taints gets are what is missing. */
function sized(pools: PoolSpec[], nodes: number): PoolSpec[] {
  const open = pools.find(({ taints }) => taints.length === 0);
  const others = pools.filter((pool) => pool !== open).reduce((sum, { settings }) => sum + settings.size.desired, 0);
  return pools.map((pool) =>
    pool === open
      ? { ...pool, settings: { ...pool.settings, size: { ...pool.settings.size, desired: nodes - others } } }
      : pool,
  );
}

void main(process.argv.slice(2));
