import { expect } from "chai";
import type { PodDemand } from "../../components/platform-addons/pods";
import { podProblems } from "../../tools/render/pods";
import type { Rendering } from "../../tools/render/rendering";

const container = (cpu: string, memory: string, more = {}) => ({ resources: { requests: { cpu, memory } }, ...more });

const declared: PodDemand[] = [
  {
    addon: "one",
    namespace: "system",
    workload: "Deployment/web",
    copies: 2,
    pool: undefined,
    cpuMillis: 110,
    memoryMiB: 160,
  },
  {
    addon: "two",
    namespace: "system",
    workload: "Deployment/other",
    copies: 1,
    pool: undefined,
    cpuMillis: 1,
    memoryMiB: 1,
  },
];

/** A chart with one workload. */
function chart(kind: string, name: string, spec: object): Rendering {
  const inputs = { kind, metadata: { name }, spec };
  return {
    name: "one",
    release: { definitions: false },
    objects: [{ inputs }],
  } as unknown as Rendering;
}

const pod = (containers: object[], initContainers: object[] = []) => ({
  template: { spec: { containers, initContainers } },
});

describe("pods of a chart against the description of its add-on", () => {
  it("SS-44: the same copies and requests are fine, sidecars counted and what only starts left out", () => {
    const sidecar = container("10m", "32Mi", { restartPolicy: "Always" });
    const spec = { replicas: 2, ...pod([container("100m", "128Mi")], [sidecar, container("1", "1Gi")]) };
    expect(podProblems(chart("Deployment", "web", spec), declared)).to.deep.equal([]);
  });

  it("says what differs", () => {
    const spec = { replicas: 3, ...pod([container("100m", "128Mi")]) };
    expect(podProblems(chart("Deployment", "web", spec), declared)).to.deep.equal([
      "makes Deployment/web with 3 copies of 100m and 128Mi, where its description says 2 copies of 110m and 160Mi",
    ]);
  });

  it("says which workload the description leaves out, that of another add-on too", () => {
    for (const [kind, name, copies] of [
      ["DaemonSet", "agent", "one on every node"],
      ["Deployment", "other", "1 copies"],
    ] as const) {
      expect(podProblems(chart(kind, name, pod([container("5m", "8Mi")])), declared)).to.deep.equal([
        `makes ${kind}/${name} (${copies} of 5m and 8Mi), of which its description says nothing`,
      ]);
    }
  });

  it("a layer of definitions has no pods to compare", () => {
    const layer = { ...chart("Deployment", "web", pod([])), release: { definitions: true } } as unknown as Rendering;
    expect(podProblems(layer, declared)).to.deep.equal([]);
  });
});
