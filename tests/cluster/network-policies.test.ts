import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { display } from "../../preview/display";
import type { Recorded } from "../support/record";
import { anyServices } from "../components/app-service/any-services";
import { builtAll, kind } from "../components/app-service/builders";
import { type Object as KubeObject, type Pod, podOf } from "../components/app-service/evaluator";
import { cyclonusBinary, Unavailable } from "./support/binaries";
import { print } from "./support/mocha";

const ports = [8000, 8080, 3000, 9090, 22];

/** One connection, and whether the services declare it. */
interface Attempt {
  from: Pod;
  to: Pod;
  port: number;
  declared: boolean;
}

const all = (program: Recorded, type: string) =>
  program.ofType(type).map(({ inputs }) => display(inputs) as KubeObject);

function attempts(program: Recorded, given: Record<string, Record<string, any>>): Attempt[] {
  const pods = [...all(program, kind.deployment), ...all(program, kind.rollout)].map(podOf);
  return pods.flatMap((from) =>
    pods.flatMap((to) =>
      ports.map((port) => ({
        from,
        to,
        port,
        declared: !!given[from.name]?.["calls"].includes(to.name) && given[to.name]?.["port"] === port,
      })),
    ),
  );
}

/** What Cyclonus says of each connection under a set of policies. */
function judged(program: string, policies: KubeObject[], tried: Attempt[]): boolean[] {
  const directory = mkdtempSync(join(tmpdir(), "eks-platform-policies-"));
  try {
    const list = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicyList", items: policies };
    writeFileSync(join(directory, "policies.yaml"), stringify(list));
    // Addresses of documentation: no range of a gateway or a database may be what admits a pod.
    const peer = ({ namespace, labels }: Pod, IP: string) => ({
      IP,
      Internal: {
        Namespace: namespace,
        NamespaceLabels: { "kubernetes.io/metadata.name": namespace },
        PodLabels: labels,
      },
    });
    const traffic = tried.map(({ from, to, port }) => ({
      Source: peer(from, "192.0.2.1"),
      Destination: peer(to, "192.0.2.2"),
      ResolvedPort: port,
      Protocol: "TCP",
    }));
    const file = join(directory, "traffic.json");
    writeFileSync(file, JSON.stringify(traffic));
    const paths = ["--policy-path", join(directory, "policies.yaml"), "--traffic-path", file];
    const said = execFileSync(program, ["analyze", "--mode", "query-traffic", ...paths], {
      encoding: "utf8",
      stdio: "pipe",
    });
    return [...said.matchAll(/IS ALLOWED\? \|\s+(TRUE|FALSE)/g)].map(([, answer]) => answer === "TRUE");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("Cyclonus judges the network policies of any services", function () {
  this.timeout(300_000);
  let program: string;

  before(async function () {
    this.timeout(0);
    try {
      program = await cyclonusBinary((step) => print("cluster:", [step]));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      print("skipped:", [error.message]);
      this.skip();
    }
  });

  it("TB-42, TB-43, MP-46, KP-38, KP-39: admits exactly the declared calls", async () => {
    await fc.assert(
      fc.asyncProperty(anyServices, async (given) => {
        const made = await builtAll(given);
        const tried = attempts(made, given);
        const answers = judged(program, all(made, kind.networkPolicy), tried);
        const text = ({ from, to, port }: Attempt) => `${from.name} to ${to.name}:${port.toString()}`;
        expect(tried.filter((_, index) => answers[index]).map(text)).to.deep.equal(
          tried.filter(({ declared }) => declared).map(text),
        );
        expect(answers).to.have.length(tried.length);
      }),
      { numRuns: 25 },
    );
  });

  it("admits everything without policies, so that it does judge", () => {
    const pod = (name: string): Pod => ({ name, namespace: "production", labels: { name } });
    const attempt = { from: pod("a"), to: pod("b"), port: 8000, declared: false };
    expect(judged(program, [], [attempt])).to.deep.equal([true]);
  });
});
